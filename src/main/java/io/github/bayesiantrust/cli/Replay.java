package io.github.bayesiantrust.cli;

import io.github.bayesiantrust.BayesianTrustTracker;
import io.github.bayesiantrust.TrustConfig;
import io.github.bayesiantrust.TrustUpdate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The command {@code replay}: feeds outcomes from CSV to a tracker, and prints what it thinks. */
final class Replay {
  /** Enough for a sparkline of the whole run, where the library's default shows its end. */
  static final int HISTORY = 1_000;

  private static final int REASONS = 5;
  static final Set<String> VALUED =
      Set.of("--export", "--half-life", "--history", "--prior", "--top", "--min-evidence");
  static final Set<String> FLAGS = Set.of("--skip-bad-rows", "--ascii");

  private final Terminal terminal;
  private final Report report;
  private final String operand;
  private final Optional<Path> export;
  private final Optional<Duration> halfLife;
  private final boolean skipBadRows;
  private final TrustConfig.Builder config = TrustConfig.builder();
  private final DataClock dataClock = new DataClock();
  private long outcomes;
  private long skipped;

  private Replay(Arguments arguments, Terminal terminal) throws CommandException {
    this.terminal = terminal;
    report = new Report(arguments, terminal);
    operand = arguments.operand("FILE");
    export = export(arguments);
    halfLife = arguments.duration("--half-life");
    halfLife.ifPresent(config::halfLife);
    skipBadRows = arguments.has("--skip-bad-rows");
    config.historyCapacity(arguments.integer("--history", HISTORY, 0, Integer.MAX_VALUE));
    arguments.positivePair("--prior").ifPresent(prior -> config.prior(prior[0], prior[1]));
  }

  static void run(Collection<String> words, Terminal terminal) throws CommandException {
    new Replay(Arguments.parse(words, VALUED, FLAGS), terminal).run();
  }

  private static Optional<Path> export(Arguments arguments) throws CommandException {
    String name = arguments.text("--export").orElse(null);
    if (name != null && (name.isEmpty() || name.equals("-"))) {
      throw CommandException.usage("--export needs the name of a file");
    }
    return name == null ? Optional.empty() : Optional.of(Input.path(name));
  }

  private void run() throws CommandException {
    long start = System.nanoTime();
    BayesianTrustTracker tracker = read();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (export.isPresent()) {
      export(tracker, export.get());
    }
    printSummary(tracker, seconds);
    report.print(tracker);
  }

  private BayesianTrustTracker read() throws CommandException {
    try (Input input = Input.open(operand, terminal.in())) {
      return read(input);
    } catch (IOException e) {
      throw CommandException.failed(operand, e);
    }
  }

  private BayesianTrustTracker read(Input input) throws IOException, CommandException {
    OutcomeReader reader = open(input);
    if (halfLife.isPresent() && !reader.isTimed()) {
      throw CommandException.badData(
          input.name() + ": --half-life needs the times of the outcomes, a column epoch_millis");
    }
    config.clock(reader.isTimed() ? dataClock : Clock.systemUTC());
    BayesianTrustTracker tracker = new BayesianTrustTracker(config.build());
    Progress progress = new Progress(terminal, System::nanoTime);
    try {
      while (readRow(reader, tracker, input.name())) {
        progress.at(outcomes + skipped);
      }
    } finally {
      progress.end();
    }
    return tracker;
  }

  private static OutcomeReader open(Input input) throws IOException, CommandException {
    try {
      return new OutcomeReader(new CsvReader(input.stream()));
    } catch (BadRowException e) {
      throw CommandException.badData(e.describe(input.name()));
    }
  }

  private boolean readRow(OutcomeReader reader, BayesianTrustTracker tracker, String file)
      throws IOException, CommandException {
    try {
      TrustUpdate outcome = reader.next();
      if (outcome == null) {
        return false;
      }
      apply(outcome, tracker);
      outcomes++;
    } catch (BadRowException e) {
      skip(e, file);
    }
    return true;
  }

  private void apply(TrustUpdate outcome, BayesianTrustTracker tracker) {
    if (outcome.at() == null) {
      tracker.update(outcome.key(), outcome.success(), outcome.weight());
    } else {
      dataClock.see(outcome.at());
      tracker.update(outcome.key(), outcome.success(), outcome.weight(), outcome.at());
    }
  }

  private void skip(BadRowException row, String file) throws CommandException {
    if (!skipBadRows || !row.isSkippable()) {
      throw CommandException.badData(row.describe(file));
    }
    if (++skipped <= REASONS) {
      terminal.err().println(Printable.line("skipped " + row.describe(file)));
    }
  }

  private void export(BayesianTrustTracker tracker, Path file) throws CommandException {
    try {
      tracker.exportToFile(file);
    } catch (IOException e) {
      throw CommandException.failed("export to " + file, e);
    }
  }

  private void printSummary(BayesianTrustTracker tracker, double seconds) {
    if (skipped > 0) {
      terminal.err().println(Text.count(skipped, "bad row") + " skipped");
    }
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s of %s in %.3f s (%,.0f outcomes per second)%n",
            Text.count(outcomes, "outcome"),
            Text.count(tracker.size(), "key"),
            seconds,
            outcomes / seconds);
    if (dataClock.latest() != null) {
      terminal.out().println("from " + dataClock.earliest() + " to " + dataClock.latest());
    }
    export.ifPresent(file -> terminal.out().println("exported to " + file));
  }
}
