package io.github.bayesiantrust;

import static io.github.bayesiantrust.PlainJson.list;
import static io.github.bayesiantrust.PlainJson.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replays a trace of the Python ancestor on a tracker and compares every answer bit by bit. Lines
 * that ask for what the tracker refuses on purpose must be refused; what follows from them is left
 * out until the state is the trace's again.
 */
final class TraceReplay {
  private static final int WHOLE_HISTORY = 100_000;

  private final ManualClock clock = new ManualClock();
  private BayesianTrustTracker tracker = tracker(50);
  private final Path fixtures;
  private final Path files;

  /** Keys whose state is not the trace's any more; null in it stands for all keys. */
  private final Set<String> diverged = new HashSet<>();

  int equal;
  int refused;
  int leftOut;

  TraceReplay(Path fixtures, Path files) {
    this.fixtures = fixtures;
    this.files = files;
  }

  private BayesianTrustTracker tracker(int batchSize) {
    return new BayesianTrustTracker(
        TrustConfig.builder()
            .historyCapacity(WHOLE_HISTORY)
            .batchSize(batchSize)
            .clock(clock)
            .build());
  }

  /**
   * Replays the lines after the header, up to a change of the batch size while updates wait: here it
   * is configuration, and a new tracker takes the state over where nothing waits.
   */
  void replay(List<String> lines) throws IOException {
    for (String line : lines.subList(1, lines.size())) {
      Map<String, Object> step = object(PlainJson.parse(line));
      if (step.get("op").equals("set_batch_size")) {
        if (tracker.pendingSize() > 0) {
          leftOut += lines.size() - 1 - equal - refused - leftOut;
          return;
        }
        TrustSnapshot state = tracker.snapshot();
        tracker = tracker(((Double) object(step.get("args")).get("n")).intValue());
        tracker.restore(state);
        equal++;
        continue;
      }
      clock.set((Double) step.get("now"));
      try {
        perform((String) step.get("op"), object(step.get("args")), step);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("at " + line, e);
      }
    }
  }

  private void perform(String op, Map<String, Object> args, Map<String, Object> step)
      throws IOException {
    switch (op) {
      case "update" -> update(args);
      case "add_pending_update" -> addPendingUpdate(args);
      case "batch_update" -> batchUpdate(list(args.get("results")));
      case "apply_decay", "apply_global_decay" -> decay(op, args);
      case "purge_old_timestamps" -> purge(args);
      case "write_file" -> Files.writeString(file(args), (String) args.get("text"));
      case "import_from_file" -> importFile(args, (Boolean) step.get("result"));
      case "export_to_file" -> exportFile(args, object(step.get("content")));
      case "enable_performance_stats" ->
          tracker.enablePerformanceStats((Boolean) args.getOrDefault("enabled", true));
      case "reset_performance_stats" -> tracker.resetPerformanceStats();
      default -> {
        ask(op, args, step);
        return;
      }
    }
    equal++;
  }

  private void update(Map<String, Object> args) {
    String key = (String) args.get("key");
    if (args.containsKey("weight")) {
      tracker.update(key, (Boolean) args.get("success"), (Double) args.get("weight"));
    } else {
      tracker.update(key, (Boolean) args.get("success"));
    }
  }

  private void addPendingUpdate(Map<String, Object> args) {
    String key = (String) args.get("key");
    if (args.containsKey("weight")) {
      tracker.addPendingUpdate(key, (Boolean) args.get("success"), (Double) args.get("weight"));
    } else {
      tracker.addPendingUpdate(key, (Boolean) args.get("success"));
    }
  }

  private void batchUpdate(List<Object> results) {
    List<TrustUpdate> updates = new ArrayList<>();
    for (Object result : results) {
      List<Object> tuple = list(result);
      double weight = tuple.size() > 2 ? (Double) tuple.get(2) : 1;
      updates.add(TrustUpdate.of((String) tuple.get(0), (Boolean) tuple.get(1), weight));
    }
    tracker.batchUpdate(updates);
  }

