package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the Python ancestor, {@code OptimizedBayesianTrustTracker}, got wrong, apart from files, which
 * {@link TrackerPersistenceTest} has. Each test fails on the ancestor's answer, which its comment
 * gives.
 */
class AncestorDefectsTest {
  private final ManualClock clock = new ManualClock();
  private final BayesianTrustTracker tracker =
      new BayesianTrustTracker(TrustConfig.builder().clock(clock).build());

  @AfterEach
  void trackerIsConsistent() {
    TrackerAssert.assertThat(tracker).withClockSetBack().isConsistent();
  }

  static Stream<Named<Consumer<BayesianTrustTracker>>> changes() {
    BayesianTrustTracker other = new BayesianTrustTracker();
    other.update("a", false, 3);
    TrustSnapshot snapshot = other.snapshot();
    return Stream.of(
        Named.of("update", t -> t.update("a", false)),
        Named.of("applyDecay", t -> t.applyDecay("a", 0.5, 0)),
        Named.of("applyGlobalDecay", t -> t.applyGlobalDecay(0.5, 0)),
        Named.of("batchUpdate", t -> t.batchUpdate(List.of(TrustUpdate.of("a", false)))),
        Named.of("flush", AncestorDefectsTest::flushOne),
        Named.of("restore", t -> t.restore(snapshot)));
  }

  private static void flushOne(BayesianTrustTracker tracker) {
    tracker.addPendingUpdate("a", false);
    tracker.flush();
  }

  /** The ancestor answers 0.9 again: its get_trust is memoized and never forgets. */
  @ParameterizedTest
  @MethodSource("changes")
  void getTrust_askedBeforeTheChange_isNotStale(Consumer<BayesianTrustTracker> change) {
    tracker.update("a", true, 8);
    assertThat(tracker.getTrust("a")).isEqualTo(0.9);
    assertThat(tracker.getTrust("a")).isEqualTo(0.9);
    change.accept(tracker);
    BetaPosterior now = tracker.getStats("a");
    assertThat(tracker.getTrust("a"))
        .isEqualTo(now.alpha() / (now.alpha() + now.beta()))
        .isNotEqualTo(0.9);
  }

  /** The ancestor's α is NaN after NaN, for good, and -3 after -5: its trust is then 1.5. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -5, Double.POSITIVE_INFINITY})
  void update_weightIsNoWeight_isRefused(double weight) {
    tracker.update("a", true);
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.update("a", true, weight));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.addPendingUpdate("a", true, weight));
    assertThatIllegalArgumentException().isThrownBy(() -> TrustUpdate.of("a", true, weight));
    tracker.flush();
    assertThat(tracker.getStats("a")).isEqualTo(new BetaPosterior(2, 1, 1, 1));
  }

  /** The ancestor applies what stands before the bad entry: a is (2, 1) then. */
  @Test
  void batchUpdate_badLastEntry_appliesNone() {
    List<TrustUpdate> batch =
        Arrays.asList(TrustUpdate.of("a", true), TrustUpdate.of("b", true), null);
    assertThatNullPointerException().isThrownBy(() -> tracker.batchUpdate(batch));
    assertThat(tracker.size()).isZero();
    assertThat(tracker.getTrust("a")).isEqualTo(0.5);
  }

  /** The ancestor has no public flush: the trust stays 0.5 until 50 updates wait. */
  @Test
  void flush_fewerThanABatch_appliesThem() {
    tracker.addPendingUpdate("a", true);
    assertThat(tracker.flush()).isEqualTo(1);
    assertThat(tracker.getTrust("a")).isEqualTo(2.0 / 3);
  }

  /** The ancestor counts updates that were pending nowhere: all its numbers are 0. */
  @Test
  void getPerformanceStats_pendingUpdates_areCounted() {
    tracker.enablePerformanceStats(true);
    IntStream.range(0, 53).forEach(i -> tracker.addPendingUpdate("a", true));
    tracker.flush();
    assertThat(tracker.getPerformanceStats().pendingFlushes()).isEqualTo(2);
    assertThat(tracker.getPerformanceStats().pendingUpdates()).isEqualTo(53);
  }

  /** The ancestor applies what was pending to the state that it imported: α is 5. */
  @Test
  void restore_updatesPending_doNotLeakIntoTheNewState() {
    tracker.update("a", true, 3);
    TrustSnapshot snapshot = tracker.snapshot();
    tracker.addPendingUpdate("a", true);
    tracker.restore(snapshot);
    tracker.flush();
    assertThat(tracker.getStats("a").alpha()).isEqualTo(4);
  }

  /** The ancestor keeps all 100,000 entries, and copies them all for each new one. */
  @Test
  void getHistory_manyUpdates_isBounded() {
    IntStream.range(0, 100_000).forEach(i -> tracker.update("a", true));
    assertThat(tracker.getHistory("a").size()).isEqualTo(100);
  }

  /** The ancestor keeps all entries: in Python, times[-0:] is the whole list. */
  @Test
  void purgeOldTimestamps_toZero_keepsNone() {
    tracker.update("a", true);
    tracker.purgeOldTimestamps(0);
    assertThat(tracker.getHistory("a").size()).isZero();
  }

  /** The ancestor keeps one entry of its cache for each of them. */
  @Test
  void anyAnswer_unknownKeys_growNothing() {
    BayesianTrustTracker small =
        new BayesianTrustTracker(TrustConfig.builder().cacheCapacity(1).build());
    small.enablePerformanceStats(true);
    for (int i = 0; i < 2_000; i++) {
      small.getTrust("unknown" + i % 1_000);
      small.getStats("unknown" + i % 1_000);
    }
    assertThat(small.size()).isZero();
    assertThat(small.snapshot().keys()).isEmpty();
    assertThat(small.getPerformanceStats().cacheHits()).as("nothing was kept").isZero();
  }

  /** The ancestor has no way to remove a key. */
  @Test
  void remove_knownKey_forgetsIt() {
    tracker.update("a", true);
    assertThat(tracker.remove("a")).isTrue();
    assertThat(tracker.keys()).isEmpty();
    assertThat(tracker.getTrust("a")).isEqualTo(0.5);
  }

  /** The ancestor answers -60 seconds. */
  @Test
  void getTimeSinceUpdate_clockSetBack_isZero() {
    tracker.update("a", true);
    clock.advance(Duration.ofSeconds(-60));
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ZERO);
  }
}
