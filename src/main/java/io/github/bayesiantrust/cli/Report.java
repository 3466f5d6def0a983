package io.github.bayesiantrust.cli;

import io.github.bayesiantrust.BayesianTrustTracker;
import io.github.bayesiantrust.BetaPosterior;
import io.github.bayesiantrust.RankedKey;
import io.github.bayesiantrust.TrustInterval;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Prints the best and the worst keys of a tracker, and those that changed most. The best are those
 * whose trust is surely high: ordered by the one-sided 95 % lower bound; the worst those whose trust is
 * surely low: by the upper bound. A key of which little is known is neither. Changed are those whose
 * trust halfway through their history is outside of their 95 % interval now.
 */
final class Report {
  static final Set<String> VALUED = Set.of("--top", "--min-evidence");
  static final Set<String> FLAGS = Set.of("--ascii");

  private static final double LEVEL = 0.95;
  private static final int MOST_ROWS = 1_000_000;
  private static final int KEY_WIDTH = 28;
  private static final int HISTORY_WIDTH = 20;
  private static final String ARROWS = "▲▼";

  /** Its numbers are followed by a mark or by as much space. */
  private static final String HALFWAY = "halfway  ";

  private final PrintStream out;
  private final Printable printable;
  private final boolean ascii;
  private final int top;
  private final double minEvidence;

  /** One key as it is printed. Without a history, halfway is now. */
  private record Row(String key, BetaPosterior posterior, double halfway, double[] curve) {

    static Row of(RankedKey ranked, BayesianTrustTracker tracker) {
      double[] values = tracker.getHistory(ranked.key()).values();
      double halfway =
          values.length == 0 ? ranked.posterior().mean() : values[values.length / 2];
      double[] curve = Sparkline.curve(values, HISTORY_WIDTH);
      return new Row(ranked.key(), ranked.posterior(), halfway, curve);
    }

    double change() {
      return posterior.mean() - halfway;
    }

    /** Whether the trust halfway is outside of the interval: one probability, not two quantiles. */
    boolean isChanged() {
      double below = posterior.cdf(halfway);
      return Math.min(below, 1 - below) < (1 - LEVEL) / 2;
    }
  }

  Report(Arguments arguments, Terminal terminal) throws CommandException {
    Charset charset = arguments.has("--ascii") ? StandardCharsets.US_ASCII : terminal.charset();
    out = terminal.out();
    printable = new Printable(charset);
    ascii = !printable.canEncode(Sparkline.BLOCKS.levels() + ARROWS);
    top = arguments.integer("--top", 10, 1, MOST_ROWS);
    minEvidence = arguments.nonNegative("--min-evidence", 0);
  }

  /** Prints the tables: one of all keys if they are at most twice the rows of a table. */
  void print(BayesianTrustTracker tracker) {
    List<RankedKey> best = tracker.rank(2 * top + 1, score(p -> p.lowerBound(LEVEL)));
    if (best.isEmpty()) {
      out.println("\nno keys to show");
      return;
    }
    if (best.size() <= 2 * top) {
      print("All " + Text.count(best.size(), "key") + ", best first", rows(best, tracker));
    } else {
      best = best.subList(0, top);
      List<RankedKey> worst = worst(best, tracker);
      print("Best " + Text.count(top, "key"), rows(best, tracker));
      print("Worst " + Text.count(top, "key") + ", worst first", rows(worst, tracker));
    }
    print("Changed since halfway through the history, most first", changed(tracker));
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
        posterior.sampleSize() >= minEvidence ? bound.applyAsDouble(posterior) : Double.NaN;
  }

  private List<Row> changed(BayesianTrustTracker tracker) {
    return tracker.rank(tracker.size(), score(BetaPosterior::mean)).stream()
        .map(ranked -> Row.of(ranked, tracker))
        .filter(Row::isChanged)
        .sorted(Comparator.comparingDouble(row -> -Math.abs(row.change())))
        .limit(top)
        .toList();
  }

  private static List<Row> rows(List<RankedKey> keys, BayesianTrustTracker tracker) {
    return keys.stream().map(ranked -> Row.of(ranked, tracker)).toList();
  }

  private void print(String title, List<Row> rows) {
    if (!rows.isEmpty()) {
      out.println();
      out.println(title);
      table(rows).print(out);
    }
  }

  private Table table(List<Row> rows) {
    double low = ascii ? 0 : low(rows);
    Table table =
        new Table(
            List.of("key", "trust", "95 % interval", "evidence", HALFWAY, "history" + range(low)));
    Sparkline sparkline = ascii ? Sparkline.DIGITS : Sparkline.BLOCKS;
    for (Row row : rows) {
      table.add(
          printable.shorten(row.key, KEY_WIDTH),
          trust(row.posterior.mean()),
          interval(row.posterior.credibleInterval(LEVEL)),
          Text.evidence(row.posterior.sampleSize()),
          row.curve.length == 0 ? "" : trust(row.halfway) + mark(row),
          sparkline.draw(row.curve, low, 1));
    }
    return table;
  }

  /** Where the curves of a table begin to be seen: a tenth, at most 0.8, below all of them. */
  private static double low(List<Row> rows) {
    double lowest = rows.stream().flatMapToDouble(row -> Arrays.stream(row.curve)).min().orElse(0);
    return Math.min(8, Math.floor(lowest * 10)) / 10;
  }

  private static String range(double low) {
    return low > 0 ? String.format(Locale.ROOT, " (%.1f to 1)", low) : "";
  }

  private String mark(Row row) {
    if (!row.isChanged()) {
      return "  ";
    }
    boolean up = row.change() > 0;
    return ascii ? (up ? " +" : " -") : (up ? " ▲" : " ▼");
  }

  private static String trust(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String interval(TrustInterval interval) {
    return "[" + trust(interval.lower()) + ", " + trust(interval.upper()) + "]";
  }
}
