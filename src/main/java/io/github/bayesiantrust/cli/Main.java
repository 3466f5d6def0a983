package io.github.bayesiantrust.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The command-line front: replays outcomes from CSV and shows exported states. {@code --help} tells
 * the rest.
 */
public final class Main {
  private static final String NAME = "bayesian-trust-tracker";
  private static final String DEVELOPMENT = "(not from a release)";

  private static final String HELP =
      """
      How far can each key be trusted, given its record?

      Usage:
        replay FILE [options]   read outcomes from CSV (- is the standard input),
                                print the best and the worst keys, and
                                those that changed most
        show FILE [options]     print the same from an exported state
        --help, -h              print this
        --version               print the version

      Options of both:
        --top N                 rows of each table (default 10)
        --min-evidence N        leave out keys with less evidence (default 0)
        --ascii                 print ASCII only; digits stand for the history:
                                each is the first decimal of the trust

      Options of replay:
        --export FILE           write the state as JSON
        --skip-bad-rows         count rows that can't be read, and go on
        --prior A,B             successes and failures believed in before any
                                outcome (default 1,1)
        --half-life TIME        let evidence halve in that time, such as 45s, 10m,
                                12h, 30d, 1.5d, 2w or P30D (default: it stays)
        --history N             history entries kept for each key (default 1000)

      The CSV file is UTF-8. Its header line names the columns, in any order:
        key                     what the outcome is of
        success                 1/0, true/false, yes/no or pass/fail, in any case
        weight                  how much it counts, at least 0 (default 1)
        epoch_millis            when it happened, in milliseconds since 1970; if
                                the column is there, each row needs a time
      Other columns are ignored.

      The tables: trust is the mean of the posterior, with its 95 % credible
      interval. Best are the keys with the highest lower bound (one-sided, 95 %),
      worst those with the lowest upper bound, so a key of which little is known
      is neither. Halfway is the trust in the middle of the history, with an arrow
      (+ or - in ASCII) where it is outside of the interval: the key has changed.
      With times and a half-life, all is as of the latest outcome.

      Exit status: 0 success; 1 a file can't be read or written, or another
      failure; 2 wrong usage or bad data, and nothing was exported.
      """;

  private Main() {}

  /**
   * Runs a command and ends the process with its exit status: 0 for success, 1 for a failure to
   * read or write, 2 for wrong usage or bad data.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.exit(run(args, Terminal.system()));
  }

  /** For tests: UTF-8, and nobody watches. */
  static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    return run(args, new Terminal(in, out, err, StandardCharsets.UTF_8, () -> false));
  }

  static int run(String[] args, Terminal terminal) {
    try {
      dispatch(Arrays.asList(args), terminal);
      if (terminal.out().checkError()) {
        throw CommandException.failed("the output can't be written");
      }
      return 0;
    } catch (CommandException e) {
      return fail(e.status(), e.getMessage(), terminal);
    } catch (OutOfMemoryError e) {
      return fail(1, "out of memory; java -Xmx gives more", terminal);
    } catch (RuntimeException e) {
      return fail(1, "internal error: " + e, terminal);
    }
  }

  private static int fail(int status, String message, Terminal terminal) {
    terminal.out().flush();
    terminal.err().println(NAME + ": " + Printable.line(message));
    return status;
  }

  private static void dispatch(List<String> args, Terminal terminal) throws CommandException {
    if (args.contains("--help") || args.contains("-h")) {
      terminal.out().print(HELP);
      return;
    }
    if (args.isEmpty()) {
      throw CommandException.usage("a command is missing: replay or show");
    }
    List<String> rest = args.subList(1, args.size());
    switch (args.get(0)) {
      case "replay" -> Replay.run(rest, terminal);
      case "show" -> Show.run(rest, terminal);
      case "--version" -> terminal.out().println(NAME + " " + version());
      default -> throw CommandException.usage("unknown command " + Printable.quote(args.get(0)));
    }
  }

  /** From the manifest, or from the module descriptor where the JAR is on the module path. */
  private static String version() {
    String packaged = Main.class.getPackage().getImplementationVersion();
    if (packaged != null) {
      return packaged;
    }
    ModuleDescriptor module = Main.class.getModule().getDescriptor();
    return module == null ? DEVELOPMENT : module.rawVersion().orElse(DEVELOPMENT);
  }
}
