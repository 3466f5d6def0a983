package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BayesianTrustTrackerTest {
  private static final double START = 1_750_000_000;

  private final ManualClock clock = new ManualClock();
  private final BayesianTrustTracker tracker = tracker(builder -> builder);

  private BayesianTrustTracker tracker(UnaryOperator<TrustConfig.Builder> settings) {
    return new BayesianTrustTracker(settings.apply(TrustConfig.builder().clock(clock)).build());
  }

  @AfterEach
  void trackerIsConsistent() {
    TrackerAssert.assertThat(tracker).isConsistent();
  }

  private static void assertShapes(
      BayesianTrustTracker tracker, String key, double alpha, double beta) {
    assertThat(tracker.getStats(key).alpha()).as("alpha of " + key).isEqualTo(alpha);
    assertThat(tracker.getStats(key).beta()).as("beta of " + key).isEqualTo(beta);
  }

  private void assertShapes(String key, double alpha, double beta) {
    assertShapes(tracker, key, alpha, beta);
  }

  /** All that can be seen of a tracker, as a text; the cache is read, too. */
  private static String state(BayesianTrustTracker tracker) {
    StringBuilder state = new StringBuilder(tracker.toString());
    for (String key : tracker.keys()) {
      TrustHistory history = tracker.getHistory(key);
      state.append('\n').append(key).append(tracker.getStats(key)).append(tracker.getTrust(key));
      state.append(tracker.lastUpdate(key)).append(Arrays.toString(history.times()));
      state.append(Arrays.toString(history.values()));
    }
    return state.toString();
  }

  // Instances

  @Test
  void getInstance_always_isOneInstanceOfItsOwn() {
    BayesianTrustTracker shared = BayesianTrustTracker.getInstance();
    String key = "BayesianTrustTrackerTest";
    shared.update(key, true);
    try {
      assertThat(BayesianTrustTracker.getInstance()).isSameAs(shared);
      assertThat(shared.contains(key)).isTrue();
      assertThat(new BayesianTrustTracker().contains(key)).isFalse();
      assertThat(tracker.contains(key)).isFalse();
    } finally {
      shared.remove(key);
    }
  }

  @Test
  void new_noConfiguration_isTheDefault() {
    BayesianTrustTracker byDefault = new BayesianTrustTracker();
    IntStream.range(0, 49).forEach(i -> byDefault.addPendingUpdate("a", true));
    assertThat(byDefault.pendingSize()).isEqualTo(49);
    byDefault.addPendingUpdate("a", true);
    assertThat(byDefault.pendingSize()).isZero();
    assertShapes(byDefault, "a", 51, 1);
  }

  @Test
  void toString_keysAndPending_areCounted() {
    tracker.update("a", true);
    tracker.addPendingUpdate("b", true);
    assertThat(tracker).hasToString("BayesianTrustTracker[keys=1, pending=1]");
  }

  // Arguments

  static Stream<Named<Consumer<BayesianTrustTracker>>> nullArguments() {
    return Stream.of(
        Named.of("update", t -> t.update(null, true)),
        Named.of("update weight", t -> t.update(null, true, 1)),
        Named.of("update at key", t -> t.update(null, true, 1, Instant.EPOCH)),
        Named.of("update at time", t -> t.update("a", true, 1, null)),
        Named.of("updateGraded", t -> t.updateGraded(null, 0.5, 1)),
        Named.of("updateGraded at key", t -> t.updateGraded(null, 0.5, 1, Instant.EPOCH)),
        Named.of("updateGraded at time", t -> t.updateGraded("a", 0.5, 1, null)),
        Named.of("removeIdle", t -> t.removeIdle(null)),
        Named.of("retract", t -> t.retract(null, true, 1)),
        Named.of("retract at key", t -> t.retract(null, true, 1, Instant.EPOCH)),
        Named.of("retract at time", t -> t.retract("a", true, 1, null)),
        Named.of("batchUpdate", t -> t.batchUpdate(null)),
        Named.of("batchUpdate element", t -> t.batchUpdate(oneGoodOneNull())),
        Named.of("addPendingUpdate", t -> t.addPendingUpdate(null, true)),
        Named.of("addPendingUpdate weight", t -> t.addPendingUpdate(null, true, 1)),
        Named.of("getTrust", t -> t.getTrust(null)),
        Named.of("getTrustBatch", t -> t.getTrustBatch(null)),
        Named.of("getTrustBatch element", t -> t.getTrustBatch(Arrays.asList("a", null))),
        Named.of("getConfidenceInterval", t -> t.getConfidenceInterval(null)),
        Named.of("getConfidenceInterval z", t -> t.getConfidenceInterval(null, 1)),
        Named.of("getConfidenceIntervalBatch", t -> t.getConfidenceIntervalBatch(null, 1)),
        Named.of("getStats", t -> t.getStats(null)),
        Named.of("getSampleSize", t -> t.getSampleSize(null)),
        Named.of("getConfidenceStrength", t -> t.getConfidenceStrength(null)),
        Named.of("getTimeSinceUpdate", t -> t.getTimeSinceUpdate(null)),
        Named.of("getHistory", t -> t.getHistory(null)),
        Named.of("rank", t -> t.rank(1, null)),
        Named.of("applyDecay", t -> t.applyDecay(null)),
        Named.of("applyDecay factor", t -> t.applyDecay(null, 0.5, 0)),
        Named.of("contains", t -> t.contains(null)),
        Named.of("remove", t -> t.remove(null)),
        Named.of("restore", t -> t.restore(null)),
        Named.of("merge", t -> t.merge(null)),
        Named.of("exportToFile", t -> unchecked(() -> t.exportToFile(null))),
        Named.of("importFromFile", t -> unchecked(() -> t.importFromFile(null))));
  }

  private static List<TrustUpdate> oneGoodOneNull() {
    return Arrays.asList(TrustUpdate.of("a", true), TrustUpdate.of("new", true), null);
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void unchecked(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("nullArguments")
  void anyMethod_null_isRefusedAndNothingChanges(Consumer<BayesianTrustTracker> call) {
    String before = someState();
    assertThatNullPointerException().isThrownBy(() -> call.accept(tracker));
    assertThat(state(tracker)).isEqualTo(before);
  }

  @Test
  void new_null_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> new BayesianTrustTracker(null));
  }

  private static final double[] NOT_WEIGHTS = {
    Double.NaN, -5, -Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };
  private static final double[] NOT_FACTORS = {
    Double.NaN, 0, -0.5, Math.nextUp(1.0), Double.POSITIVE_INFINITY
  };

  static Stream<Arguments> badNumbers() {
    Instant at = Instant.EPOCH;
    return Stream.of(
            bad("update", "weight", (t, x) -> t.update("a", true, x), NOT_WEIGHTS),
            bad("update at", "weight", (t, x) -> t.update("a", true, x, at), NOT_WEIGHTS),
            bad("updateGraded", "weight", (t, x) -> t.updateGraded("a", 0.5, x), NOT_WEIGHTS),
            bad("updateGraded", "outcome", (t, x) -> t.updateGraded("a", x, 1),
                Double.NaN, -Double.MIN_VALUE, Math.nextUp(1.0)),
            bad("updateGraded at", "weight", (t, x) -> t.updateGraded("a", 1, x, at), NOT_WEIGHTS),
            bad("updateGraded at", "outcome", (t, x) -> t.updateGraded("a", x, 1, at),
                Double.NaN, -Double.MIN_VALUE, Math.nextUp(1.0)),
            bad("retract", "weight", (t, x) -> t.retract("a", true, x), NOT_WEIGHTS),
            bad("retract at", "weight", (t, x) -> t.retract("a", true, x, at), NOT_WEIGHTS),
            bad("addPending", "weight", (t, x) -> t.addPendingUpdate("a", true, x), NOT_WEIGHTS),
            bad("interval", "z", (t, x) -> t.getConfidenceInterval("a", x), NOT_WEIGHTS),
            bad("intervals", "z", (t, x) -> t.getConfidenceIntervalBatch(List.of(), x),
                NOT_WEIGHTS),
            bad("applyDecay", "factor", (t, x) -> t.applyDecay("a", x, 0), NOT_FACTORS),
            bad("applyDecay", "minCount", (t, x) -> t.applyDecay("a", 0.5, x), NOT_WEIGHTS),
            bad("applyDecay unknown", "factor", (t, x) -> t.applyDecay("new", x, 0), NOT_FACTORS),
            bad("globalDecay", "factor", (t, x) -> t.applyGlobalDecay(x, 0), NOT_FACTORS),
            bad("globalDecay", "minCount", (t, x) -> t.applyGlobalDecay(0.5, x), NOT_WEIGHTS),
            bad("purge", "maxHistory", (t, x) -> t.purgeOldTimestamps(x.intValue()), -1),
            bad("rank", "limit", (t, x) -> t.rank(x.intValue(), BetaPosterior::mean), -1))
        .flatMap(arguments -> arguments);
  }

  private static Stream<Arguments> bad(
      String call, String name, BiConsumer<BayesianTrustTracker, Double> action, double... values) {
    return DoubleStream.of(values).mapToObj(x -> Arguments.of(call, name, x, action));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("badNumbers")
  void anyMethod_numberOutsideItsRange_isRefusedByNameAndNothingChanges(
      String call, String name, double value, BiConsumer<BayesianTrustTracker, Double> action) {
    String before = someState();
    String shown = Double.toString(value).replaceFirst("\\.0$", "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> action.accept(tracker, value))
        .withMessageContainingAll(name, "is " + shown);
    assertThat(state(tracker)).isEqualTo(before);
  }

  private String someState() {
    tracker.update("a", true, 7);
    tracker.update("b", false, 0.5);
    tracker.addPendingUpdate("a", false);
    return state(tracker);
  }

  // Unknown keys

  @Test
  void anyAnswer_unknownKey_isThePriorAndCreatesNothing() {
    BayesianTrustTracker other = tracker(builder -> builder.prior(3, 1));
    BetaPosterior prior = new BetaPosterior(3, 1, 3, 1);
    assertThat(other.getTrust("x")).isEqualTo(0.75);
    assertThat(other.getTrust("x")).isEqualTo(0.75);
    assertThat(other.getStats("x")).isEqualTo(prior);
    assertThat(other.getTrustBatch(List.of("x"))).containsExactly(Map.entry("x", 0.75));
    assertThat(other.getSampleSize("x")).isZero();
    assertThat(other.getConfidenceStrength("x")).isEqualTo(1 / (1 + Math.exp(1)));
    assertThat(other.getConfidenceInterval("x")).isEqualTo(prior.normalApproximation(1.96));
    assertThat(other.getTimeSinceUpdate("x")).isEmpty();
    assertThat(other.getHistory("x").size()).isZero();
    assertThat(other.contains("x")).isFalse();
    assertThat(other.size()).isZero();
    assertThat(other.keys()).isEmpty();
    assertThat(other.snapshot().keys()).isEmpty();
  }

  @Test
  void anyChangeButEvidence_unknownKey_staysUnknown() {
    tracker.applyDecay("x");
    tracker.applyDecay("x", 0.5, 0);
    tracker.retract("x", true, 1);
    tracker.retract("x", true, 1, Instant.EPOCH);
    tracker.applyGlobalDecay();
    tracker.purgeOldTimestamps();
    tracker.addPendingUpdate("x", true);
    assertThat(tracker.remove("x")).isFalse();
    assertThat(tracker.keys()).isEmpty();
  }

  // Evidence

  @Test
  void update_outcomes_countOnTheirSide() {
    tracker.update("a", true);
    tracker.update("a", true, 2.5);
    tracker.update("a", false, 0.25);
    assertShapes("a", 4.5, 1.25);
    assertThat(tracker.getTrust("a")).isEqualTo(4.5 / 5.75);
    assertThat(tracker.getSampleSize("a")).isEqualTo(3.75);
  }

  @Test
  void update_priorOfItsOwn_startsThere() {
    BayesianTrustTracker other = tracker(builder -> builder.prior(0.5, 2));
    other.update("a", false);
    assertShapes(other, "a", 0.5, 3);
    assertThat(other.getStats("a").failures()).isEqualTo(1);
    TrackerAssert.assertThat(other).isConsistent();
  }

  @Test
  void update_weightZero_makesTheKeyKnownAtThePrior() {
    tracker.update("a", true, 0);
    tracker.update("b", true, -0.0);
    assertShapes("a", 1, 1);
    assertShapes("b", 1, 1);
    assertThat(tracker.keys()).containsExactly("a", "b");
    assertThat(tracker.getHistory("a").values()).containsExactly(0.5);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.MIN_VALUE, 1e300, Double.MAX_VALUE})
  void update_extremeWeights_keepTrustFiniteAndOrdered(double weight) {
    double last = 0;
    for (boolean success : new boolean[] {true, true, true, false, false, false, true}) {
      tracker.update("a", success, weight);
      double trust = tracker.getTrust("a");
      assertThat(trust).isBetween(0.0, 1.0);
      assertThat(last <= trust || !success).as("success never lowers trust").isTrue();
      last = trust;
      TrackerAssert.assertThat(tracker).isConsistent();
    }
    assertThat(last).isBetween(0.25, 0.75);
  }

  @Test
  void update_eventTimesOutOfOrder_historyIsSortedAndTheLatestCounts() {
    tracker.update("a", true, 1, Times.instant(START - 10));
    tracker.update("a", true, 1, Times.instant(START - 30));
    tracker.update("a", false, 1, Times.instant(START - 20));
    tracker.update("a", false, 2, Times.instant(START - 20));
    TrustHistory history = tracker.getHistory("a");
    assertThat(history.times()).containsExactly(START - 30, START - 20, START - 20, START - 10);
    assertThat(history.values()).containsExactly(3 / 4.0, 3 / 5.0, 3 / 7.0, 2 / 3.0);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ofSeconds(10));
  }

  @Test
  void update_eventInTheFuture_timeSinceUpdateIsZero() {
    tracker.update("a", true, 1, Times.instant(START + 60));
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ZERO);
  }

  @Test
  void update_endsOfTime_areTaken() {
    tracker.update("a", true, 1, Instant.MAX);
    tracker.update("b", true, 1, Instant.MIN);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ZERO);
    assertThat(tracker.getTimeSinceUpdate("b").orElseThrow()).isGreaterThan(Duration.ofDays(1));
  }

  @Test
  void getTimeSinceUpdate_timePasses_grows() {
    tracker.update("a", true);
    clock.advance(Duration.ofMillis(1_500));
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ofMillis(1_500));
    tracker.applyDecay("a", 0.5, 0);
    tracker.retract("a", true, 1);
    tracker.addPendingUpdate("a", true);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ofMillis(1_500));
    tracker.update("a", true, 0);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ZERO);
  }

  @Test
  void updateGraded_outcomes_splitTheWeight() {
    tracker.updateGraded("a", 0.25, 8);
    assertShapes("a", 3, 7);
    tracker.updateGraded("a", 1, 2);
    tracker.updateGraded("a", 0, 4);
    assertShapes("a", 5, 11);
    assertThat(tracker.getHistory("a").values()).containsExactly(0.3, 5 / 12.0, 5 / 16.0);
  }

  @Test
  void retract_earlierUpdate_takesItsEvidenceBackOnly() {
    tracker.update("a", true, 3);
    tracker.update("a", false, 2);
    clock.advance(Duration.ofSeconds(1));
    tracker.retract("a", true, 3);
    assertShapes("a", 1, 3);
    tracker.retract("a", false, 0.5, clock.instant());
    assertShapes("a", 1, 2.5);
    assertThat(tracker.getHistory("a").values()).containsExactly(0.8, 4 / 7.0);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ofSeconds(1));
  }

  @Test
  void retract_moreThanThereIs_stopsAtThePrior() {
    tracker.update("a", true, 3);
    tracker.update("a", false, 2);
    tracker.retract("a", true, Double.MAX_VALUE);
    tracker.retract("a", false, 2.5);
    assertShapes("a", 1, 1);
    assertThat(tracker.contains("a")).isTrue();
  }

  // Batches

  @Test
  void batchUpdate_updates_eachCountsInOrder() {
    Instant earlier = Times.instant(START - 5);
    tracker.batchUpdate(
        List.of(
            TrustUpdate.of("a", true),
            TrustUpdate.of("b", false, 2),
            TrustUpdate.of("a", false, 2),
            new TrustUpdate("b", true, 1, earlier)));
    assertShapes("a", 2, 3);
    assertShapes("b", 2, 3);
    assertThat(tracker.getHistory("a").values()).containsExactly(2 / 3.0, 0.4);
    assertThat(tracker.getHistory("a").times()).containsExactly(START, START);
    assertThat(tracker.getHistory("b").times()).containsExactly(START - 5, START);
  }

  @Test
  void batchUpdate_nothing_changesNothing() {
    String before = someState();
    tracker.batchUpdate(List.of());
    assertThat(state(tracker)).isEqualTo(before);
  }

  // Pending updates

  @Test
  void addPendingUpdate_belowTheBatchSize_noAnswerShowsIt() {
    tracker.addPendingUpdate("a", true);
    tracker.addPendingUpdate("a", false, 3);
    assertThat(tracker.pendingSize()).isEqualTo(2);
    assertThat(tracker.getTrust("a")).isEqualTo(0.5);
    assertThat(tracker.contains("a")).isFalse();
  }

  @Test
  void flush_pendingUpdates_oneHistoryEntryPerKey() {
    tracker.addPendingUpdate("a", true, 0.5);
    tracker.addPendingUpdate("b", false);
    tracker.addPendingUpdate("a", false, 3);
    clock.advance(Duration.ofSeconds(2));
    assertThat(tracker.flush()).isEqualTo(3);
    assertShapes("a", 1.5, 4);
    assertThat(tracker.getHistory("a").values()).containsExactly(1.5 / 5.5);
    assertThat(tracker.getHistory("a").times()).containsExactly(START + 2);
    assertThat(tracker.getTrust("b")).isEqualTo(1 / 3.0);
    assertThat(tracker.flush()).isZero();
    assertShapes("a", 1.5, 4);
  }

  @Test
  void addPendingUpdate_batchSizeReached_flushes() {
    BayesianTrustTracker small = tracker(builder -> builder.batchSize(3));
    for (int i = 1; i <= 7; i++) {
      small.addPendingUpdate("a", true);
      assertThat(small.pendingSize()).isEqualTo(i % 3);
      assertThat(small.getSampleSize("a")).isEqualTo(i - i % 3);
    }
    assertThat(small.getHistory("a").size()).isEqualTo(2);
  }

  @Test
  void flush_clockFails_keepsWhatWaits() {
    AtomicBoolean fails = new AtomicBoolean();
    Clock unsteady =
        new ManualClock() {
          @Override
          public Instant instant() {
            if (fails.get()) {
              throw new IllegalStateException("no time");
            }
            return super.instant();
          }
        };
    BayesianTrustTracker other = tracker(builder -> builder.clock(unsteady));
    other.addPendingUpdate("a", true);
    fails.set(true);
    assertThatThrownBy(other::flush).isInstanceOf(IllegalStateException.class);
    fails.set(false);
    assertThat(other.flush()).isEqualTo(1);
    assertShapes(other, "a", 2, 1);
  }

  @Test
  void snapshot_pendingUpdates_areInIt() {
    tracker.addPendingUpdate("a", true, 2);
    assertThat(tracker.snapshot().posterior("a").alpha()).isEqualTo(3);
    assertThat(tracker.pendingSize()).isZero();
  }

  static Stream<Named<Consumer<BayesianTrustTracker>>> droppers() {
    TrustSnapshot empty = new BayesianTrustTracker().snapshot();
    return Stream.of(
        Named.of("clear", BayesianTrustTracker::clear),
        Named.of("restore", t -> t.restore(empty)));
  }

  @ParameterizedTest
  @MethodSource("droppers")
  void flush_stateReplacedBefore_appliesNothing(Consumer<BayesianTrustTracker> replace) {
    someState();
    replace.accept(tracker);
    assertThat(tracker.pendingSize()).isZero();
    assertThat(tracker.flush()).isZero();
    assertThat(tracker.keys()).isEmpty();
  }

  // Answers

  @Test
  void getTrustBatch_keys_unmodifiableMapInTheirOrder() {
    tracker.update("b", true);
    Map<String, Double> trust = tracker.getTrustBatch(List.of("x", "b", "x"));
    assertThat(trust).containsExactly(Map.entry("x", 0.5), Map.entry("b", 2 / 3.0));
    assertThatThrownBy(trust::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThat(tracker.getTrustBatch(List.of())).isEmpty();
    assertThat(tracker.getTrust("b")).isEqualTo(2 / 3.0);
  }

  @Test
  void getConfidenceInterval_z_isPlusMinusClipped() {
    tracker.update("a", true, 6);
    tracker.update("a", false, 8);
    // p = 7/16, p(1-p)/16 = (63/256)/16
    double deviation = Math.sqrt(7 / 16.0 * (9 / 16.0) / 16);
    assertThat(tracker.getConfidenceInterval("a", 2))
        .isEqualTo(new TrustInterval(7 / 16.0 - 2 * deviation, 7 / 16.0 + 2 * deviation));
    assertThat(tracker.getConfidenceInterval("a"))
        .isEqualTo(tracker.getConfidenceInterval("a", 1.96));
    assertThat(tracker.getConfidenceInterval("a", 0))
        .isEqualTo(new TrustInterval(7 / 16.0, 7 / 16.0));
    assertThat(tracker.getConfidenceInterval("a", 1e9)).isEqualTo(new TrustInterval(0, 1));
    assertThat(tracker.getConfidenceInterval("a", Double.MAX_VALUE))
        .isEqualTo(new TrustInterval(0, 1));
  }

  @Test
  void getConfidenceInterval_configuredZ_isUsed() {
    BayesianTrustTracker other = tracker(builder -> builder.z(1));
    assertThat(other.getConfidenceInterval("a")).isEqualTo(other.getConfidenceInterval("a", 1));
  }

  @Test
  void getConfidenceIntervalBatch_keys_eachAsAlone() {
    tracker.update("b", true, 5);
    Map<String, TrustInterval> intervals =
        tracker.getConfidenceIntervalBatch(List.of("x", "b"), 1.5);
    assertThat(intervals)
        .containsExactly(
            Map.entry("x", tracker.getConfidenceInterval("x", 1.5)),
            Map.entry("b", tracker.getConfidenceInterval("b", 1.5)));
  }

  @Test
  void getConfidenceStrength_evidence_isLogistic() {
    tracker.update("a", true, 10);
    assertThat(tracker.getConfidenceStrength("a")).isEqualTo(0.5);
    tracker.update("a", false, 20);
    assertThat(tracker.getConfidenceStrength("a")).isEqualTo(1 / (1 + Math.exp(-0.1 * 20)));
    BayesianTrustTracker steep =
        tracker(builder -> builder.strengthSlope(2).strengthMidpoint(1));
    steep.update("a", true, 3);
    assertThat(steep.getConfidenceStrength("a")).isEqualTo(1 / (1 + Math.exp(-4)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 8})
  void getHistory_moreUpdatesThanCapacity_keepsTheNewest(int capacity) {
    BayesianTrustTracker other = tracker(builder -> builder.historyCapacity(capacity));
    IntStream.range(0, 8).forEach(i -> other.update("a", true));
    double[] newest =
        IntStream.rangeClosed(9 - capacity, 8).mapToDouble(n -> (n + 1.0) / (n + 2.0)).toArray();
    assertThat(other.getHistory("a").values()).containsExactly(newest);
    TrackerAssert.assertThat(other).isConsistent();
  }

  @Test
  void getHistory_updateLater_isACopy() {
    tracker.update("a", true);
    TrustHistory before = tracker.getHistory("a");
    tracker.update("a", true);
    assertThat(before.size()).isEqualTo(1);
  }

  // Ranking

  @Test
  void rank_scores_bestFirstTiesByKey() {
    tracker.update("low", false, 3);
    tracker.update("tie2", true, 2);
    tracker.update("tie1", true, 2);
    tracker.update("high", true, 9);
    assertThat(ranked(10, BetaPosterior::mean)).containsExactly("high", "tie1", "tie2", "low");
    assertThat(ranked(2, BetaPosterior::mean)).containsExactly("high", "tie1");
    assertThat(ranked(0, BetaPosterior::mean)).isEmpty();
    assertThat(ranked(10, posterior -> -posterior.mean()))
        .containsExactly("low", "tie1", "tie2", "high");
  }

  @Test
  void rank_scoreNaN_isLeftOut() {
    tracker.update("a", true);
    tracker.update("b", false);
    assertThat(ranked(9, p -> p.mean() > 0.5 ? Double.NaN : p.mean())).containsExactly("b");
  }

  @Test
  void rank_entry_hasPosteriorAndScore() {
    tracker.update("a", true, 2);
    RankedKey best = tracker.rank(1, BetaPosterior::sampleSize).get(0);
    assertThat(best).isEqualTo(new RankedKey("a", new BetaPosterior(3, 1, 1, 1), 2));
  }

  @Test
  void rank_scoreThrows_trackerGoesOn() {
    tracker.update("a", true);
    RuntimeException thrown = new IllegalStateException("score");
    ToDoubleFunction<BetaPosterior> score =
        posterior -> {
          throw thrown;
        };
    assertThatThrownBy(() -> tracker.rank(1, score)).isSameAs(thrown);
    tracker.update("a", true);
    assertThat(ranked(1, BetaPosterior::mean)).containsExactly("a");
  }

  @Test
  void rankWorst_scores_worstFirstAndTiesByKey() {
    tracker.update("bad", false, 9);
    tracker.update("tie-b", true, 2);
    tracker.update("tie-a", true, 2);
    tracker.update("good", true, 20);
    assertThat(tracker.rankWorst(3, BetaPosterior::mean).stream().map(RankedKey::key))
        .containsExactly("bad", "tie-a", "tie-b");
    assertThat(tracker.rankWorst(1, BetaPosterior::mean).get(0).score()).isEqualTo(1 / 11.0);
    assertThat(tracker.rankWorst(0, BetaPosterior::mean)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.rankWorst(-1, BetaPosterior::mean));
    assertThatNullPointerException().isThrownBy(() -> tracker.rankWorst(1, null));
  }

  /** From a prior that expects failures too, 5 of 5 is not enough for the first place. */
  @Test
  void rank_lowerBound_putsMuchEvidenceAboveLittle() {
    BayesianTrustTracker sceptic = tracker(builder -> builder.prior(2, 2));
    for (BayesianTrustTracker each : List.of(tracker, sceptic)) {
      each.update("5 of 5", true, 5);
      each.update("45 of 64", true, 45);
      each.update("45 of 64", false, 19);
    }
    assertThat(first(sceptic, posterior -> posterior.lowerBound(0.95))).isEqualTo("45 of 64");
    assertThat(first(sceptic, BetaPosterior::mean)).isEqualTo("5 of 5");
    assertThat(first(tracker, posterior -> posterior.lowerBound(0.975))).isEqualTo("45 of 64");
    assertThat(first(tracker, posterior -> posterior.lowerBound(0.95))).isEqualTo("5 of 5");
  }

  private static String first(BayesianTrustTracker tracker, ToDoubleFunction<BetaPosterior> score) {
    return tracker.rank(1, score).get(0).key();
  }

  // Choice

  @Test
  void choose_manyTimes_eachKeyAsOftenAsItIsTheBest() {
    tracker.update("good", true, 5);
    tracker.update("bad", false, 2);
    RandomGenerator random = new SplittableRandom(9);
    int good = 0;
    for (int i = 0; i < 20_000; i++) {
      good += tracker.choose(List.of("good", "bad"), random).equals("good") ? 1 : 0;
    }
    double expected = tracker.getStats("good").probabilityGreaterThan(tracker.getStats("bad"));
    assertThat(good / 20_000.0).isCloseTo(expected, within(0.006));
    assertThat(expected).as("the other one keeps a chance").isBetween(0.9, 0.99);
  }

  @Test
  void choose_sameSeed_sameChoicesInAnyOrder() {
    List.of("a", "b").forEach(key -> tracker.update(key, true));
    RandomGenerator one = new SplittableRandom(2);
    RandomGenerator other = new SplittableRandom(2);
    for (int i = 0; i < 50; i++) {
      assertThat(tracker.choose(List.of("a", "b", "unknown"), one))
          .isEqualTo(tracker.choose(List.of("unknown", "b", "a", "b"), other));
    }
    assertThat(tracker.contains("unknown")).isFalse();
    assertThat(tracker.choose(List.of("unknown"), one)).isEqualTo("unknown");
  }

  @Test
  void choose_badArguments_areRefused() {
    RandomGenerator random = new SplittableRandom(1);
    assertThatNullPointerException().isThrownBy(() -> tracker.choose(null, random));
    assertThatNullPointerException().isThrownBy(() -> tracker.choose(List.of("a"), null));
    assertThatNullPointerException()
        .isThrownBy(() -> tracker.choose(Arrays.asList("a", null), random));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.choose(List.of(), random))
        .withMessageContaining("keys");
  }

  private List<String> ranked(int limit, ToDoubleFunction<BetaPosterior> score) {
    return tracker.rank(limit, score).stream().map(RankedKey::key).toList();
  }

  // Decay

  @Test
  void applyDecay_atOrBelowMinCount_changesNothing() {
    tracker.update("a", true, 3);
    tracker.applyDecay("a");
    assertShapes("a", 4, 1);
    tracker.applyDecay("a", 0.5, 5);
    assertShapes("a", 4, 1);
    tracker.applyDecay("a", 0.5, Math.nextDown(5.0));
    assertShapes("a", 2, 1);
  }

  @Test
  void applyDecay_belowThePrior_isClampedPerSide() {
    tracker.update("a", true, 15);
    tracker.update("a", false, 1);
    tracker.applyDecay("a", 0.25, 5);
    assertShapes("a", 4, 1);
    tracker.applyDecay("a", Double.MIN_VALUE, 0);
    assertShapes("a", 1, 1);
  }

  @Test
  void applyDecay_factorOne_changesNothing() {
    String before = someState();
    tracker.applyDecay("a", 1, 0);
    assertThat(state(tracker)).isEqualTo(before);
  }

  @Test
  void applyDecay_configuredDefaults_areUsed() {
    BayesianTrustTracker other = tracker(builder -> builder.decayFactor(0.5).decayMinCount(7));
    other.update("a", true, 5);
    other.update("b", true, 6);
    other.applyDecay("a");
    other.applyDecay("b");
    assertShapes(other, "a", 6, 1);
    assertShapes(other, "b", 3.5, 1);
    other.applyGlobalDecay(1, 0);
    other.update("b", true, 4.5);
    other.applyGlobalDecay();
    assertShapes(other, "a", 6, 1);
    assertShapes(other, "b", 4, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void applyGlobalDecay_betweenTouches_equalsApplyDecayOnEachKey(int seed) {
    BayesianTrustTracker single = tracker(builder -> builder);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      String key = "k" + random.nextInt(8);
      double weight = 40 * random.nextDouble();
      for (BayesianTrustTracker each : List.of(tracker, single)) {
        each.update(key, weight > 15, weight);
      }
      for (int i = random.nextInt(30); i > 0; i--) {
        double factor = 1 - random.nextDouble() / 16;
        double minCount = random.nextInt(12);
        tracker.applyGlobalDecay(factor, minCount);
        single.keys().forEach(each -> single.applyDecay(each, factor, minCount));
      }
    }
    assertThat(state(tracker)).as("seed " + seed).isEqualTo(state(single));
  }

  @Test
  void applyGlobalDecay_thousandsWhileAKeyIsIdle_equalsApplyDecayOnEachKey() {
    BayesianTrustTracker single = tracker(builder -> builder);
    tracker.update("idle", true, 1e9);
    single.update("idle", true, 1e9);
    for (int i = 0; i < 5_000; i++) {
      double factor = 1 - 1.0 / (200 + i);
      tracker.applyGlobalDecay(factor, 2);
      single.applyDecay("idle", factor, 2);
    }
    assertThat(state(tracker)).isEqualTo(state(single));
  }

  @Test
  void applyGlobalDecay_every128th_reachesIdleKeys() {
    tracker.update("idle", true, 1e9);
    BetaStats idle = tracker.current("idle");
    double before = idle.alpha;
    while (tracker.appendedEpochs() % 128 != 127) {
      tracker.applyGlobalDecay();
    }
    assertThat(idle.alpha).as("untouched").isEqualTo(before);
    tracker.applyGlobalDecay();
    assertThat(idle.alpha).isLessThan(before / 2);
    assertThat(idle.alpha).isEqualTo(tracker.getStats("idle").alpha());
  }

  @Test
  void applyGlobalDecay_keyBornLater_isNotDecayed() {
    tracker.update("old", true, 7);
    tracker.applyGlobalDecay(0.5, 0);
    tracker.update("new", true, 7);
    assertShapes("old", 4, 1);
    assertShapes("new", 8, 1);
    tracker.remove("old");
    tracker.applyGlobalDecay(0.5, 0);
    tracker.update("old", true, 7);
    assertShapes("old", 8, 1);
  }

  // Purge

  @Test
  void purgeOldTimestamps_numbers_keepTheNewest() {
    BayesianTrustTracker other = tracker(builder -> builder.historyCapacity(300));
    for (int i = 0; i < 250; i++) {
      other.update("long", true);
    }
    other.update("short", true);
    other.purgeOldTimestamps();
    assertThat(other.getHistory("long").size()).isEqualTo(100);
    other.purgeOldTimestamps(2);
    assertThat(other.getHistory("long").values()).containsExactly(250 / 251.0, 251 / 252.0);
    assertThat(other.getHistory("short").size()).isEqualTo(1);
    other.purgeOldTimestamps(0);
    assertThat(other.getHistory("long").size()).isZero();
    assertThat(other.getHistory("short").size()).isZero();
    assertShapes(other, "long", 251, 1);
    other.update("long", false);
    assertThat(other.getHistory("long").values()).containsExactly(251 / 253.0);
  }

  // Keys

  @Test
  void keys_changedByTheCaller_areACopyInOrder() {
    List.of("b", "c", "a").forEach(key -> tracker.update(key, true));
    Collection<String> keys = tracker.keys();
    assertThat(keys).containsExactly("a", "b", "c");
    keys.remove("a");
    assertThat(tracker.keys()).containsExactly("a", "b", "c");
    assertThat(tracker.size()).isEqualTo(3);
  }

  @Test
  void removeIdle_someIdle_thoseGoAndAreCounted() throws IOException {
    for (String key : List.of("a", "b", "c", "d")) {
      tracker.update(key, true);
      clock.advance(Duration.ofMinutes(1));
    }
    tracker.update("a", false, 1, clock.instant().plusSeconds(60));
    tracker.retract("b", true, 1);
    tracker.applyGlobalDecay();
    assertThat(tracker.removeIdle(Duration.ofHours(1))).isZero();
    assertThat(tracker.removeIdle(Duration.ofMinutes(2))).isEqualTo(2);
    assertThat(tracker.keys()).containsExactly("a", "d");
    assertThat(tracker.removeIdle(Duration.ZERO)).isEqualTo(1);
    assertThat(tracker.keys()).containsExactly("a");
    assertThat(tracker.removeIdle(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))).isZero();
    clock.advance(Duration.ofDays(1));
    assertThat(tracker.removeIdle(Duration.ZERO)).isEqualTo(1);
    assertThat(tracker.size()).isZero();
  }

  @Test
  void removeIdle_negativeDuration_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.removeIdle(Duration.ofNanos(-1)))
        .withMessageContainingAll("idle", "PT-0.000000001S");
  }

  @Test
  void removeIdle_keyImportedWithoutATime_stays() throws IOException {
    tracker.restore(TrustSnapshot.read("{\"stats\":{\"a\":[2,1]}}".getBytes(UTF_8)));
    assertThat(tracker.removeIdle(Duration.ZERO)).isZero();
    assertThat(tracker.contains("a")).isTrue();
  }

  @Test
  void getHistory_timesInAnyOrder_isSorted() {
    tracker.update("a", true, 1, clock.instant().plusSeconds(5));
    tracker.update("a", true);
    tracker.updateGraded("a", 0.5, 1, clock.instant().minusSeconds(5));
    clock.advance(Duration.ofSeconds(2));
    tracker.update("a", true);
    clock.advance(Duration.ofSeconds(-1));
    tracker.update("a", true);
    double now = Times.epochSeconds(clock.instant());
    assertThat(tracker.getHistory("a").times())
        .containsExactly(now - 6, now - 1, now, now + 1, now + 4);
  }

  @Test
  void getHistory_clockSetBack_isInTheOrderOfCountingUntilAnOutcomeHasItsOwnTime() {
    tracker.update("a", true);
    clock.advance(Duration.ofSeconds(-5));
    tracker.update("a", false);
    clock.advance(Duration.ofSeconds(7));
    tracker.update("a", false);
    double now = Times.epochSeconds(clock.instant());
    assertThat(tracker.getHistory("a").times()).containsExactly(now - 2, now - 7, now);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ZERO);
    tracker.update("a", true, 1, clock.instant().minusSeconds(4));
    assertThat(tracker.getHistory("a").times()).containsExactly(now - 7, now - 4, now - 2, now);
  }

  @Test
  void remove_knownKey_forgetsAllOfIt() {
    String other = "other";
    tracker.update("a", true, 5);
    tracker.update(other, true, 5);
    tracker.getTrust("a");
    tracker.addPendingUpdate("a", false);
    assertThat(tracker.remove("a")).isTrue();
    assertThat(tracker.remove("a")).isFalse();
    assertThat(tracker.keys()).containsExactly(other);
    assertThat(tracker.getTrust("a")).isEqualTo(0.5);
    assertThat(tracker.getHistory("a").size()).isZero();
    assertThat(tracker.getTimeSinceUpdate("a")).isEmpty();
    assertThat(tracker.flush()).as("waits still").isEqualTo(1);
    assertShapes("a", 1, 2);
  }

  @Test
  void clear_someState_forgetsAll() {
    someState();
    tracker.clear();
    assertThat(tracker.size()).isZero();
    assertThat(tracker.contains("a")).isFalse();
    assertThat(tracker.getTrust("a")).isEqualTo(0.5);
    assertThat(tracker.rank(9, BetaPosterior::mean)).isEmpty();
    tracker.update("a", false);
    assertShapes("a", 1, 2);
  }

  // Snapshots

  @Test
  void restore_snapshot_replacesTheState() {
    tracker.update("a", true, 3);
    TrustSnapshot snapshot = tracker.snapshot();
    String before = state(tracker);
    tracker.update("a", false);
    tracker.update("b", false);
    tracker.applyGlobalDecay(0.5, 0);
    tracker.restore(snapshot);
    assertThat(state(tracker)).isEqualTo(before);
    assertThat(snapshot.keys()).as("immutable").containsExactly("a");
  }

  @Test
  void restore_evidenceAtItsBound_sameToTheLastBit() {
    BayesianTrustTracker bounded = tracker(builder -> builder.maxEvidence(0.7).prior(0.3, 0.9));
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      bounded.update("a", random.nextBoolean(), random.nextDouble());
      BetaPosterior before = bounded.getStats("a");
      bounded.restore(bounded.snapshot());
      assertThat(bounded.getStats("a")).as("step %d", i).isEqualTo(before);
    }
  }

  @Test
  void merge_snapshot_addsItsEvidence() {
    BayesianTrustTracker other = tracker(builder -> builder);
    other.update("a", true, 3);
    other.update("b", false, 2);
    clock.advance(Duration.ofSeconds(1));
    tracker.update("a", false, 4);
    tracker.merge(other.snapshot());
    assertShapes("a", 4, 5);
    assertShapes("b", 1, 3);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ZERO);
    assertThat(tracker.getTimeSinceUpdate("b")).contains(Duration.ofSeconds(1));
    assertThat(tracker.getHistory("a").times()).containsExactly(START, START + 1);
  }

  // Performance statistics

  @Test
  void getPerformanceStats_off_countsNothing() {
    someState();
    tracker.getTrust("a");
    tracker.flush();
    assertThat(tracker.getPerformanceStats())
        .isEqualTo(new PerformanceStats(0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void getPerformanceStats_on_countsEachOperation() {
    tracker.enablePerformanceStats(true);
    tracker.update("a", true);
    tracker.update("a", true, 1, Instant.EPOCH);
    tracker.updateGraded("a", 0.5, 1);
    tracker.retract("a", true, 1);
    tracker.batchUpdate(List.of(TrustUpdate.of("a", true), TrustUpdate.of("b", true)));
    tracker.batchUpdate(List.of(TrustUpdate.of("a", true)));
    tracker.batchUpdate(List.of());
    tracker.addPendingUpdate("a", true);
    tracker.addPendingUpdate("a", true);
    tracker.flush();
    tracker.flush();
    tracker.getTrust("a");
    tracker.getTrust("a");
    tracker.getTrustBatch(List.of("a", "unknown"));
    PerformanceStats counted = tracker.getPerformanceStats();
    assertThat(counted).isEqualTo(new PerformanceStats(4, 2, 3, 1, 2, 3, 1));
    tracker.enablePerformanceStats(false);
    tracker.update("a", true);
    assertThat(tracker.getPerformanceStats()).as("kept").isEqualTo(counted);
    tracker.resetPerformanceStats();
    assertThat(tracker.getPerformanceStats())
        .isEqualTo(new PerformanceStats(0, 0, 0, 0, 0, 0, 0));
  }

  /** The key's first answer is a hit where there is a cache: it has been in it since it came to life. */
  @ParameterizedTest
  @CsvSource({"0, 3, 2", "10, 4, 1"})
  void getPerformanceStats_keyTwiceInABatch_countsItsRepetitionAsHit(
      int cacheCapacity, int hits, int misses) {
    BayesianTrustTracker other = tracker(builder -> builder.cacheCapacity(cacheCapacity));
    other.update("a", true);
    other.enablePerformanceStats(true);
    other.getTrustBatch(List.of("a", "unknown", "a", "a", "unknown"));
    assertThat(other.getPerformanceStats())
        .isEqualTo(new PerformanceStats(0, 0, 0, 0, 0, hits, misses));
  }

  @Test
  void enablePerformanceStats_again_startsFromZero() {
    tracker.enablePerformanceStats(true);
    tracker.update("a", true);
    tracker.enablePerformanceStats(true);
    assertThat(tracker.getPerformanceStats().singleUpdates()).isZero();
  }

  @Test
  void getPerformanceStats_refusedUpdate_doesNotCount() {
    tracker.enablePerformanceStats(true);
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.update("a", true, -1));
    assertThatNullPointerException().isThrownBy(() -> tracker.batchUpdate(oneGoodOneNull()));
    assertThat(tracker.getPerformanceStats())
        .isEqualTo(new PerformanceStats(0, 0, 0, 0, 0, 0, 0));
  }
}
