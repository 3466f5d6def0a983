package io.github.bayesiantrust;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * Compares two independent beta variables X and Y of any shapes. P(X &gt; Y) = ∫ f(t)·G(t) dt with the
 * density f of the narrower one and the distribution function G of the other; E max(0, Y − X) = ∫ P(X
 * ≤ t)·P(Y &gt; t) dt, in which nothing cancels.
 *
 * <p>The integrals are over u = ln(t / (1 − t)), in panels between quantiles of both and some fixed
 * points: on each of them both functions are polynomials to the last digits. Within {@value
 * #NEGLIGIBLE} of either end both are powers, and the integral is known.
 */
final class BetaComparison {
  /** So near to the ends that even shapes of 1e9 make no difference there. */
  private static final double NEGLIGIBLE = 1e-26;

  private static final double END = -Math.log(NEGLIGIBLE);

  /** The tails, shoulders and median of a distribution. */
  private static final double[] PROBABILITIES = {1e-17, 1e-12, 1e-8, 1e-5, 1e-3, 0.02, 0.15, 0.5};

  /** What small shapes need: 1 − t is no polynomial in u around 0, and a power far from it. */
  private static final double[] FIXED = {-END, -30, -12, -5, 0, 5, 12, 30, END};

  private final BetaKernel first;
  private final BetaKernel second;

  private BetaComparison(BetaKernel first, BetaKernel second) {
    this.first = first;
    this.second = second;
  }

  /** P(X &gt; Y). */
  static double probabilityGreater(BetaKernel x, BetaKernel y) {
    if (x.a == y.a && x.b == y.b) {
      return 0.5;
    }
    return isNarrower(x, y)
        ? new BetaComparison(x, y).firstIsGreater()
        : 1 - new BetaComparison(y, x).firstIsGreater();
  }

  /** E max(0, Y − X). */
  static double expectedExcess(BetaKernel x, BetaKernel y) {
    return new BetaComparison(x, y)
        .integral(
            (t, rest) -> IncompleteBeta.lower(x, t, rest) * IncompleteBeta.upper(y, t, rest) * t * rest);
  }

  /** An order in which of two distributions one always comes first. */
  private static boolean isNarrower(BetaKernel x, BetaKernel y) {
    int order = Double.compare(variance(x), variance(y));
    return order < 0 || order == 0 && x.a < y.a;
  }

  private static double variance(BetaKernel kernel) {
    double n = kernel.a + kernel.b;
    return kernel.a / n * (kernel.b / n) / (n + 1);
  }

  private double firstIsGreater() {
    double middle =
        integral(
            (t, rest) -> {
              double density = first.at(t, rest);
              return density == 0 ? 0 : density * IncompleteBeta.lower(second, t, rest);
            });
    return Math.min(1, lowEnd() + middle + highEnd());
  }

  private double lowEnd() {
    return atEnd(first) * atEnd(second) * (first.a / (first.a + second.a));
  }

  private double highEnd() {
    BetaKernel x = first.mirrored();
    BetaKernel y = second.mirrored();
    return atEnd(x) * (1 - atEnd(y) * (x.a / (x.a + y.a)));
  }

  private static double atEnd(BetaKernel kernel) {
    return IncompleteBeta.lower(kernel, NEGLIGIBLE, 1);
  }

  /** The integral over u of a function of t and 1 − t. */
  private double integral(DoubleBinaryOperator f) {
    double[] cuts = cuts();
    double sum = 0;
    for (int i = 1; i < cuts.length; i++) {
      if (cuts[i] > cuts[i - 1]) {
        sum +=
            GaussLegendre.integral(
                u -> f.applyAsDouble(1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))),
                cuts[i - 1],
                cuts[i]);
      }
    }
    return sum;
  }

  private double[] cuts() {
    double[] cuts = Arrays.copyOf(FIXED, FIXED.length + 4 * PROBABILITIES.length);
    int count = FIXED.length;
    for (BetaKernel each : new BetaKernel[] {first, second}) {
      for (double p : PROBABILITIES) {
        cuts[count++] = logit(BetaQuantile.ofLower(each, p));
        cuts[count++] = logit(BetaQuantile.ofUpper(each, p));
      }
    }
    Arrays.sort(cuts);
    return cuts;
  }

  private static double logit(BetaQuantile point) {
    return Math.min(END, Math.max(-END, Math.log(point.x()) - Math.log(point.y())));
  }
}
