package io.github.bayesiantrust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures every line of the table in the guide, and prints it as Markdown. A round runs each
 * workload once, in a process of its own; a ratio is taken between two workloads of one round, and
 * the table shows its median over the rounds, the least and the largest.
 */
final class PerformanceTable {
  private static final int MILLION = 1_000_000;

  /** What a harness of this kind allocates itself, spread over the operations, stays below it. */
  private static final double NO_ALLOCATION = 0.05;

  /**
   * Two threads are measured so often, until their cores are near to each other all the time; if they
   * never are, what was measured at the least distance counts.
   */
  private static final int TRIES = 6;

  private record Cost(double nanos, double bytes) {}

  private final CoreDistance distance = new CoreDistance();

  private final int rounds;
  private final Pattern only;
  private final boolean smoke;
  private final Map<Row.Run, List<Cost>> costs = new LinkedHashMap<>();

  PerformanceTable(int rounds, Pattern only, boolean smoke) {
    this.rounds = rounds;
    this.only = only;
    this.smoke = smoke;
  }

  void print() throws RunnerException {
    List<Row> rows = Row.all().stream().filter(row -> isWanted(row.id())).toList();
    for (int round = 1; round <= rounds; round++) {
      measure(rows, round);
    }
    List<Line> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(ratio(row)));
    lines.addAll(allocations());
    lines.addAll(figures());
    List<String> table = lines.stream().map(Line::toMarkdown).toList();
    System.out.println(smoke ? lines.size() + " lines can be measured" : heading());
    if (!smoke) {
      System.out.println(Line.HEADER);
      table.forEach(System.out::println);
    }
  }

  private boolean isWanted(String id) {
    return only.matcher(id).find();
  }

  private String heading() {
    return "\nJava "
        + System.getProperty("java.vm.version")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, two of them "
        + Math.round(distance.measured())
        + " ns apart, median of "
        + Line.count(rounds, "round")
        + "\n";
  }

  // Ratios, by JMH

  private void measure(List<Row> rows, int round) throws RunnerException {
    Set<Row.Run> runs = new LinkedHashSet<>();
    rows.forEach(row -> runs.addAll(List.of(row.measured(), row.against())));
    for (Row.Run run : runs) {
      Cost cost = run.threads() == 1 || smoke ? measure(run) : measureNear(run, round);
      costs.computeIfAbsent(run, first -> new ArrayList<>()).add(cost);
      progress(round, run, cost);
    }
  }

  private Cost measureNear(Row.Run run, int round) throws RunnerException {
    Cost nearest = null;
    double least = Double.POSITIVE_INFINITY;
    int tries = 0;
    do {
      double before = distance.measured();
      Cost cost = measure(run);
      double after = distance.measured();
      if (Math.max(before, after) < least) {
        least = Math.max(before, after);
        nearest = cost;
      }
      tries++;
      System.err.printf(
          "round %d: cores %.0f and %.0f ns apart: %.2f ns%n", round, before, after, cost.nanos);
    } while (tries < TRIES && !distance.isLeast(least));
    return nearest;
  }

  private static void progress(int round, Row.Run run, Cost cost) {
    System.err.printf("round %d: %s: %.2f ns, %.2f B%n", round, describe(run), cost.nanos, cost.bytes);
  }

  private static String describe(Row.Run run) {
    return String.format("%s, %s, %s", run.benchmark(), run.setting(), run.size());
  }

  private Cost measure(Row.Run run) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(Pattern.quote(getClass().getPackageName() + "." + run.benchmark()) + "$")
            .param("setting", run.setting().name())
            .param("keys", String.valueOf(scaled(run.keys())))
            .threads(run.threads())
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT);
    RunResult result = new Runner((smoke ? once(options) : options.forks(1)).build()).runSingle();
    return new Cost(nanos(result), bytes(result));
  }

  /** As short as can be, and in this process. */
  private static ChainedOptionsBuilder once(ChainedOptionsBuilder options) {
    return options
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(1));
  }

  private static double nanos(RunResult result) {
    return Line.median(
        result.getAggregatedResult().getIterationResults().stream()
            .map(IterationResult::getPrimaryResult)
            .mapToDouble(iteration -> iteration.getScore())
            .toArray());
  }

  private static double bytes(RunResult result) {
    return result.getSecondaryResults().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
        .mapToDouble(entry -> entry.getValue().getScore())
        .findFirst()
        .orElse(Double.NaN);
  }

  private Line ratio(Row row) {
    Row.Run run = row.measured();
    String text =
        run.keys() == 10 * MILLION
            ? row.text()
            : row.text() + "; " + run.size();
    return Line.ofRatio(text, "ns", nanos(run), nanos(row.against()), row.aim());
  }

  private double[] nanos(Row.Run run) {
    return costs.get(run).stream().mapToDouble(Cost::nanos).toArray();
  }

  /** What the runs allocate that are not to. */
  private List<Line> allocations() {
    List<Line> lines = new ArrayList<>();
    costs.forEach(
        (run, measured) -> {
          if (isFreeOfAllocation(run)) {
            double[] bytes = measured.stream().mapToDouble(Cost::bytes).toArray();
            lines.add(Line.ofValue("allocation: " + describe(run), "B", bytes, NO_ALLOCATION));
          }
        });
    return lines;
  }

  private static boolean isFreeOfAllocation(Row.Run run) {
    return run.keys() <= 1_000
        && Set.of("TrackerBenchmark.trust", "TrackerBenchmark.update").contains(run.benchmark());
  }

  // Figures that a harness of its own gives

  private List<Line> figures() {
    List<Line> lines = new ArrayList<>();
    if (isWanted("cache-cold")) {
      lines.add(coldCache());
    }
    if (isWanted("memory")) {
      lines.add(memory("memory per key, no history, 1,000,000 keys", MILLION, 0, 1, 100));
      lines.add(memory("memory per key, no history, 10,000,000 keys", 10 * MILLION, 0, 1, 100));
      lines.add(memory("memory per key, 100 history entries", 100_000, 100, 100, 1_900));
    }
    if (isWanted("decay")) {
      lines.addAll(decay());
    }
    if (isWanted("pause")) {
      lines.addAll(pause());
    }
    return lines;
  }

  private Line coldCache() {
    double[] cached = new double[rounds];
    double[] plain = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      CacheCost.Nanos nanos = cacheCost();
      cached[i] = nanos.cached();
      plain[i] = nanos.plain();
      System.err.printf(
          "round %d: getTrust, cache on, off: %.1f, %.1f ns%n", i + 1, cached[i], plain[i]);
    }
    return Line.ofRatio(
        "getTrust, cache on : off, in turns; 100,000 keys, 1 thread", "ns", cached, plain, 1.1);
  }

  private CacheCost.Nanos cacheCost() {
    try {
      return CacheCost.measured(scaled(100_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Line memory(String text, int keys, int history, int updates, double aim) {
    return Line.ofValue(text, "B", each(() -> memory(keys, history, updates)), aim);
  }

  private double memory(int keys, int history, int updates) {
    try {
      return MemoryCost.measured(scaled(keys), updates, history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Line> decay() {
    new DecayCost(scaled(1_000)).warmUp();
    double[] large = each(() -> new DecayCost(scaled(MILLION)).nanosPerDecay());
    double[] small = each(() -> new DecayCost(scaled(1_000)).nanosPerDecay());
    double[] walk = each(() -> new DecayCost(scaled(MILLION)).millisOfWalk());
    return List.of(
        Line.ofRatio("applyGlobalDecay, 1,000,000 keys / 1,000 keys", "ns", large, small, 2),
        Line.ofValue("every 128th, which walks over 1,000,000 keys", "ms", walk, Double.NaN));
  }

  private List<Line> pause() {
    List<Line> lines = new ArrayList<>();
    SnapshotPause pause = new SnapshotPause(scaled(MILLION));
    pause.run();
    pause.runAlone(smoke ? 1 : 3_000);
    lines.add(pauses("no snapshot: operation, 99.9th percentile", pause.served(99.9), Double.NaN));
    lines.add(pauses("no snapshot: from when it was due", pause.late(99.9), Double.NaN));
    pause.run();
    lines.add(pauses("during snapshots: operation, 99.9th percentile", pause.served(99.9), 1));
    lines.add(pauses("during snapshots: from when it was due", pause.late(99.9), Double.NaN));
    lines.add(pauses("during snapshots: longest", pause.served(100), Double.NaN));
    return lines;
  }

  private static Line pauses(String text, double millis, double aim) {
    return Line.ofValue(text, "ms", new double[] {millis}, aim);
  }

  private double[] each(Supplier<Double> figure) {
    double[] values = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      values[i] = figure.get();
    }
    return values;
  }

  private int scaled(int keys) {
    return smoke ? Math.min(keys, 1_000) : keys;
  }
}
