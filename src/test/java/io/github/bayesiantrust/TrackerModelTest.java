package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Long random sequences of all operations against a naive model: maps and lists, one thread, every
 * decay done at once for every key. Everything must be equal to the last bit.
 */
class TrackerModelTest {
  private static final int STEPS = 3_000;
  private static final int BATCH_SIZE = 6;
  private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "f");

  private final ManualClock clock = new ManualClock();

  static Stream<Setup> setups() {
    List<Setup> setups = new ArrayList<>();
    for (int history : new int[] {0, 3, 100}) {
      for (int cache : new int[] {0, 1, 2, 1024}) {
        setups.add(new Setup(1, 1, history, cache, 1000L + setups.size()));
        setups.add(new Setup(0.5, 2, history, cache, 1000L + setups.size()));
      }
    }
    return setups.stream();
  }

  @ParameterizedTest
  @MethodSource("setups")
  void anyOperations_longRandomSequence_sameAsTheNaiveModel(Setup setup) {
    Run run = new Run(setup);
    for (int step = 0; step < STEPS; step++) {
      String done = run.step();
      try {
        run.check();
        if (step % 50 == 0) {
          run.checkAll();
        }
      } catch (AssertionError e) {
        throw new AssertionError(setup + ", step " + step + ", after " + done, e);
      }
    }
    TrackerAssert.assertThat(run.tracker).withClockSetBack().isConsistent();
  }

  /** Its text, seed included, is the name of the test. */
  record Setup(double priorAlpha, double priorBeta, int history, int cache, long seed) {
    TrustConfig config(ManualClock clock) {
      return TrustConfig.builder()
          .prior(priorAlpha, priorBeta)
          .historyCapacity(history)
          .cacheCapacity(cache)
          .batchSize(BATCH_SIZE)
          .clock(clock)
          .build();
    }
  }

  /** The tracker and the model, driven by the same random choices. */
  private final class Run {
    private final Random random;
    private final BayesianTrustTracker tracker;
    private final Model model;
    private TrustSnapshot saved;
    private Map<String, Model.Key> savedKeys;

    Run(Setup setup) {
      random = new Random(setup.seed());
      tracker = new BayesianTrustTracker(setup.config(clock));
      model = new Model(setup);
      save();
    }

    String step() {
      moveClock();
      int kind = random.nextInt(100);
      if (kind < 60) {
        return evidence(kind);
      }
      return kind < 85 ? forget(kind) : replace(kind);
    }

    private void moveClock() {
      long millis = random.nextInt(2_000);
      clock.advance(Duration.ofMillis(random.nextInt(20) == 0 ? -millis : millis));
    }

    private String evidence(int kind) {
      String key = key();
      boolean success = random.nextBoolean();
      double weight = weight();
      if (kind < 20) {
        tracker.update(key, success, weight);
        model.update(key, success ? weight : 0, success ? 0 : weight);
        return "update";
      } else if (kind < 30) {
        double at = now() - random.nextInt(100) / 4.0;
        tracker.update(key, success, weight, Times.instant(at));
        model.updateAt(key, success ? weight : 0, success ? 0 : weight, at);
        return "update with time";
      } else if (kind < 36) {
        double outcome = random.nextInt(9) / 8.0;
        tracker.updateGraded(key, outcome, weight);
        model.update(key, weight * outcome, weight * (1 - outcome));
        return "updateGraded";
      } else if (kind < 42) {
        tracker.retract(key, success, weight);
        model.retract(key, success, weight);
        return "retract";
      } else if (kind < 55) {
        tracker.addPendingUpdate(key, success, weight);
        model.addPending(TrustUpdate.of(key, success, weight));
        return "addPendingUpdate";
      }
      List<TrustUpdate> batch = batch();
      tracker.batchUpdate(batch);
      model.batch(batch);
      return "batchUpdate";
    }

    private String forget(int kind) {
      double factor = 1 - random.nextInt(100) / 128.0;
      double minCount = random.nextInt(12);
      if (kind < 68) {
        String key = key();
        tracker.applyDecay(key, factor, minCount);
        model.decay(key, factor, minCount);
        return "applyDecay";
      } else if (kind < 80) {
        tracker.applyGlobalDecay(factor, minCount);
        KEYS.forEach(key -> model.decay(key, factor, minCount));
        return "applyGlobalDecay";
      }
      int entries = random.nextInt(6) * random.nextInt(6);
      tracker.purgeOldTimestamps(entries);
      model.purge(entries);
      return "purgeOldTimestamps";
    }

    private String replace(int kind) {
      if (kind < 88) {
        String key = key();
        assertThat(tracker.remove(key)).isEqualTo(model.keys.remove(key) != null);
        return "remove";
      } else if (kind < 92) {
        assertThat(tracker.flush()).isEqualTo(model.flush());
        return "flush";
      } else if (kind < 93) {
        tracker.clear();
        model.replaceBy(Map.of());
        return "clear";
      } else if (kind < 96) {
        save();
        return "snapshot";
      } else if (kind < 98) {
        tracker.restore(saved);
        model.replaceBy(savedKeys);
        return "restore";
      }
      tracker.merge(saved);
      model.merge(savedKeys);
      return "merge";
    }

    private void save() {
      saved = tracker.snapshot();
      model.flush();
      savedKeys = Model.copy(model.keys);
    }

    /** One key, so that others stay untouched while decays and purges pile up. */
    void check() {
      check(key());
    }

    void checkAll() {
      KEYS.forEach(this::check);
      assertThat(tracker.keys()).isEqualTo(model.keys.keySet()).hasSize(tracker.size());
      assertThat(tracker.pendingSize()).isEqualTo(model.pending.size());
      assertThat(tracker.rank(KEYS.size(), BetaPosterior::alpha))
          .isSortedAccordingTo((x, y) -> Double.compare(y.score(), x.score()))
          .hasSameSizeAs(model.keys.keySet());
    }

    private void check(String key) {
      Model.Key expected = model.keys.getOrDefault(key, model.unknown());
      double trust = expected.alpha / (expected.alpha + expected.beta);
      assertThat(tracker.getTrust(key)).isEqualTo(trust);
      assertThat(tracker.getTrust(key)).as("from the cache").isEqualTo(trust);
      assertThat(tracker.getStats(key))
          .isEqualTo(
              new BetaPosterior(
                  expected.alpha, expected.beta, model.priorAlpha, model.priorBeta));
      assertThat(tracker.contains(key)).isEqualTo(model.keys.containsKey(key));
      assertThat(tracker.lastUpdate(key)).isEqualTo(Double.valueOf(expected.last));
      assertThat(tracker.getHistory(key).times())
          .containsExactly(expected.history.stream().mapToDouble(entry -> entry[0]).toArray());
      assertThat(tracker.getHistory(key).values())
          .containsExactly(expected.history.stream().mapToDouble(entry -> entry[1]).toArray());
    }

    private String key() {
      return KEYS.get(random.nextInt(KEYS.size()));
    }

    private double weight() {
      return switch (random.nextInt(4)) {
        case 0 -> random.nextInt(3);
        case 1 -> random.nextInt(64) / 8.0;
        case 2 -> Math.exp(20 * random.nextGaussian());
        default -> random.nextDouble();
      };
    }

    private List<TrustUpdate> batch() {
      List<TrustUpdate> batch = new ArrayList<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        Double at = random.nextInt(4) == 0 ? now() - random.nextInt(50) / 2.0 : null;
        batch.add(
            new TrustUpdate(
                key(), random.nextBoolean(), weight(), at == null ? null : Times.instant(at)));
      }
      return batch;
    }
  }

  private double now() {
    return Times.epochSeconds(clock.instant());
  }

  /** What a tracker without half-life and bounds is to do, done the plainest way. */
  private final class Model {
    private final double priorAlpha;
    private final double priorBeta;
    private final int capacity;
    private final List<TrustUpdate> pending = new ArrayList<>();
    private Map<String, Key> keys = new TreeMap<>();

    Model(Setup setup) {
      priorAlpha = setup.priorAlpha();
      priorBeta = setup.priorBeta();
      capacity = setup.history();
    }

    static final class Key {
      double alpha;
      double beta;
      double last = Double.NaN;
      List<double[]> history = new ArrayList<>();

      /** Whether an outcome of the history came with its own time. */
      boolean timed;

      double newest() {
        return history.get(history.size() - 1)[0];
      }

      void keepNewest(int entries) {
        timed &= entries > 0;
        while (history.size() > entries) {
          history.remove(0);
        }
      }
    }

    Key unknown() {
      Key key = new Key();
      key.alpha = priorAlpha;
      key.beta = priorBeta;
      return key;
    }

    void update(String name, double successes, double failures) {
      Key key = count(name, successes, failures);
      key.last = now();
      boolean standsLast = !key.timed && !key.history.isEmpty() && key.newest() - 1 > now();
      record(key, standsLast ? key.history.size() : place(key, now()), now());
    }

    void updateAt(String name, double successes, double failures, double at) {
      Key key = count(name, successes, failures);
      key.last = Double.isNaN(key.last) ? at : Math.max(key.last, at);
      if (!key.timed) {
        key.history.sort((x, y) -> Double.compare(x[0], y[0]));
      }
      record(key, place(key, at), at);
      key.timed = capacity > 0;
    }

    private Key count(String name, double successes, double failures) {
      Key key = keys.computeIfAbsent(name, unused -> unknown());
      key.alpha += successes;
      key.beta += failures;
      return key;
    }

    private static int place(Key key, double at) {
      int place = key.history.size();
      while (place > 0 && key.history.get(place - 1)[0] > at) {
        place--;
      }
      return place;
    }

    private void record(Key key, int place, double at) {
      key.history.add(place, new double[] {at, key.alpha / (key.alpha + key.beta)});
      key.keepNewest(capacity);
    }

    void retract(String name, boolean success, double weight) {
      Key key = keys.getOrDefault(name, unknown());
      if (success) {
        key.alpha = Math.max(priorAlpha, key.alpha - weight);
      } else {
        key.beta = Math.max(priorBeta, key.beta - weight);
      }
    }

    void batch(List<TrustUpdate> updates) {
      for (TrustUpdate one : updates) {
        double successes = one.success() ? one.weight() : 0;
        double failures = one.success() ? 0 : one.weight();
        if (one.at() == null) {
          update(one.key(), successes, failures);
        } else {
          updateAt(one.key(), successes, failures, Times.epochSeconds(one.at()));
        }
      }
    }

    void addPending(TrustUpdate update) {
      pending.add(update);
      if (pending.size() == BATCH_SIZE) {
        flush();
      }
    }

    int flush() {
      int applied = pending.size();
      pending.stream()
          .map(TrustUpdate::key)
          .distinct()
          .forEach(key -> update(key, pendingSum(key, true), pendingSum(key, false)));
      pending.clear();
      return applied;
    }

    private double pendingSum(String key, boolean success) {
      double sum = 0;
      for (TrustUpdate update : pending) {
        sum += update.key().equals(key) && update.success() == success ? update.weight() : 0;
      }
      return sum;
    }

    void decay(String name, double factor, double minCount) {
      Key key = keys.getOrDefault(name, unknown());
      if (key.alpha + key.beta > minCount) {
        key.alpha = Math.max(priorAlpha, key.alpha * factor);
        key.beta = Math.max(priorBeta, key.beta * factor);
      }
    }

    void purge(int entries) {
      keys.values().forEach(key -> key.keepNewest(entries));
    }

    void replaceBy(Map<String, Key> other) {
      keys = copy(other);
      pending.clear();
    }

    void merge(Map<String, Key> other) {
      copy(other).forEach((name, theirs) -> keys.merge(name, theirs, this::merged));
    }

    private Key merged(Key ours, Key theirs) {
      ours.alpha += theirs.alpha - priorAlpha;
      ours.beta += theirs.beta - priorBeta;
      ours.last = Math.max(ours.last, theirs.last);
      boolean both = !ours.history.isEmpty() && !theirs.history.isEmpty();
      ours.history.addAll(theirs.history);
      if (both) {
        ours.history.sort(java.util.Arrays::compare);
      }
      ours.keepNewest(capacity);
      ours.timed = false;
      return ours;
    }

    static Map<String, Key> copy(Map<String, Key> keys) {
      Map<String, Key> copy = new TreeMap<>();
      keys.forEach(
          (name, key) -> {
            Key same = new Key();
            same.alpha = key.alpha;
            same.beta = key.beta;
            same.last = key.last;
            same.history = new ArrayList<>(key.history);
            copy.put(name, same);
          });
      return copy;
    }
  }
}
