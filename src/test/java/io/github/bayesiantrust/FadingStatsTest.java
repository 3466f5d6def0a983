package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Half-life and evidence bound, through a tracker whose clock the test moves. */
class FadingStatsTest {
  private static final double START = 1_750_000_000;
  private static final Duration HALF_LIFE = Duration.ofHours(1);
  private static final double HALF_LIFE_SECONDS = 3_600;

  private final ManualClock clock = new ManualClock();
  private final BayesianTrustTracker tracker = fading();

  private BayesianTrustTracker fading() {
    return new BayesianTrustTracker(
        TrustConfig.builder().halfLife(HALF_LIFE).clock(clock).build());
  }

  @AfterEach
  void trackerIsConsistent() {
    TrackerAssert.assertThat(tracker).withClockSetBack().isConsistent();
  }

  private void assertShapes(String key, double alpha, double beta) {
    assertThat(tracker.getStats(key)).isEqualTo(new BetaPosterior(alpha, beta, 1, 1));
    assertThat(tracker.getTrust(key)).isEqualTo(alpha / (alpha + beta));
  }

  @Test
  void getStats_halfLivesPass_evidenceHalvesEach() {
    tracker.update("a", true, 8);
    tracker.update("a", false, 4);
    assertShapes("a", 9, 5);
    clock.advance(HALF_LIFE);
    assertShapes("a", 5, 3);
    clock.advance(HALF_LIFE.multipliedBy(2));
    assertShapes("a", 2, 1.5);
    tracker.update("a", false, 2.5);
    assertShapes("a", 2, 4);
    assertThat(tracker.getHistory("a").values()).containsExactly(0.9, 9 / 14.0, 2 / 6.0);
  }

