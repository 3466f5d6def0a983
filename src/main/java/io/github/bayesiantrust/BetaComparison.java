package io.github.bayesiantrust;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * P(X &gt; Y) for two independent beta variables of any shapes: ∫ f(t)·F(t) dt with the density f of
 * the narrower one and the distribution function F of the other, which is smooth on its scale.
 *
 * <p>The integral is over u = ln(t / (1 − t)) by adaptive quadrature, in pieces between quantiles of
 * both. Within {@value #NEGLIGIBLE} of either end both are powers, and the integral is known.
 */
final class BetaComparison {
  /** So near to the ends that even shapes of 1e9 make no difference there. */
  private static final double NEGLIGIBLE = 1e-26;

  private static final double TOLERANCE = 1e-14;

  /** Tails, shoulders and median of a distribution: a peak between two of them can't hide. */
  private static final double[] PROBABILITIES = {1e-16, 1e-8, 0.001, 0.1, 0.5};

  private final BetaPosterior narrow;
  private final BetaPosterior wide;

  private BetaComparison(BetaPosterior narrow, BetaPosterior wide) {
    this.narrow = narrow;
    this.wide = wide;
  }

  static double probabilityGreater(BetaPosterior x, BetaPosterior y) {
    if (x.alpha() == y.alpha() && x.beta() == y.beta()) {
      return 0.5;
    }
    return isNarrower(x, y)
        ? new BetaComparison(x, y).narrowIsGreater()
        : 1 - new BetaComparison(y, x).narrowIsGreater();
  }

  /** An order in which of two distributions one always comes first. */
  private static boolean isNarrower(BetaPosterior x, BetaPosterior y) {
    int order = Double.compare(x.variance(), y.variance());
    return order < 0 || order == 0 && x.alpha() < y.alpha();
  }

  private double narrowIsGreater() {
    double[] cuts = cuts();
    double sum = lowEnd() + highEnd();
    DoubleUnaryOperator integrand = this::integrand;
    for (int i = 1; i < cuts.length; i++) {
      if (cuts[i] > cuts[i - 1]) {
        sum += GaussLegendre.adaptiveIntegral(integrand, cuts[i - 1], cuts[i], TOLERANCE);
      }
    }
    return Math.min(1, sum);
  }

  private double integrand(double u) {
    double t = 1 / (1 + Math.exp(-u));
    double rest = 1 / (1 + Math.exp(u));
    double density = BetaKernel.kernel(narrow.alpha(), narrow.beta(), t, rest);
    return density == 0
        ? 0
        : density * IncompleteBeta.lower(wide.alpha(), wide.beta(), t, rest);
  }

  private double lowEnd() {
    double both = lower(narrow.alpha(), narrow.beta()) * lower(wide.alpha(), wide.beta());
    return both * (narrow.alpha() / (narrow.alpha() + wide.alpha()));
  }

  private double highEnd() {
    double tail = lower(narrow.beta(), narrow.alpha());
    double wideTail = lower(wide.beta(), wide.alpha());
    return tail * (1 - wideTail * (narrow.beta() / (narrow.beta() + wide.beta())));
  }

  private static double lower(double a, double b) {
    return IncompleteBeta.lower(a, b, NEGLIGIBLE, 1);
  }

  private double[] cuts() {
    double end = -Math.log(NEGLIGIBLE);
    double[] cuts = new double[4 * PROBABILITIES.length + 2];
    int count = 0;
    for (BetaPosterior each : new BetaPosterior[] {narrow, wide}) {
      for (double p : PROBABILITIES) {
        cuts[count++] = logit(BetaQuantile.ofLower(each.alpha(), each.beta(), p), end);
        cuts[count++] = logit(BetaQuantile.ofUpper(each.alpha(), each.beta(), p), end);
      }
    }
    cuts[count++] = -end;
    cuts[count] = end;
    Arrays.sort(cuts);
    return cuts;
  }

  private static double logit(BetaQuantile point, double end) {
    return Math.min(end, Math.max(-end, Math.log(point.x()) - Math.log(point.y())));
  }
}
