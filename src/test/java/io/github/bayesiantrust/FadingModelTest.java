package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of everything that gives evidence, takes it or lets it fade, against {@link
 * FadingReference}. {@code -Dfading.sequences=N} runs more of them.
 */
class FadingModelTest {
  private static final int SEQUENCES = Integer.getInteger("fading.sequences", 100);
  private static final int STEPS = 100;
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final List<Duration> HALF_LIVES =
      List.of(Duration.ofMillis(1_500), Duration.ofMinutes(10), Duration.ofDays(30));

  /**
   * The deviation allowed, in ulps of the largest α or β that the key has had. A step rounds a power
   * (1 ulp), a difference, a product and two sums (½ each): 3 ulps at worst, and 300 for all steps. The
   * errors are of random sign and fade themselves: their sum grows like a root. Measured in 6,000
   * sequences: 5.2.
   */
  private static final double BUDGET = 12;

  @Test
  void anyOperations_randomSequences_sameAsKeepingEveryOutcome() {
    Worst worst = new Worst();
    for (int seed = 0; seed < SEQUENCES; seed++) {
      Run run = new Run(seed);
      for (int step = 0; step < STEPS; step++) {
        String done = run.step();
        if (step % 10 == 9) {
          run.check(worst, "seed " + seed + ", step " + step + ", after " + done);
        }
      }
      TrackerAssert.assertThat(run.tracker).withClockSetBack().isConsistent();
    }
    System.out.printf(
        "%d sequences of %d steps against keeping every outcome: worst deviation %.2f ulps (%s)%n",
        SEQUENCES, STEPS, worst.ulps, worst.where);
    assertThat(worst.ulps).as(worst.where).isLessThanOrEqualTo(BUDGET).isPositive();
  }

  private static final class Worst {
    private double ulps;
    private String where;

    void see(double deviation, String place) {
      if (!(deviation <= ulps)) {
        ulps = deviation;
        where = place;
      }
    }
  }

  /** A tracker and its reference, driven by the same random choices. */
  private static final class Run {
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final BayesianTrustTracker tracker;
    private final FadingReference reference;
    private final Map<String, Double> largestAlpha = new HashMap<>();
    private final Map<String, Double> largestBeta = new HashMap<>();
    private final double timeScale;
    private byte[] saved;
    private FadingReference.Stored savedReference;

    /** An outcome that may be taken back. */
    private double lastWeight = 1;

    private Instant lastAt;

    Run(int seed) {
      random = new Random(seed);
      Duration halfLife = HALF_LIVES.get(random.nextInt(HALF_LIVES.size()));
      timeScale = halfLife.toNanos();
      lastAt = clock.instant();
      TrustConfig config =
          TrustConfig.builder()
              .prior(0.25 + random.nextInt(8) / 4.0, random.nextBoolean() ? 1 : random.nextDouble() + 0.1)
              .halfLife(random.nextInt(8) == 0 ? null : halfLife)
              .maxEvidence(random.nextInt(3) == 0 ? 1 + 20 * random.nextDouble() : Double.POSITIVE_INFINITY)
              .clock(clock)
              .build();
      tracker = new BayesianTrustTracker(config);
      reference = new FadingReference(config);
      save();
    }

    private void save() {
      saved = tracker.snapshot().toByteArray();
      savedReference = reference.store();
    }

    String step() {
      String done = change();
      for (String key : KEYS) {
        largestAlpha.merge(key, tracker.getStats(key).alpha(), Math::max);
        largestBeta.merge(key, tracker.getStats(key).beta(), Math::max);
      }
      return done;
    }

    private String change() {
      moveClock();
      int kind = random.nextInt(100);
      String key = KEYS.get(random.nextInt(KEYS.size()));
      if (kind < 55) {
        return count(kind, key);
      } else if (kind < 75) {
        return takeBack(kind, key);
      }
      return kind < 90 ? forget(kind, key) : replace(kind, key);
    }

    /** From nanoseconds to many half-lives; now and then back, and now and then for very long. */
    private void moveClock() {
      double nanos = timeScale * Math.pow(10, -random.nextInt(16)) * 5 * random.nextDouble();
      long step = (long) nanos;
      switch (random.nextInt(30)) {
        case 0 -> clock.advance(Duration.ofNanos(-step));
        case 1 -> clock.advance(Duration.ofNanos((long) (40 * nanos)));
        default -> clock.advance(Duration.ofNanos(step));
      }
    }

