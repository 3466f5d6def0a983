package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
    BayesianTrustTracker unfolded = fading();
    double worst = 0;
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      String key = "k" + i;
      double weight = Math.exp(5 * random.nextGaussian());
      tracker.update(key, true, weight);
      unfolded.update(key, true, weight);
      for (int folds = random.nextInt(3); folds >= 0; folds--) {
        clock.advance(Duration.ofNanos((long) (6 * HALF_LIFE.toNanos() * random.nextDouble())));
        tracker.update(key, true, 0);
      }
      clock.advance(Duration.ofNanos((long) (6 * HALF_LIFE.toNanos() * random.nextDouble())));
      worst =
          Math.max(worst, ulps(unfolded.getStats(key).alpha(), tracker.getStats(key).alpha()));
    }
    System.out.printf("2000 decays at once and in up to 4 steps: worst deviation %.0f ulps%n", worst);
    // An exponent of 24 half-lives rounds by 2^-49: 11 ulps of its power, but little is left then.
    assertThat(worst).isBetween(1.0, 12.0);
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

  // Order of arrival

  /** Outcomes of one key; FadingModelTest compares them with the exact posterior. */
  private List<TrustUpdate> outcomes(Random random, String key) {
    List<TrustUpdate> outcomes = new ArrayList<>();
    for (int i = 1 + random.nextInt(40); i > 0; i--) {
      Instant at = clock.instant().plusNanos((long) (HALF_LIFE.toNanos() * (1 - 7 * random.nextDouble())));
      double weight = Math.exp(2 * random.nextGaussian());
      outcomes.add(new TrustUpdate(key, random.nextBoolean(), weight, at));
    }
    return outcomes;
  }

  @Test
  void update_sameOutcomesInAnyOrder_samePosterior() {
    Random random = new Random(3);
    double worst = 0;
    for (int round = 0; round < 1_000; round++) {
      List<TrustUpdate> outcomes = outcomes(random, "a" + round);
      tracker.batchUpdate(outcomes);
      Collections.shuffle(outcomes, random);
      for (TrustUpdate one : outcomes) {
        tracker.update("b" + round, one.success(), one.weight(), one.at());
      }
      BetaPosterior ordered = tracker.getStats("a" + round);
      BetaPosterior shuffled = tracker.getStats("b" + round);
      worst = Math.max(worst, ulps(ordered.alpha(), shuffled.alpha()));
      worst = Math.max(worst, ulps(ordered.beta(), shuffled.beta()));
      assertThat(tracker.getHistory("b" + round).times()).isSorted();
    }
    System.out.printf("1000 sets of outcomes in two orders: worst deviation %.0f ulps%n", worst);
    // Two sums of up to 40 terms that each round by ulps of what is there at the time.
    assertThat(worst).isBetween(1.0, 12.0);
  }

  @Test
  void update_sameOutcomesInAnyOrderThenMoreTakenBackThanThere_isThePrior() {
    Random random = new Random(4);
    for (int round = 0; round < 200; round++) {
      String key = "k" + round;
      List<TrustUpdate> outcomes = outcomes(random, key);
      outcomes.forEach(one -> tracker.update(key, one.success(), one.weight(), one.at()));
      Collections.shuffle(outcomes, random);
      for (TrustUpdate one : outcomes) {
        tracker.retract(key, one.success(), one.weight() * (1 + 1e-12), one.at());
      }
      assertThat(tracker.getStats(key)).isEqualTo(new BetaPosterior(1, 1, 1, 1));
    }
  }

  @Test
  void update_fromTheFuture_isFoldedAtItsOwnTime() {
    tracker.update("a", true, 8);
    tracker.update("a", false, 4, now().plus(HALF_LIFE));
    assertShapes("a", 5, 5);
    tracker.update("a", true, 2);
    assertShapes("a", 6, 5);
    clock.advance(HALF_LIFE);
    assertShapes("a", 6, 5);
    clock.advance(HALF_LIFE);
    assertShapes("a", 3.5, 3);
    assertThat(tracker.getHistory("a").times()).isSorted().hasSize(3);
  }

  @Test
  void update_atTheEndsOfTime_countsAsAtTheEndsOfTheRange() {
    tracker.update("a", true, 8, Instant.MIN);
    assertShapes("a", 1, 1);
    assertThat(tracker.getTimeSinceUpdate("a"))
        .contains(Duration.between(Instant.ofEpochSecond(-4_600_000_000L), now()));
    tracker.update("b", true, 8);
    tracker.update("b", false, 4, Instant.MAX);
    assertShapes("b", 1, 5);
    tracker.update("b", true, 8);
    assertShapes("b", 1, 5);
    assertThat(tracker.getTimeSinceUpdate("b")).contains(Duration.ZERO);
    tracker.retract("b", false, 4, Instant.MAX);
    assertShapes("b", 1, 1);
    tracker.applyGlobalDecay(0.5, 0);
    assertThat(restored().snapshot()).isEqualTo(tracker.snapshot());
  }

  private BayesianTrustTracker restored() {
    BayesianTrustTracker other = fading();
    other.restore(tracker.snapshot());
    return other;
  }

  private Instant now() {
    return clock.instant();
  }

  // Taking back

  @Test
  void retract_wholeWeights_isTheIdentityToTheBit() {
    Random random = new Random(5);
    for (int i = 0; i < 10_000; i++) {
      BetaPosterior before = tracker.getStats("a");
      double weight = random.nextInt(1_000_000);
      boolean success = random.nextBoolean();
      tracker.update("a", success, weight);
      tracker.retract("a", success, weight);
      assertThat(tracker.getStats("a")).isEqualTo(before);
      tracker.update("a", random.nextBoolean(), random.nextInt(1_000));
    }
  }

  @Test
  void retract_anyWeights_isTheIdentityToAnUlpOfTheSum() {
    Random random = new Random(6);
    for (int i = 0; i < 10_000; i++) {
      String key = "k" + i % 10;
      double before = tracker.getStats(key).alpha();
      double weight = Math.exp(10 * random.nextGaussian());
      tracker.update(key, true, weight);
      tracker.retract(key, true, weight);
      assertThat(tracker.getStats(key).alpha())
          .isCloseTo(before, within(Math.ulp(before + weight)));
    }
  }

  @Test
  void retract_withTheTimeOfTheOriginalLater_takesBackWhatIsLeft() {
    Random random = new Random(7);
    double worst = 0;
    for (int i = 0; i < 2_000; i++) {
      String key = "k" + i;
      tracker.update(key, true, 3);
      Instant at = now();
      tracker.update(key, true, 5);
      clock.advance(Duration.ofNanos((long) (6 * HALF_LIFE.toNanos() * random.nextDouble())));
      BetaPosterior without = new BetaPosterior(1 + 3 * left(at), 1, 1, 1);
      tracker.retract(key, true, 5, at);
      worst = Math.max(worst, ulps(without.alpha(), tracker.getStats(key).alpha()));
    }
    assertThat(worst).isLessThanOrEqualTo(6);
  }

  private double left(Instant at) {
    return Math.pow(2, -(double) Duration.between(at, now()).toNanos() / HALF_LIFE.toNanos());
  }

  @Test
  void retract_clockSetBackInBetween_isTheIdentity() {
    tracker.update("a", true, 8);
    clock.set(START - 3 * HALF_LIFE_SECONDS);
    tracker.update("a", false, 4);
    tracker.retract("a", false, 4);
    tracker.retract("a", true, 2);
    assertShapes("a", 7, 1);
  }

  @Test
  void updateGraded_late_splitsWhatIsLeft() {
    tracker.update("a", true, 0);
    tracker.updateGraded("a", 0.75, 16, now().minus(HALF_LIFE));
    assertShapes("a", 7, 3);
    tracker.retract("a", true, 12, now().minus(HALF_LIFE));
    tracker.retract("a", false, 4, now().minus(HALF_LIFE));
    assertShapes("a", 1, 1);
  }

  // What others got wrong

  /** A decay that each read applies again since the last update would take 46 of them, not 2. */
  @Test
  void getStats_readEachMinuteOfAnHour_losesTwoPointsOfAHundred() {
    BayesianTrustTracker slow = withHalfLife(Duration.ofSeconds(123_512));
    slow.update("a", true, 100);
    for (int minute = 0; minute < 60; minute++) {
      clock.advance(Duration.ofMinutes(1));
      slow.getTrust("a");
      slow.getStats("a");
      slow.rank(1, BetaPosterior::mean);
      slow.snapshot();
    }
    assertThat(slow.getSampleSize("a")).isCloseTo(98, within(0.001));
  }

  /** A decay that is dropped where it rounds to nothing in each small step would leave all 500. */
  @Test
  void update_eachMinuteOfADay_leaves146Of500() {
    BayesianTrustTracker slow = withHalfLife(Duration.ofMinutes(811));
    slow.update("a", true, 500);
    for (int minute = 0; minute < 24 * 60; minute++) {
      clock.advance(Duration.ofMinutes(1));
      slow.update("a", false, 0);
      slow.applyGlobalDecay(1, 0);
      slow.applyDecay("a", 1, 0);
    }
    double expected = 500 * Math.pow(2, -1_440 / 811.0);
    assertThat(expected).isCloseTo(146, within(0.1));
    assertThat(slow.getStats("a").successes()).isCloseTo(expected, within(1e-11));
  }

  @Test
  void getStats_oneHalfLife_halfIsLeftAndNotOneOverE() {
    tracker.update("a", true, 1_000);
    clock.advance(HALF_LIFE);
    assertThat(tracker.getStats("a").successes()).isEqualTo(500);
  }

  /** Weights e^(λt) that grow with time reach infinity after 1,024 half-lives. */
  @Test
  void update_overAMillionHalfLives_staysExact() {
    BayesianTrustTracker fast = withHalfLife(Duration.ofSeconds(1));
    for (int i = 0; i < 1_000; i++) {
      fast.update("a", true, 4);
      clock.advance(Duration.ofSeconds(1_000));
    }
    fast.update("a", true, 4);
    fast.update("a", false, 2, now().minusSeconds(1));
    assertThat(fast.getStats("a")).isEqualTo(new BetaPosterior(5, 2, 1, 1));
  }

  /** An average over time does not see what happens in no time. */
  @Test
  void update_burstWithinOneTick_countsEach() {
    tracker.update("a", true, 50);
    for (int i = 0; i < 100; i++) {
      tracker.update("a", false);
    }
    assertShapes("a", 51, 101);
    clock.advance(HALF_LIFE);
    assertShapes("a", 26, 51);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 100, 1_000, 12_345, 999_999})
  void update_stepsBelowAMillisecond_count(long nanos) {
    BayesianTrustTracker fast = withHalfLife(Duration.ofNanos(1_000 * nanos));
    fast.update("a", true, 64);
    for (int step = 0; step < 3_000; step++) {
      clock.advance(Duration.ofNanos(nanos));
      fast.update("a", true, 0);
      fast.getTrust("a");
    }
    assertThat(fast.getStats("a").alpha()).isCloseTo(9, within(1e-12));
  }

  /** Epoch seconds in a double would be off by 10^-7 here. */
  @Test
  void getStats_halfLifeOfASecondAndTimesInMilliseconds_isExact() {
    BayesianTrustTracker fast = withHalfLife(Duration.ofSeconds(1));
    clock.advance(Duration.ofMillis(123));
    fast.update("a", true, 1_000);
    for (int millis = 1; millis < 1_000; millis++) {
      clock.advance(Duration.ofMillis(1));
      double expected = 1 + 1_000 * Math.pow(2, -millis / 1e3);
      assertThat(ulps(expected, fast.getStats("a").alpha())).isLessThanOrEqualTo(2);
    }
  }

  private BayesianTrustTracker withHalfLife(Duration halfLife) {
    return new BayesianTrustTracker(
        TrustConfig.builder().halfLife(halfLife).clock(clock).build());
  }

  // Decay and state

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
  void snapshot_writtenAndReadBetween_goesOnAsIfNothingHadHappened() throws Exception {
    Random random = new Random(13);
    BayesianTrustTracker undisturbed = fading();
    BayesianTrustTracker moved = fading();
    for (int i = 0; i < 1_000; i++) {
      String key = "k" + random.nextInt(5);
      double weight = 3 * random.nextDouble();
      boolean success = random.nextBoolean();
      undisturbed.update(key, success, weight);
      moved.update(key, success, weight);
      clock.advance(Duration.ofNanos((long) (HALF_LIFE.toNanos() * random.nextDouble() / 20)));
      if (i % 10 == 0) {
        BayesianTrustTracker next = fading();
        next.restore(TrustSnapshot.read(moved.snapshot().toByteArray()));
        assertThat(next.snapshot()).isEqualTo(moved.snapshot());
        moved = next;
      }
      double expected = undisturbed.getStats(key).alpha();
      assertThat(ulps(expected, moved.getStats(key).alpha())).isLessThanOrEqualTo(12);
    }
    assertThat(moved.getHistory("k1").times()).isEqualTo(undisturbed.getHistory("k1").times());
    assertThat(moved.getHistory("k1").values())
        .containsExactly(undisturbed.getHistory("k1").values(), within(1e-14));
    assertThat(moved.lastUpdate("k1")).isEqualTo(undisturbed.lastUpdate("k1"));
  }

  @Test
  void restore_fileWithoutTimesOfEvidence_isAsOldAsItsLastUpdate() throws Exception {
    String file =
        "{\"stats\":{\"a\":[9,1],\"b\":[5,1]},\"last_update\":{\"a\":%.1f},\"export_time\":%.1f}";
    double hourAgo = START - HALF_LIFE_SECONDS;
    String old = String.format(Locale.ROOT, file, START - 2 * HALF_LIFE_SECONDS, hourAgo);
    tracker.restore(TrustSnapshot.read(old.getBytes(StandardCharsets.UTF_8)));
    assertShapes("a", 3, 1);
    assertShapes("b", 3, 1);
  }

  @Test
  void restore_snapshotOfAnotherHalfLife_fadesByItUpToTheCut() {
    BayesianTrustTracker fast = withHalfLife(HALF_LIFE.dividedBy(2));
    fast.update("a", true, 16);
    clock.advance(HALF_LIFE);
    TrustSnapshot snapshot = fast.snapshot();
    clock.advance(HALF_LIFE);
    tracker.restore(snapshot);
    assertShapes("a", 3, 1);
    BayesianTrustTracker forever =
        new BayesianTrustTracker(TrustConfig.builder().clock(clock).build());
    forever.merge(snapshot);
    assertThat(forever.getStats("a")).isEqualTo(new BetaPosterior(5, 1, 1, 1));
  }

  @Test
  void merge_statedForAnotherTime_addsWhatIsLeft() {
    tracker.update("a", true, 8);
    TrustSnapshot early = tracker.snapshot();
    clock.advance(HALF_LIFE);
    tracker.update("a", false, 4);
    TrustSnapshot late = tracker.snapshot();
    tracker.merge(early);
    assertShapes("a", 9, 5);
    BayesianTrustTracker other = fading();
    other.merge(early);
    other.merge(late);
    assertThat(other.getStats("a")).isEqualTo(tracker.getStats("a"));
    assertThat(early.merge(late).posterior("a")).isEqualTo(tracker.getStats("a"));
  }

  @Test
  void getTrust_fadingKeyAtHand_isOfItsOwnInstant() {
    tracker.enablePerformanceStats(true);
    tracker.update("a", true, 2);
    assertThat(tracker.getTrust("a")).isEqualTo(0.75);
    assertThat(tracker.getTrust("a")).isEqualTo(0.75);
    clock.advance(HALF_LIFE);
    assertThat(tracker.getTrust("a")).isEqualTo(2.0 / 3);
    assertThat(tracker.getPerformanceStats().cacheMisses()).isZero();
    assertThat(tracker.getPerformanceStats().cacheHits()).isEqualTo(3);
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
      assertThat(bounded.getSampleSize("a")).isLessThanOrEqualTo(10);
    }
    // Each failure of weight 1 leaves 10/11 of what was there: 10·(10/11)^20 successes.
    for (int i = 0; i < 20; i++) {
      bounded.update("a", false);
    }
    assertThat(bounded.getStats("a").successes())
        .isCloseTo(10 * Math.pow(10 / 11.0, 20), within(1e-12));
    TrackerAssert.assertThat(bounded).isConsistent();
  }

  @Test
  void update_anyWeightsAndPriors_neverAboveMaxEvidence() {
    Random random = new Random(12);
    for (int i = 0; i < 2_000; i++) {
      double most = Math.exp(4 * random.nextGaussian());
      BayesianTrustTracker bounded =
          new BayesianTrustTracker(
              TrustConfig.builder()
                  .prior(Math.exp(8 * random.nextGaussian()), Math.exp(8 * random.nextGaussian()))
                  .maxEvidence(most)
                  .halfLife(random.nextBoolean() ? HALF_LIFE : null)
                  .clock(clock)
                  .build());
      for (int step = 0; step < 50; step++) {
        double outcome = random.nextInt(3) == 0 ? i % 2 : random.nextDouble();
        bounded.updateGraded("a", outcome, most * random.nextDouble());
        BetaPosterior posterior = bounded.getStats("a");
        assertThat(posterior.alpha()).isGreaterThanOrEqualTo(posterior.priorAlpha());
        assertThat(posterior.beta()).isGreaterThanOrEqualTo(posterior.priorBeta());
        assertThat(posterior.sampleSize()).isLessThanOrEqualTo(most);
        assertThat(posterior.successes() + posterior.failures()).isLessThanOrEqualTo(most);
        clock.advance(Duration.ofSeconds(random.nextInt(100)));
      }
      assertThat(bounded.getSampleSize("a"))
          .isGreaterThan(most / 3 - 1e-14 * posteriorSum(bounded));
    }
  }

  private static double posteriorSum(BayesianTrustTracker tracker) {
    return tracker.getStats("a").alpha() + tracker.getStats("a").beta();
  }

  @Test
  void update_outageAfterAMillionSuccesses_shows() {
    BayesianTrustTracker bounded =
        new BayesianTrustTracker(TrustConfig.builder().maxEvidence(100).build());
    bounded.update("a", true, 1e6);
    for (int i = 0; i < 100; i++) {
      bounded.update("a", false);
    }
    assertThat(bounded.getTrust("a")).isLessThan(0.4);
  }

  @Test
  void flush_weightsThatOverflow_areBoundedAndNeverNaN() {
    BayesianTrustTracker bounded =
        new BayesianTrustTracker(
            TrustConfig.builder().maxEvidence(8).halfLife(HALF_LIFE).clock(clock).build());
    bounded.update("a", true, 1, now().plus(HALF_LIFE.multipliedBy(5_000)));
    for (int i = 0; i < 3; i++) {
      bounded.addPendingUpdate("a", true, Double.MAX_VALUE);
      bounded.addPendingUpdate("b", false, Double.MAX_VALUE);
    }
    bounded.flush();
    assertThat(bounded.getStats("a")).isEqualTo(new BetaPosterior(2, 1, 1, 1));
    assertThat(bounded.getStats("b")).isEqualTo(new BetaPosterior(1, 9, 1, 1));
  }

  @Test
  void restore_moreThanMaxEvidence_isScaledDown() {
    tracker.update("a", true, 30);
    tracker.update("a", false, 10);
    BayesianTrustTracker bounded =
        new BayesianTrustTracker(TrustConfig.builder().maxEvidence(8).clock(clock).build());
    bounded.restore(tracker.snapshot());
    assertThat(bounded.getStats("a")).isEqualTo(new BetaPosterior(7, 3, 1, 1));
    bounded.merge(tracker.snapshot());
    assertThat(bounded.getStats("a")).isEqualTo(new BetaPosterior(7, 3, 1, 1));
  }
}
