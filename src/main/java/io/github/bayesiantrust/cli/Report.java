package io.github.bayesiantrust.cli;

import io.github.bayesiantrust.BayesianTrustTracker;
import io.github.bayesiantrust.BetaPosterior;
import io.github.bayesiantrust.RankedKey;
import io.github.bayesiantrust.TrustInterval;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Prints the best and the worst keys of a tracker. The best are those whose trust is surely high:
 * ordered by the one-sided 95 % lower bound; the worst those whose trust is surely low: by the
 * upper bound. A key of which little is known is neither.
 */
final class Report {
  static final Set<String> VALUED = Set.of("--top", "--min-evidence");
  static final Set<String> FLAGS = Set.of("--ascii");

  private static final double LEVEL = 0.95;
  private static final int MOST_ROWS = 1_000_000;
  private static final int KEY_WIDTH = 28;
  private static final int HISTORY_WIDTH = 20;
  private static final List<String> HEADINGS =
      List.of("key", "trust", "95 % interval", "evidence", "history");

  private final PrintStream out;
  private final Printable printable;
  private final Sparkline sparkline;
  private final int top;
  private final double minEvidence;

  Report(Arguments arguments, Terminal terminal) throws CommandException {
    Charset charset = arguments.has("--ascii") ? StandardCharsets.US_ASCII : terminal.charset();
    out = terminal.out();
    printable = new Printable(charset);
    sparkline =
        printable.canEncode(Sparkline.BLOCKS.levels()) ? Sparkline.BLOCKS : Sparkline.DIGITS;
    top = arguments.integer("--top", 10, 1, MOST_ROWS);
    minEvidence = arguments.nonNegative("--min-evidence", 0);
  }

  /** Prints the tables: one of all keys if they are at most twice the rows of a table. */
  void print(BayesianTrustTracker tracker) {
    List<RankedKey> best = tracker.rank(2 * top + 1, score(p -> p.lowerBound(LEVEL)));
    if (best.isEmpty()) {
      out.println("\nno keys to show");
    } else if (best.size() <= 2 * top) {
      print("All " + Text.count(best.size(), "key") + ", best first", best, tracker);
    } else {
      best = best.subList(0, top);
      print("Best " + Text.count(top, "key"), best, tracker);
      print("Worst " + Text.count(top, "key") + ", worst first", worst(best, tracker), tracker);
    }
  }

  private List<RankedKey> worst(List<RankedKey> best, BayesianTrustTracker tracker) {
    Set<String> shown = best.stream().map(RankedKey::key).collect(Collectors.toSet());
    return tracker.rank(2 * top, score(p -> -p.upperBound(LEVEL))).stream()
        .filter(ranked -> !shown.contains(ranked.key()))
        .limit(top)
        .toList();
  }

  /** NaN keeps a key out of the ranking. */
  private ToDoubleFunction<BetaPosterior> score(ToDoubleFunction<BetaPosterior> bound) {
    return posterior ->
        evidence(posterior) >= minEvidence ? bound.applyAsDouble(posterior) : Double.NaN;
  }

  private static double evidence(BetaPosterior posterior) {
    return posterior.successes() + posterior.failures();
  }

  private void print(String title, List<RankedKey> keys, BayesianTrustTracker tracker) {
    Table table = new Table(HEADINGS);
    for (RankedKey ranked : keys) {
      BetaPosterior posterior = ranked.posterior();
      table.add(
          printable.shorten(ranked.key(), KEY_WIDTH),
          trust(posterior.mean()),
          interval(posterior.credibleInterval(LEVEL)),
          Text.evidence(evidence(posterior)),
          sparkline.draw(tracker.getHistory(ranked.key()).values(), HISTORY_WIDTH));
    }
    out.println();
    out.println(title);
    table.print(out);
  }

  private static String trust(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String interval(TrustInterval interval) {
    return "[" + trust(interval.lower()) + ", " + trust(interval.upper()) + "]";
  }
}