    private long now() {
      return Times.nanos(clock.instant());
    }

    /** Mostly late, some from the future. */
    private Instant anyTime() {
      double offset = timeScale * (random.nextInt(6) == 0 ? 2 : -6) * random.nextDouble();
      return clock.instant().plusNanos((long) offset);
    }

    private double weight() {
      return switch (random.nextInt(4)) {
        case 0 -> random.nextInt(4);
        case 1 -> Math.exp(3 * random.nextGaussian());
        default -> 4 * random.nextDouble();
      };
    }

    private String count(int kind, String key) {
      double weight = weight();
      double x = kind % 3 == 0 ? random.nextDouble() : random.nextInt(2);
      boolean live = random.nextBoolean();
      lastWeight = weight;
      lastAt = live ? clock.instant() : anyTime();
      reference.update(key, weight * x, weight * (1 - x), Times.nanos(lastAt), live);
      if (kind % 3 == 0) {
        if (live) {
          tracker.updateGraded(key, x, weight);
        } else {
          tracker.updateGraded(key, x, weight, lastAt);
        }
      } else if (kind % 3 == 1) {
        tracker.batchUpdate(List.of(new TrustUpdate(key, x == 1, weight, live ? null : lastAt)));
      } else if (live && random.nextBoolean()) {
        tracker.addPendingUpdate(key, x == 1, weight);
        tracker.flush();
      } else if (live) {
        tracker.update(key, x == 1, weight);
      } else {
        tracker.update(key, x == 1, weight, lastAt);
      }
      return "an update";
    }

    private String takeBack(int kind, String key) {
      boolean success = random.nextBoolean();
      double weight = kind % 2 == 0 ? lastWeight : weight();
      boolean live = kind % 5 == 0;
      Instant at = live ? clock.instant() : kind % 2 == 0 ? lastAt : anyTime();
      if (live) {
        tracker.retract(key, success, weight);
      } else {
        tracker.retract(key, success, weight, at);
      }
      reference.retract(key, success ? weight : 0, success ? 0 : weight, Times.nanos(at), live);
      return "a retraction";
    }

    private String forget(int kind, String key) {
      double factor = 1 - random.nextDouble() / 2;
      double minCount = 12 * random.nextDouble();
      if (kind < 82) {
        tracker.applyDecay(key, factor, minCount);
        reference.decay(key, factor, minCount, now());
        return "a decay";
      }
      tracker.applyGlobalDecay(factor, minCount);
      reference.decayAll(factor, minCount, now());
      return "a global decay";
    }

    private String replace(int kind, String key) {
      if (kind < 93) {
        save();
        return "an export";
      } else if (kind < 95) {
        tracker.restore(read(saved));
        reference.restore(savedReference);
        return "an import";
      } else if (kind < 97) {
        save();
        tracker.restore(read(saved));
        reference.restore(savedReference);
        return "an export and import";
      } else if (kind < 99) {
        tracker.merge(read(saved));
        reference.merge(savedReference);
        return "a merge";
      }
      tracker.remove(key);
      reference.remove(key);
      return "a removal";
    }

    private static TrustSnapshot read(byte[] document) {
      try {
        return TrustSnapshot.read(document);
      } catch (TrustFormatException e) {
        throw new AssertionError(e);
      }
    }

    void check(Worst worst, String where) {
      long now = now();
      for (String key : KEYS) {
        assertThat(tracker.contains(key)).as(where).isEqualTo(reference.contains(key));
        BetaPosterior actual = tracker.getStats(key);
        double ulpAlpha = Math.ulp(largestAlpha.get(key));
        double ulpBeta = Math.ulp(largestBeta.get(key));
        worst.see(deviation(reference.alpha(key, now), actual.alpha(), ulpAlpha), where);
        worst.see(deviation(reference.beta(key, now), actual.beta(), ulpBeta), where);
        assertThat(tracker.getTrust(key)).as(where).isEqualTo(actual.mean());
      }
    }

    private static double deviation(BigDecimal expected, double actual, double ulp) {
      return new BigDecimal(actual).subtract(expected).abs().doubleValue() / ulp;
    }
  }
}
