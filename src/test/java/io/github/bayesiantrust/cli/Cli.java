package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/** Runs the command-line front within the test. */
final class Cli {
  private Cli() {}

  /** What a run left behind; line ends are LF. */
  record Result(int status, String out, String err) {
    /** The lines of the output that begin with a text. */
    List<String> rows(String start) {
      return out.lines().filter(line -> line.startsWith(start)).toList();
    }
  }

  static Result run(String... args) {
    return runWithInput("", args);
  }

  static Result runWithInput(String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            args,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Result(status, text(out, UTF_8), text(err, UTF_8));
  }

  static Result runIn(Charset charset, String input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, false, charset),
            new PrintStream(err, true, charset),
            charset,
            () -> false);
    return new Result(Main.run(args, terminal), text(out, charset), text(err, charset));
  }

  private static String text(ByteArrayOutputStream bytes, Charset charset) {
    return bytes.toString(charset).replace(System.lineSeparator(), "\n");
  }
}