  @Test
  void getStats_foldedInBetween_differsByFewUlps() {
    double worst = 0;
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      String key = "k" + i;
      tracker.update(key, true, Math.exp(5 * random.nextGaussian()));
      tracker.update(key, false, Math.exp(5 * random.nextGaussian()));
      BetaPosterior start = tracker.getStats(key);
      clock.advance(Duration.ofSeconds(random.nextInt(20_000)));
      tracker.update(key, true, 0);
      Duration then = Duration.ofSeconds(random.nextInt(20_000));
      clock.advance(then);
      double seconds = tracker.lastUpdate(key) + then.toSeconds() - startOf(key);
      double left = Math.pow(2, -seconds / HALF_LIFE_SECONDS);
      worst = Math.max(worst, ulps(1 + start.successes() * left, tracker.getStats(key).alpha()));
      worst = Math.max(worst, ulps(1 + start.failures() * left, tracker.getStats(key).beta()));
    }
    // An exponent of up to 11 half-lives rounds by 2^-51, which is 5 ulps of its power; two powers,
    // products and sums come on top. Measured: 6.
    assertThat(worst).as("worst deviation in ulps").isLessThanOrEqualTo(10);
  }

  private double startOf(String key) {
    return tracker.getHistory(key).time(0);
  }

  private static double ulps(double expected, double actual) {
    return Math.abs(expected - actual) / Math.ulp(expected);
  }

  @Test
  void anyAnswer_aMillionTimes_changesNothing() {
    BayesianTrustTracker unread = fading();
    tracker.update("a", true, 1_000);
    unread.update("a", true, 1_000);
    for (int i = 0; i < 1_000_000; i++) {
      if (i % 1_000 == 0) {
        clock.advance(Duration.ofSeconds(7));
        tracker.rank(1, BetaPosterior::mean);
        tracker.getConfidenceInterval("a");
      }
      tracker.getTrust("a");
      tracker.getStats("a");
    }
    assertThat(tracker.getStats("a")).isEqualTo(unread.getStats("a"));
    assertThat(tracker.snapshot().states()).isEqualTo(unread.snapshot().states());
  }

  @Test
  void getStats_tenIdleYears_isThePrior() {
    tracker.update("a", true, 1e12);
    tracker.update("b", false, Double.MAX_VALUE);
    clock.advance(Duration.ofDays(3_652));
    assertShapes("a", 1, 1);
    assertShapes("b", 1, 1);
    assertThat(tracker.getSampleSize("a")).isZero();
    tracker.update("a", true, 2);
    assertShapes("a", 3, 1);
  }

  @Test
  void getStats_clockSetBack_isAsAtTheLastUpdate() {
    tracker.update("a", true, 8);
    clock.set(START - 1e9);
    assertShapes("a", 9, 1);
    assertThat(tracker.getTimeSinceUpdate("a")).contains(Duration.ZERO);
    clock.set(START + HALF_LIFE_SECONDS);
    assertShapes("a", 5, 1);
  }

  @Test
  void update_clockSetBack_countsInFull() {
    tracker.update("a", true, 8);
    clock.set(START - 10 * HALF_LIFE_SECONDS);
    tracker.update("a", false, 4);
    assertShapes("a", 9, 5);
    clock.set(START + HALF_LIFE_SECONDS);
    assertShapes("a", 5, 3);
  }

  @Test
  void update_late_countsWhatIsLeft() {
    tracker.update("a", true, 8, Times.instant(START));
    tracker.update("a", false, 8, Times.instant(START - 2 * HALF_LIFE_SECONDS));
    assertShapes("a", 9, 3);
    tracker.update("b", true, 8, Times.instant(START - HALF_LIFE_SECONDS));
    assertShapes("b", 5, 1);
    tracker.update("c", true, 8, Times.instant(START + HALF_LIFE_SECONDS));
    assertShapes("c", 9, 1);
    clock.advance(HALF_LIFE.multipliedBy(2));
    assertShapes("c", 5, 1);
  }

  @Test
  void retract_late_takesBackWhatIsLeft() {
    tracker.update("a", true, 8);
    clock.advance(HALF_LIFE);
    tracker.update("a", true, 3);
    tracker.retract("a", true, 8, Times.instant(START));
    assertShapes("a", 4, 1);
    tracker.retract("a", true, 8, Times.instant(START));
    assertShapes("a", 1, 1);
  }

  /** One outcome as the naive model keeps it. */
  private record Outcome(double at, boolean success, double weight) {
    double left(double now) {
      return weight * Math.pow(2, (at - now) / HALF_LIFE_SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void update_anyOrder_sameAsKeepingEveryOutcome(long seed) {
    Random random = new Random(seed);
    double worst = 0;
    for (int round = 0; round < 100; round++) {
      String key = "k" + round;
      List<Outcome> outcomes = outcomes(random);
      outcomes.forEach(
          one -> tracker.update(key, one.success(), one.weight(), Times.instant(one.at())));
      BetaPosterior actual = tracker.getStats(key);
      worst = Math.max(worst, ulps(naive(outcomes, true), actual.alpha()));
      worst = Math.max(worst, ulps(naive(outcomes, false), actual.beta()));
    }
    // Each of up to 40 outcomes rounds a product and a sum; errors of random sign mostly cancel.
    assertThat(worst).as("worst deviation in ulps, seed %d", seed).isLessThanOrEqualTo(20);
    assertThat(worst).as("worst deviation in ulps, seed %d", seed).isPositive();
  }

  private static List<Outcome> outcomes(Random random) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 1 + random.nextInt(40); i > 0; i--) {
      double age = random.nextInt(200_000) / 8.0;
      double weight = Math.exp(2 * random.nextGaussian());
      outcomes.add(new Outcome(START - age, random.nextBoolean(), weight));
    }
    Collections.shuffle(outcomes, random);
    return outcomes;
  }

  private static double naive(List<Outcome> outcomes, boolean success) {
    return outcomes.stream()
        .filter(one -> one.success() == success)
        .mapToDouble(one -> one.left(START))
        .sum()
        + 1;
  }

  @Test
  void applyGlobalDecay_keyTouchedLater_decaysAsOfItsTime() {
    tracker.update("a", true, 6);
    clock.advance(HALF_LIFE);
    tracker.applyGlobalDecay(0.75, 5);
    tracker.applyGlobalDecay(0.5, 4);
    clock.advance(HALF_LIFE);
    // 7 halves to 4; α + β = 5 does not exceed 5, but 4: halved to 2; its evidence halves once more.
    assertShapes("a", 1.5, 1);
  }

  @Test
  void applyDecay_fadedBelowMinCount_changesNothing() {
    tracker.update("a", true, 16);
    clock.advance(HALF_LIFE.multipliedBy(2));
    tracker.applyDecay("a", 0.5, 6);
    assertShapes("a", 5, 1);
    tracker.applyDecay("a", 0.5, 5);
    assertShapes("a", 2.5, 1);
  }

  @Test
  void snapshot_restoredLater_fadesOn() {
    tracker.update("a", true, 8);
    TrustSnapshot snapshot = tracker.snapshot();
    clock.advance(HALF_LIFE);
    tracker.clear();
    tracker.restore(snapshot);
    assertShapes("a", 5, 1);
  }

  @Test
  void getPerformanceStats_fading_everyReadIsAMiss() {
    tracker.enablePerformanceStats(true);
    tracker.update("a", true);
    tracker.getTrust("a");
    tracker.getTrust("a");
    assertThat(tracker.getPerformanceStats().cacheMisses()).isEqualTo(2);
    assertThat(tracker.getPerformanceStats().cacheHits()).isZero();
  }

  // The bound on evidence

  @Test
  void update_moreThanMaxEvidence_keepsTheRatio() {
    BayesianTrustTracker bounded =
        new BayesianTrustTracker(TrustConfig.builder().maxEvidence(8).clock(clock).build());
    bounded.update("a", true, 6);
    bounded.update("a", false, 2);
    assertThat(bounded.getStats("a")).isEqualTo(new BetaPosterior(7, 3, 1, 1));
    bounded.update("a", false, 8);
    assertThat(bounded.getStats("a")).isEqualTo(new BetaPosterior(4, 6, 1, 1));
    bounded.update("a", true, Double.MAX_VALUE);
    assertThat(bounded.getSampleSize("a")).isCloseTo(8, within(1e-14));
    assertThat(bounded.getTrust("a")).isCloseTo(0.9, within(1e-14));
    TrackerAssert.assertThat(bounded).isConsistent();
  }

  @Test
  void update_manyTimesWithMaxEvidence_forgetsExponentially() {
    BayesianTrustTracker bounded =
        new BayesianTrustTracker(TrustConfig.builder().maxEvidence(10).build());
    for (int i = 0; i < 10_000; i++) {
      bounded.update("a", true);
      assertThat(bounded.getSampleSize("a")).isLessThanOrEqualTo(10 + 1e-12);
    }
    // Each failure of weight 1 leaves 10/11 of what was there: 10·(10/11)^20 successes.
    for (int i = 0; i < 20; i++) {
      bounded.update("a", false);
    }
    assertThat(bounded.getStats("a").successes())
        .isCloseTo(10 * Math.pow(10 / 11.0, 20), within(1e-12));
    TrackerAssert.assertThat(bounded).isConsistent();
  }
}
