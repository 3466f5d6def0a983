package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same contract with a half-life: first with a clock that stands still, so that numbers are exact,
 * then with one that runs.
 */
class FadingConcurrencyTest extends TrackerConcurrencyTest {
  private final ManualClock clock = new ManualClock();

  @Override
  TrustConfig.Builder config() {
    return TrustConfig.builder().halfLife(Duration.ofSeconds(1)).clock(new ManualClock());
  }

  private BayesianTrustTracker fading(Clock time) {
    return new BayesianTrustTracker(
        TrustConfig.builder().halfLife(Duration.ofSeconds(1)).clock(time).build());
  }

  @Test
  void update_clockRunsMeanwhile_eachCountsFromItsTime() throws Exception {
    int rounds = 20_000;
    BayesianTrustTracker tracker = fading(clock);
    Instant start = clock.instant();
    Race.Round timed =
        round -> tracker.update("a", true, 1, start.plusNanos(100_000L * (round * 7919L % rounds)));
    new Race()
        .run(rounds, timed)
        .run(rounds, timed)
        .meanwhile(round -> clock.set(Times.epochSeconds(start) + round % 3))
        .meanwhile(round -> tracker.getTrust("a"))
        .meanwhile(round -> tracker.applyGlobalDecay(1, 0))
        .meanwhile(round -> tracker.snapshot())
        .start();

    clock.set(Times.epochSeconds(start) + 10);
    // Two times the sum of 2^(−(10 − i/10⁴)) for i below 20,000: a geometric series.
    double expected = 2 * Math.pow(2, -10) * 3 / Math.expm1(Math.log(2) / 1e4);
    assertThat(tracker.getSampleSize("a")).isCloseTo(expected, within(1e-9));
  }

  @Test
  void update_systemClock_historyIsSortedAndNoneIsLost() throws Exception {
    BayesianTrustTracker tracker =
        new BayesianTrustTracker(
            TrustConfig.builder().halfLife(Duration.ofDays(1_000)).historyCapacity(1_000).build());
    Race.Round update = round -> tracker.update("a", true);
    new Race()
        .run(20_000, update)
        .run(20_000, update)
        .meanwhile(round -> assertThat(tracker.getHistory("a").times()).isSorted())
        .start();
    assertThat(tracker.getSampleSize("a")).isCloseTo(40_000, within(0.1));
  }

  @Test
  void getTrustBatch_systemClock_isOfOneInstant() throws Exception {
    BayesianTrustTracker tracker = fading(Clock.systemUTC());
    List<TrustUpdate> batch = KEYS.stream().map(key -> TrustUpdate.of(key, true)).toList();
    tracker.batchUpdate(batch);
    new Race()
        .run(2_000, round -> tracker.batchUpdate(batch))
        .meanwhile(round -> assertThat(distinct(tracker.getTrustBatch(KEYS).values())).hasSize(1))
        .meanwhile(
            round ->
                assertThat(distinct(tracker.getConfidenceIntervalBatch(KEYS, 1).values()))
                    .hasSize(1))
        .meanwhile(round -> assertThat(distinctRanked(tracker)).hasSizeLessThanOrEqualTo(1))
        .start();
  }
}