  private void decay(String op, Map<String, Object> args) {
    double factor = (Double) args.getOrDefault("decay_factor", 0.99);
    double minCount = (Double) args.getOrDefault("min_count", 5.0);
    String key = (String) args.get("key");
    Runnable call = () -> decay(op, args, key, factor, minCount);
    if (factor > 0 && factor <= 1 && minCount >= 0) {
      call.run();
    } else {
      assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
      diverged.add(key);
      refused++;
      equal--;
    }
  }

  private void decay(
      String op, Map<String, Object> args, String key, double factor, double minCount) {
    boolean byDefault = !args.containsKey("decay_factor") && !args.containsKey("min_count");
    if (op.equals("apply_decay") && byDefault) {
      tracker.applyDecay(key);
    } else if (op.equals("apply_decay")) {
      tracker.applyDecay(key, factor, minCount);
    } else if (byDefault) {
      tracker.applyGlobalDecay();
    } else {
      tracker.applyGlobalDecay(factor, minCount);
    }
  }

  private void purge(Map<String, Object> args) {
    if (args.containsKey("max_history")) {
      tracker.purgeOldTimestamps(((Double) args.get("max_history")).intValue());
    } else {
      tracker.purgeOldTimestamps();
    }
  }

  private Path file(Map<String, Object> args) throws IOException {
    String name = (String) args.get("file");
    if (name.startsWith("fixtures/")) {
      return fixtures.resolve(name.substring("fixtures/".length()));
    }
    return files.resolve(name);
  }

  private void importFile(Map<String, Object> args, boolean imported) throws IOException {
    Path file = file(args);
    if (imported && !isRefusedOnPurpose(file)) {
      assertThat(tracker.importFromFile(file)).isTrue();
      diverged.clear();
    } else if (Files.exists(file)) {
      assertThatThrownBy(() -> tracker.importFromFile(file))
          .isInstanceOf(TrustFormatException.class)
          .hasMessageContaining(file.toString());
      if (imported) {
        diverged.add(null);
        refused++;
        equal--;
      }
    } else {
      assertThat(tracker.importFromFile(file)).isFalse();
    }
  }

  /** Documents without stats, which the ancestor takes for a state. */
  private static boolean isRefusedOnPurpose(Path file) throws IOException {
    return !object(PlainJson.parse(Files.readString(file))).containsKey("stats");
  }

  private void exportFile(Map<String, Object> args, Map<String, Object> content)
      throws IOException {
    tracker.exportToFile(file(args));
    Map<String, Object> written = object(PlainJson.parse(Files.readString(file(args))));
    removeKeysWithoutEvidence(written, content);
    if (diverged.isEmpty()) {
      for (String member : content.keySet()) {
        assertThat(written.get(member)).as(member).isEqualTo(content.get(member));
      }
    }
  }

  /** The ancestor writes a key of which nothing is known as an empty history, and not as a prior. */
  private static void removeKeysWithoutEvidence(
      Map<String, Object> written, Map<String, Object> content) {
    Map<String, Object> stats = object(content.get("stats"));
    object(content.get("timestamps"))
        .entrySet()
        .removeIf(
            history ->
                list(object(history.getValue()).get("times")).isEmpty()
                    && !stats.containsKey(history.getKey())
                    && List.of(1.0, 1.0).equals(object(written.get("stats")).remove(history.getKey())));
  }

  private void ask(String op, Map<String, Object> args, Map<String, Object> step) {
    String key = (String) args.get("key");
    Object expected = step.getOrDefault("uncached", step.get("result"));
    Object actual = answer(op, key, args, expected);
    if (diverged.contains(null) || diverged.contains(key) || key == null && !diverged.isEmpty()) {
      leftOut++;
    } else {
      assertThat(actual).isEqualTo(expected);
      equal++;
    }
  }

