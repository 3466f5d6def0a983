package io.github.bayesiantrust.cli;

import io.github.bayesiantrust.BayesianTrustTracker;
import io.github.bayesiantrust.BetaPosterior;
import io.github.bayesiantrust.TrustConfig;
import io.github.bayesiantrust.TrustFormatException;
import io.github.bayesiantrust.TrustSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The command {@code show}: prints what an exported state says, as of its export. */
final class Show {
  private Show() {}

  static void run(Collection<String> words, Terminal terminal) throws CommandException {
    Arguments arguments = Arguments.parse(words, Report.VALUED, Report.FLAGS);
    Report report = new Report(arguments, terminal);
    TrustSnapshot snapshot = read(Input.path(arguments.operand("FILE")));
    terminal.out().println(summary(snapshot));
    report.print(tracker(snapshot));
  }

  private static TrustSnapshot read(Path file) throws CommandException {
    try {
      return TrustSnapshot.read(file);
    } catch (TrustFormatException e) {
      throw CommandException.badData(e.getMessage());
    } catch (IOException e) {
      throw CommandException.failed(file.toString(), e);
    }
  }

  private static String summary(TrustSnapshot snapshot) {
    Optional<Instant> lastUpdate =
        snapshot.keys().stream()
            .flatMap(key -> snapshot.lastUpdate(key).stream())
            .max(Comparator.naturalOrder());
    return Text.count(snapshot.size(), "key")
        + snapshot.takenAt().map(time -> " as of " + millis(time)).orElse("")
        + lastUpdate.map(time -> ", last update " + millis(time)).orElse("");
  }

  /** The state holds times as doubles: milliseconds come out exact, nanoseconds do not. */
  private static Instant millis(Instant time) {
    return time.equals(Instant.MAX)
        ? time
        : time.plusNanos(500_000).truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * A tracker with the prior of the file, since evidence would move to any other, with all of its
   * history, and without a half-life, so that the evidence stays as it was at the export.
   */
  private static BayesianTrustTracker tracker(TrustSnapshot snapshot) {
    BetaPosterior any = snapshot.posterior("");
    BayesianTrustTracker tracker =
        new BayesianTrustTracker(
            TrustConfig.builder()
                .prior(any.priorAlpha(), any.priorBeta())
                .historyCapacity(Integer.MAX_VALUE)
                .build());
    tracker.restore(snapshot);
    return tracker;
  }
}
