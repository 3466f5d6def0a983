package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IntervalMethodTest {
  private static final double ULP = 0x1p-52;

  private static final Set<IntervalMethod> OF_EVIDENCE =
      EnumSet.of(
          IntervalMethod.WILSON,
          IntervalMethod.JEFFREYS,
          IntervalMethod.AGRESTI_COULL,
          IntervalMethod.CLOPPER_PEARSON);

  private static BetaPosterior seen(double successes, double failures) {
    return BetaPosterior.of(1 + successes, 1 + failures);
  }

  /**
   * 7 of 20 at 95 %. By scipy 1.17: beta.ppf for the quantiles, binomtest(7, 20).proportion_ci for the
   * others, the formulas of Brown, Cai and DasGupta for Agresti and Coull and the normal approximation
   * about 8/22, and brentq for equal densities for the highest density.
   */
  @ParameterizedTest
  @CsvSource({
    "EQUAL_TAILED, 0.1810716255, 0.5696754829",
    "HIGHEST_DENSITY, 0.1733906647, 0.5605553391",
    "NORMAL_APPROXIMATION, 0.1626238561, 0.5646488711",
    "WILSON, 0.1811918241, 0.5671457233",
    "JEFFREYS, 0.1722762136, 0.5677660938",
    "AGRESTI_COULL, 0.1799263614, 0.5684111860",
    "CLOPPER_PEARSON, 0.1539092048, 0.5921885345"
  })
  void interval_sevenOfTwenty_isKnown(IntervalMethod method, double lower, double upper) {
    TrustInterval interval = seen(7, 13).interval(method, 0.95);
    assertThat(interval.lower()).isCloseTo(lower, within(1e-7));
    assertThat(interval.upper()).isCloseTo(upper, within(1e-7));
  }

  static Stream<BetaPosterior> posteriors() {
    SplittableRandom random = new SplittableRandom(7);
    Stream<BetaPosterior> random40 =
        Stream.generate(() -> seen(weight(random), weight(random))).limit(40);
    return Stream.concat(
        Stream.of(seen(0, 0), seen(0, 5), seen(0.25, 0), seen(1e6, 0), seen(3, 1e8)), random40);
  }

  private static double weight(SplittableRandom random) {
    return Math.pow(10, random.nextDouble(-3, 7));
  }

  @ParameterizedTest
  @MethodSource("posteriors")
  void interval_anyEvidence_mirrorsAndGrowsWithTheLevel(BetaPosterior posterior) {
    BetaPosterior mirror = BetaPosterior.of(posterior.beta(), posterior.alpha());
    for (IntervalMethod method : IntervalMethod.values()) {
      TrustInterval before = posterior.interval(method, 1e-9);
      for (double level : new double[] {0.5, 0.95, 0.999, 1 - 1e-12}) {
        TrustInterval interval = posterior.interval(method, level);
        TrustInterval mirrored = mirror.interval(method, level);
        assertThat(mirrored.lower()).as("%s", method).isCloseTo(1 - interval.upper(), within(1e-15));
        assertThat(mirrored.upper()).as("%s", method).isCloseTo(1 - interval.lower(), within(1e-15));
        assertThat(interval.lower()).as("%s", method).isLessThanOrEqualTo(before.lower());
        assertThat(interval.upper()).as("%s", method).isGreaterThanOrEqualTo(before.upper());
        before = interval;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("posteriors")
  void credibleIntervals_anyEvidence_holdTheLevel(BetaPosterior posterior) {
    for (IntervalMethod method :
        EnumSet.of(IntervalMethod.EQUAL_TAILED, IntervalMethod.HIGHEST_DENSITY)) {
      TrustInterval interval = posterior.interval(method, 0.95);
      double outside = posterior.cdf(interval.lower()) + posterior.survival(interval.upper());
      assertThat(outside).as("%s", method).isCloseTo(0.05, within(1e-7));
    }
  }

  @ParameterizedTest
  @EnumSource
  void interval_noEvidence_isThatOfThePriorOrEverything(IntervalMethod method) {
    TrustInterval interval = seen(0, 0).interval(method, 0.9);
    if (OF_EVIDENCE.contains(method)) {
      assertThat(interval).isEqualTo(new TrustInterval(0, 1));
      assertThat(BetaPosterior.of(0.5, 0.5).interval(method, 0.9)).as("less than the prior")
          .isEqualTo(new TrustInterval(0, 1));
    } else if (method != IntervalMethod.NORMAL_APPROXIMATION) {
      assertThat(interval.lower()).isCloseTo(0.05, within(1e-15));
      assertThat(interval.upper()).isCloseTo(0.95, within(1e-15));
    } else {
      assertThat(interval.lower()).as("0.5 − 1.645·√(0.25/2) is below").isZero();
      assertThat(interval.upper()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WILSON", "JEFFREYS", "CLOPPER_PEARSON", "AGRESTI_COULL", "HIGHEST_DENSITY"})
  void interval_noSuccessesOrNoFailures_reachesTheEnd(IntervalMethod method) {
    assertThat(seen(0, 12.5).interval(method, 0.95).lower()).isZero();
    assertThat(seen(12.5, 0).interval(method, 0.95).upper()).isEqualTo(1);
    assertThat(seen(0, 12.5).interval(method, 0.95).upper()).isBetween(0.1, 0.4);
  }

  /** With no successes of n, P(S = 0) = (1 − θ)^n is the half level: "the rule of three" and its kin. */
  @Test
  void clopperPearson_noSuccesses_isARoot() {
    assertThat(seen(0, 30).interval(IntervalMethod.CLOPPER_PEARSON, 0.95).upper())
        .isCloseTo(1 - Math.pow(0.025, 1 / 30.0), within(1e-15));
  }

  @Test
  void agrestiCoull_anyEvidence_containsWilson() {
    posteriors()
        .forEach(
            posterior -> {
              TrustInterval wilson = posterior.interval(IntervalMethod.WILSON, 0.95);
              TrustInterval wider = posterior.interval(IntervalMethod.AGRESTI_COULL, 0.95);
              assertThat(wider.lower()).isLessThanOrEqualTo(wilson.lower() + ULP);
              assertThat(wider.upper()).isGreaterThanOrEqualTo(wilson.upper() - ULP);
            });
  }

  @Test
  void highestDensity_unimodal_hasEqualDensityAndIsShortest() {
    BetaPosterior posterior = BetaPosterior.of(2.5, 9);
    TrustInterval shortest = posterior.interval(IntervalMethod.HIGHEST_DENSITY, 0.9);
    assertThat(posterior.density(shortest.lower()))
        .isCloseTo(posterior.density(shortest.upper()), within(1e-9));
    for (double below = 0.001; below < 0.1; below += 0.001) {
      double width = posterior.upperQuantile(0.1 - below) - posterior.quantile(below);
      assertThat(shortest.width()).isLessThanOrEqualTo(width + ULP);
    }
  }

  @Test
  void equalTailed_otherPriorSamePosterior_isTheSame() {
    BetaPosterior uniform = BetaPosterior.of(3, 8);
    BetaPosterior informed = new BetaPosterior(3, 8, 2.5, 0.5);
    assertThat(informed.interval(IntervalMethod.EQUAL_TAILED, 0.9))
        .isEqualTo(uniform.credibleInterval(0.9));
    assertThat(informed.interval(IntervalMethod.WILSON, 0.9)).as("of other evidence")
        .isNotEqualTo(uniform.interval(IntervalMethod.WILSON, 0.9));
  }
}