  private Object answer(String op, String key, Map<String, Object> args, Object expected) {
    return switch (op) {
      case "get_trust", "get_trust_uncached" -> tracker.getTrust(key);
      case "get_trust_batch" -> tracker.getTrustBatch(keys(args));
      case "get_stats" -> List.of(tracker.getStats(key).alpha(), tracker.getStats(key).beta());
      case "get_sample_size" -> Math.floor(tracker.getSampleSize(key));
      case "get_confidence_strength" -> tracker.getConfidenceStrength(key);
      case "get_time_since_update" -> timeSinceUpdate(key, (Double) expected);
      case "get_confidence_interval" -> bounds(interval(key, args));
      case "get_confidence_interval_batch" -> intervals(args);
      case "get_performance_stats" -> performance(object(expected));
      case "get_state" -> state(object(expected));
      default -> throw new IllegalArgumentException("unknown operation " + op);
    };
  }

  private static List<String> keys(Map<String, Object> args) {
    return list(args.get("keys")).stream().map(String.class::cast).toList();
  }

  private TrustInterval interval(String key, Map<String, Object> args) {
    return args.containsKey("z")
        ? tracker.getConfidenceInterval(key, (Double) args.get("z"))
        : tracker.getConfidenceInterval(key);
  }

  private Map<String, Object> intervals(Map<String, Object> args) {
    Map<String, Object> intervals = new LinkedHashMap<>();
    tracker
        .getConfidenceIntervalBatch(keys(args), (Double) args.getOrDefault("z", 1.96))
        .forEach((key, interval) -> intervals.put(key, bounds(interval)));
    return intervals;
  }

  private static List<Double> bounds(TrustInterval interval) {
    return List.of(interval.lower(), interval.upper());
  }

  /** The expected seconds, if the duration is theirs to the nanosecond. */
  private Double timeSinceUpdate(String key, double expected) {
    return tracker
        .getTimeSinceUpdate(key)
        .map(actual -> actual.equals(Times.between(0, expected)) ? expected : Double.NaN)
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Hits and misses depend on the cache's design, so that only their sum is compared. */
  private Map<String, Object> performance(Map<String, Object> expected) {
    PerformanceStats stats = tracker.getPerformanceStats();
    double asked = (Double) expected.get("cache_hits") + (Double) expected.get("cache_misses");
    assertThat((double) (stats.cacheHits() + stats.cacheMisses())).isEqualTo(asked);
    Map<String, Object> actual = new LinkedHashMap<>(expected);
    actual.put("single_updates", (double) stats.singleUpdates());
    actual.put("batch_operations", (double) stats.batchOperations());
    actual.put("batch_updates", (double) stats.batchUpdates());
    return actual;
  }

  /** The state as the trace writes it; a key without evidence may be missing from its stats. */
  private Map<String, Object> state(Map<String, Object> expected) {
    Map<String, Object> stats = new LinkedHashMap<>();
    Map<String, Object> lastUpdate = new LinkedHashMap<>();
    Map<String, Object> timestamps = new LinkedHashMap<>();
    for (String key : tracker.keys()) {
      BetaPosterior posterior = tracker.getStats(key);
      if (posterior.sampleSize() > 0 || object(expected.get("stats")).containsKey(key)) {
        stats.put(key, List.of(posterior.alpha(), posterior.beta()));
      }
      double last = tracker.lastUpdate(key);
      if (!Double.isNaN(last)) {
        lastUpdate.put(key, last);
      }
      TrustHistory history = tracker.getHistory(key);
      if (history.size() > 0 || object(expected.get("timestamps")).containsKey(key)) {
        timestamps.put(key, Map.of("times", boxed(history.times()), "values", boxed(history.values())));
      }
    }
    Map<String, Object> state = new LinkedHashMap<>(expected);
    state.put("stats", stats);
    state.put("last_update", lastUpdate);
    state.put("timestamps", timestamps);
    return state;
  }

  private static List<Double> boxed(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
