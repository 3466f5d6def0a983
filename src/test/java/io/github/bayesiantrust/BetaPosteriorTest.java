package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BetaPosteriorTest {
  private static final double ULP = 0x1p-52;

  private static final double[] EXTREME_SHAPES = {
    Double.MIN_VALUE, 1e-300, 1e-20, 1e-3, 0.5, 1, 1 + 1e-15, 3, 1e4, 1e9, 1e20, 1e150,
    Double.MAX_VALUE
  };

  private static final double[] PROBABILITIES = {
    0, Double.MIN_VALUE, 1e-300, 1e-10, 0.025, 0.5, 0.975, 1 - 1e-10, Math.nextDown(1.0), 1
  };

  /** All shapes of the range that accuracy is promised for, some pairs of them, at random. */
  static Stream<BetaPosterior> posteriors() {
    SplittableRandom random = new SplittableRandom(42);
    return Stream.generate(() -> BetaPosterior.of(shape(random), shape(random))).limit(60);
  }

  private static double shape(SplittableRandom random) {
    return Math.pow(10, random.nextDouble(-3, 9));
  }

  private static BetaPosterior mirrored(BetaPosterior posterior) {
    return new BetaPosterior(
        posterior.beta(), posterior.alpha(), posterior.priorBeta(), posterior.priorAlpha());
  }

  // Evidence and moments

  @Test
  void evidence_abovePrior_isTheDifference() {
    BetaPosterior posterior = new BetaPosterior(5, 3.5, 2, 0.5);
    assertThat(posterior.successes()).isEqualTo(3);
    assertThat(posterior.failures()).isEqualTo(3);
    assertThat(posterior.sampleSize()).isEqualTo(6);
  }

  @Test
  void evidence_belowPrior_isNone() {
    BetaPosterior posterior = BetaPosterior.of(0.5, 0.5);
    assertThat(posterior.successes()).isZero();
    assertThat(posterior.failures()).isZero();
    assertThat(posterior.sampleSize()).isZero();
  }

  @Test
  void moments_someShapes_areTheFormulas() {
    BetaPosterior posterior = BetaPosterior.of(3, 5);
    assertThat(posterior.mean()).isEqualTo(3 / 8.0);
    assertThat(posterior.mode()).isEqualTo(2 / 6.0);
    assertThat(posterior.variance()).isCloseTo(15 / (64 * 9.0), within(1e-17));
    assertThat(posterior.standardDeviation()).isEqualTo(Math.sqrt(posterior.variance()));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0.5", "0.5, 0.5, 0.5", "0.5, 2, 0", "2, 0.5, 1", "1, 2, 0", "0.2, 0.9, 0"})
  void mode_aShapeUpToOne_isWhereTheDensityIsGreatest(double alpha, double beta, double mode) {
    assertThat(BetaPosterior.of(alpha, beta).mode()).isEqualTo(mode);
  }

  @Test
  void plus_samePrior_evidenceAddsAndPriorCountsOnce() {
    BetaPosterior sum =
        new BetaPosterior(5, 3, 2, 1).plus(new BetaPosterior(2.5, 11, 2, 1));
    assertThat(sum).isEqualTo(new BetaPosterior(5.5, 13, 2, 1));
  }

  @Test
  void plus_otherPrior_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BetaPosterior.of(2, 2).plus(new BetaPosterior(2, 2, 2, 1)))
        .withMessageContainingAll("(1.0, 1.0)", "(2.0, 1.0)");
  }

  // The distribution

  @Test
  void density_knownShapes_isTheFormula() {
    assertThat(BetaPosterior.of(2, 3).density(0.25)).isCloseTo(12 * 0.25 * 0.5625, within(1e-15));
    assertThat(BetaPosterior.of(0.5, 0.5).density(0.5)).isCloseTo(2 / Math.PI, within(1e-15));
    assertThat(BetaPosterior.of(1e8, 1e8).density(0.5))
        .isCloseTo(Math.sqrt(4 * 2e8 / (2 * Math.PI)), within(1e-4));
  }

  @Test
  void density_endsAndOutside_isTheLimit() {
    assertThat(BetaPosterior.of(1, 3).density(0)).isEqualTo(3);
    assertThat(BetaPosterior.of(3, 1).density(1)).isEqualTo(3);
    assertThat(BetaPosterior.of(2, 2).density(0)).isZero();
    assertThat(BetaPosterior.of(0.5, 2).density(0)).isInfinite();
    assertThat(BetaPosterior.of(2, 0.5).density(1)).isInfinite();
    assertThat(BetaPosterior.of(0.5, 0.5).density(-0.1)).isZero();
    assertThat(BetaPosterior.of(0.5, 0.5).density(Double.POSITIVE_INFINITY)).isZero();
  }

  @Test
  void cdf_outside_isZeroOrOne() {
    BetaPosterior posterior = BetaPosterior.of(0.3, 7);
    assertThat(posterior.cdf(-1)).isZero();
    assertThat(posterior.cdf(0)).isZero();
    assertThat(posterior.cdf(1)).isEqualTo(1);
    assertThat(posterior.cdf(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(posterior.survival(Double.NEGATIVE_INFINITY)).isEqualTo(1);
    assertThat(posterior.survival(1)).isZero();
  }

  @ParameterizedTest
  @MethodSource("posteriors")
  void cdf_risingX_neverFalls(BetaPosterior posterior) {
    double before = 0;
    for (int i = 1; i < 400; i++) {
      double x = posterior.quantile(i / 400.0);
      double p = posterior.cdf(x);
      assertThat(p).as("at " + x).isGreaterThanOrEqualTo(before * (1 - 2 * ULP));
      before = p;
    }
  }

  @ParameterizedTest
  @MethodSource("posteriors")
  void cdf_ofQuantile_givesTheProbabilityBack(BetaPosterior posterior) {
    for (double p : new double[] {1e-200, 1e-11, 0.025, 0.3, 0.5, 0.9, 0.999}) {
      double x = posterior.quantile(p);
      if (x > 1e-300 && x < 1) {
        assertThat(posterior.cdf(x)).as(p + " at " + x)
            .isCloseTo(p, within(3e-13 * p + rounding(posterior, x)));
      }
    }
  }

  /** What some ulps of x make in the probability. */
  private static double rounding(BetaPosterior posterior, double x) {
    return 4 * posterior.density(x) * Math.ulp(x);
  }

  @Test
  void answers_extremeShapes_areNumbersInRange() {
    for (double alpha : EXTREME_SHAPES) {
      for (double beta : EXTREME_SHAPES) {
        assertIsSound(new BetaPosterior(alpha, beta, Math.min(alpha, 1), Math.min(beta, 1)));
      }
    }
  }

  private static void assertIsSound(BetaPosterior posterior) {
    for (double p : PROBABILITIES) {
      assertIsProbability(posterior, p, posterior.cdf(p));
      assertIsProbability(posterior, p, posterior.survival(p));
      assertIsProbability(posterior, p, posterior.quantile(p));
      assertIsProbability(posterior, p, posterior.upperQuantile(p));
      assertThat(posterior.density(p)).as(posterior + " at " + p).isGreaterThanOrEqualTo(0);
    }
    assertIsProbability(posterior, 0, posterior.mean());
    assertIsProbability(posterior, 0, posterior.mode());
    assertThat(posterior.variance()).as(posterior.toString()).isBetween(0.0, 0.25);
    assertIsProbability(posterior, 0, posterior.sample(new SplittableRandom(1)));
    assertIsProbability(posterior, 0, posterior.probabilityGreaterThan(BetaPosterior.of(2, 3)));
    assertIsProbability(posterior, 0, posterior.expectedLoss(BetaPosterior.of(2, 3)));
    for (IntervalMethod method : IntervalMethod.values()) {
      assertThat(posterior.interval(method, 0.95)).as(method + " of " + posterior).isNotNull();
    }
    assertThat(posterior.successesToTrust(0.9, 0.95)).isNotNull();
    assertThat(posterior.failuresToDistrust(0.1, 0.95)).isNotNull();
  }

  private static void assertIsProbability(BetaPosterior posterior, double at, double value) {
    assertThat(value).as(posterior + " at " + at).isBetween(0.0, 1.0);
  }

  // Symmetry

  @ParameterizedTest
  @MethodSource("posteriors")
  void distribution_exchangedShapes_isTheMirrorImage(BetaPosterior posterior) {
    BetaPosterior mirror = mirrored(posterior);
    for (double x : new double[] {0.125, 0.25, 0.5, 0.75, 0.984375}) {
      assertThat(mirror.cdf(x)).isEqualTo(posterior.survival(1 - x));
      assertThat(mirror.density(x)).isCloseTo(posterior.density(1 - x), within(tiny(mirror, x)));
      assertThat(mirror.decide(x, 0.95)).isEqualTo(opposite(posterior.decide(1 - x, 0.95)));
      assertThat(mirror.successesToTrust(x, 0.95))
          .isEqualTo(posterior.failuresToDistrust(1 - x, 0.95));
    }
    for (double p : new double[] {1e-12, 0.025, 0.25, 0.5, 0.75, 0.96875}) {
      assertThat(mirror.upperQuantile(p)).isCloseTo(1 - posterior.quantile(p), within(ULP));
    }
    assertThat(mirror.mean()).isCloseTo(1 - posterior.mean(), within(ULP));
    assertThat(mirror.mode()).isCloseTo(1 - posterior.mode(), within(ULP));
    assertThat(mirror.variance()).isEqualTo(posterior.variance());
  }

  private static double tiny(BetaPosterior posterior, double x) {
    return posterior.density(x) * 1e-14;
  }

  private static TrustDecision opposite(TrustDecision decision) {
    return switch (decision) {
      case TRUSTED -> TrustDecision.DISTRUSTED;
      case DISTRUSTED -> TrustDecision.TRUSTED;
      case UNDECIDED -> TrustDecision.UNDECIDED;
    };
  }

  // Bounds and decisions

  @ParameterizedTest
  @MethodSource("posteriors")
  void probabilityAbove_lowerBound_isTheConfidence(BetaPosterior posterior) {
    for (double confidence : new double[] {0.05, 0.5, 0.9, 0.95, 0.999}) {
      double lower = posterior.lowerBound(confidence);
      double upper = posterior.upperBound(confidence);
      if (lower > 1e-300 && upper < 1) {
        double rounding = rounding(posterior, lower);
        assertThat(posterior.probabilityAbove(lower))
            .isCloseTo(confidence, within(1e-13 + rounding));
        assertThat(posterior.cdf(upper))
            .isCloseTo(confidence, within(1e-13 + rounding(posterior, upper)));
      }
    }
  }

  /** With β = 1 the distribution function is θ^α: the bound is 0.05^(1/6). */
  @Test
  void lowerBound_fiveOfFive_isARoot() {
    assertThat(BetaPosterior.of(6, 1).lowerBound(0.95))
        .isCloseTo(Math.pow(0.05, 1 / 6.0), within(2e-16));
  }

  @Test
  void decide_probabilityAtTheConfidence_isDecided() {
    BetaPosterior posterior = BetaPosterior.of(2, 1);
    assertThat(posterior.decide(0.5, 0.75)).isEqualTo(TrustDecision.TRUSTED);
    assertThat(posterior.decide(0.5, Math.nextUp(0.75))).isEqualTo(TrustDecision.UNDECIDED);
    assertThat(BetaPosterior.of(1, 2).decide(0.5, 0.75)).isEqualTo(TrustDecision.DISTRUSTED);
    assertThat(BetaPosterior.of(1, 1).decide(0.5, 0.75)).isEqualTo(TrustDecision.UNDECIDED);
    assertThat(posterior.decide(0, 0.999)).isEqualTo(TrustDecision.TRUSTED);
    assertThat(posterior.decide(1, 0.999)).isEqualTo(TrustDecision.DISTRUSTED);
  }

  /** From Beta(1, 1): the least k with 1 − t^(k+1) ≥ 0.95. */
  @ParameterizedTest
  @CsvSource({"0.9, 28", "0.95, 58", "0.99, 298", "0.5, 4", "0, 0"})
  void successesToTrust_fromTheUniformPrior_areKnown(double threshold, long successes) {
    BetaPosterior uniform = BetaPosterior.of(1, 1);
    assertThat(uniform.successesToTrust(threshold, 0.95)).hasValue(successes);
    assertThat(uniform.failuresToDistrust(1 - threshold, 0.95)).hasValue(successes);
  }

  @ParameterizedTest
  @MethodSource("posteriors")
  void successesToTrust_anyPosterior_areTheLeast(BetaPosterior posterior) {
    for (double threshold : new double[] {0.1, 0.5, 0.9, 0.999}) {
      long k = posterior.successesToTrust(threshold, 0.95).orElseThrow();
      assertThat(after(posterior, k).decide(threshold, 0.95)).isEqualTo(TrustDecision.TRUSTED);
      if (k > 0) {
        assertThat(after(posterior, k - 1).decide(threshold, 0.95))
            .isNotEqualTo(TrustDecision.TRUSTED);
      }
    }
  }

  private static BetaPosterior after(BetaPosterior posterior, long successes) {
    return BetaPosterior.of(posterior.alpha() + successes, posterior.beta());
  }

  @Test
  void successesToTrust_unreachable_isEmpty() {
    assertThat(BetaPosterior.of(1, 1).successesToTrust(1, 0.95)).isEmpty();
    assertThat(BetaPosterior.of(1, 1).successesToTrust(Math.nextDown(1.0), 0.95)).isEmpty();
    assertThat(BetaPosterior.of(1, 1).failuresToDistrust(0, 0.95)).isEmpty();
  }

  // Arguments

  @Test
  void new_badShapes_areRefused() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused("alpha", bad, () -> BetaPosterior.of(bad, 1));
      assertRefused("beta", bad, () -> BetaPosterior.of(1, bad));
      assertRefused("priorAlpha", bad, () -> new BetaPosterior(1, 1, bad, 1));
      assertRefused("priorBeta", bad, () -> new BetaPosterior(1, 1, 1, bad));
    }
  }

  @Test
  void answers_badNumbers_areRefused() {
    BetaPosterior posterior = BetaPosterior.of(2, 3);
    assertRefused("x", Double.NaN, () -> posterior.density(Double.NaN));
    assertRefused("x", Double.NaN, () -> posterior.cdf(Double.NaN));
    assertRefused("x", Double.NaN, () -> posterior.survival(Double.NaN));
    for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
      assertRefused("p", bad, () -> posterior.quantile(bad));
      assertRefused("q", bad, () -> posterior.upperQuantile(bad));
      assertRefused("threshold", bad, () -> posterior.probabilityAbove(bad));
      assertRefused("threshold", bad, () -> posterior.decide(bad, 0.95));
      assertRefused("threshold", bad, () -> posterior.successesToTrust(bad, 0.95));
      assertRefused("threshold", bad, () -> posterior.failuresToDistrust(bad, 0.95));
      assertRefused("confidence", bad, () -> posterior.lowerBound(bad));
      assertRefused("confidence", bad, () -> posterior.upperBound(bad));
      assertRefused("level", bad, () -> posterior.credibleInterval(bad));
    }
    for (double bad : new double[] {0.5, 0, 1, Double.NaN}) {
      assertRefused("confidence", bad, () -> posterior.decide(0.5, bad));
      assertRefused("confidence", bad, () -> posterior.successesToTrust(0.5, bad));
      assertRefused("confidence", bad, () -> posterior.failuresToDistrust(0.5, bad));
    }
    assertRefused("z", -1, () -> posterior.normalApproximation(-1));
  }

  private static void assertRefused(String name, double value, ThrowingCallable call) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .withMessageContainingAll(name + " must be", String.valueOf(value));
  }

  @Test
  void answers_null_isRefused() {
    BetaPosterior posterior = BetaPosterior.of(2, 3);
    List<ToDoubleFunction<BetaPosterior>> calls =
        List.of(
            p -> p.sample(null),
            p -> p.interval(null, 0.9).width(),
            p -> p.probabilityGreaterThan(null),
            p -> p.expectedLoss(null),
            p -> p.plus(null).mean());
    calls.forEach(
        call -> assertThatNullPointerException().isThrownBy(() -> call.applyAsDouble(posterior)));
  }
}
