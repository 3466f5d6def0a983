package io.github.bayesiantrust;

/**
 * The regularised incomplete beta function I(x; a, b), the probability that a Beta(a, b) variable is
 * at most x, and its complement; whichever is the smaller is computed as such, and not as one minus
 * the other.
 *
 * <p>A tail is its kernel times a ratio: a power series near 0, the inverse of a continued fraction
 * elsewhere, and, where both shapes are so large that this would take hundreds of steps, an integral of
 * the density's shape. For small whole shapes, as few outcomes give them, quantiles use a finite sum.
 */
final class IncompleteBeta {
  /** Both shapes at least this large go by quadrature, which from here on is the quicker one. */
  static final double LARGE_SHAPES = 20_000;

  /** Up to so many terms a sum is quicker than the kernel and the fraction. */
  private static final double FEW_TERMS = 12;

  private static final int MAX_TERMS = 100;

  /** A complement smaller than this has lost two digits. */
  private static final double CANCELLED = 0.01;

  /** So much of the logit 16 points integrate to the last bit: the kernel's poles are π away. */
  private static final double PANEL = 3;

  private static final int MAX_PANELS = 64;

  private IncompleteBeta() {}

  /**
   * P(X ≤ x).
   *
   * @param x in [0, 1]
   * @param y 1 − x; of the two, the smaller one counts as exact
   */
  static double lower(BetaKernel kernel, double x, double y) {
    if (x <= 0 || y <= 0) {
      return x <= 0 ? 0 : 1;
    }
    if (isBelowMean(kernel, x, y)) {
      return tail(kernel, x, y);
    }
    double rest = 1 - tail(kernel.mirrored(), y, x);
    return rest < CANCELLED ? acrossMean(kernel, x, y) : rest;
  }

  /** P(X &gt; x). */
  static double upper(BetaKernel kernel, double x, double y) {
    return lower(kernel.mirrored(), y, x);
  }

  /**
   * A tail near which one looks for a quantile.
   *
   * @param kernel its derivative over ln(x / (1 − x))
   * @param ratio P(X ≤ x) over that, which is there even where both underflow
   * @param value P(X ≤ x)
   */
  record Tail(double kernel, double ratio, double value) {
    Tail(double kernel, double ratio) {
      this(kernel, ratio, kernel * ratio);
    }
  }

  /** P(X ≤ x) and its derivative. */
  static Tail lowerTail(BetaKernel kernel, double x, double y) {
    if (isSmall(kernel)) {
      return sum(kernel, x, y);
    }
    double factor = kernel.at(x, y);
    return isBelowMean(kernel, x, y)
        ? new Tail(factor, tailOverKernel(kernel, x, y))
        : new Tail(factor, lower(kernel, x, y) / factor);
  }

  /**
   * With a tiny b there is little below x even where x is above the mean: what is below the mean, and
   * the integral of the kernel over the logit from there.
   */
  private static double acrossMean(BetaKernel kernel, double x, double y) {
    double n = kernel.a + kernel.b + 2;
    double meanX = (kernel.a + 1) / n;
    double meanY = (kernel.b + 1) / n;
    double from = Math.log(meanX) - Math.log(meanY);
    double to = Math.log(x) - Math.log(y);
    int panels = (int) Math.min(MAX_PANELS, 1 + (to - from) / PANEL);
    double sum = tail(kernel, meanX, meanY);
    for (int i = 0; i < panels; i++) {
      sum +=
          GaussLegendre.integral(
              u -> kernel.at(1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))),
              from + (to - from) * i / panels,
              from + (to - from) * (i + 1) / panels);
    }
    return sum;
  }

  private static boolean isBelowMean(BetaKernel kernel, double x, double y) {
    double excess = kernel.excess(x, y);
    return areLarge(kernel) ? excess >= 0 : excess + 1 >= 2 * x;
  }

  private static boolean areLarge(BetaKernel kernel) {
    return Math.min(kernel.a, kernel.b) >= LARGE_SHAPES;
  }

  /** The lower tail, where x is not far above the mean. */
  private static double tail(BetaKernel kernel, double x, double y) {
    double factor = kernel.at(x, y);
    return factor == 0 ? 0 : Math.min(1, factor * tailOverKernel(kernel, x, y));
  }

  private static double tailOverKernel(BetaKernel kernel, double x, double y) {
    if (x <= 0.5 && (kernel.a + kernel.b) * x <= 1) {
      return series(kernel, x);
    }
    return areLarge(kernel)
        ? BetaTail.relative(kernel, x, y)
        : 1 / BetaFraction.of(kernel, x, y).value();
  }

  /**
   * Σ (a + b)ⱼ/(a)ⱼ₊₁·x^j (DLMF 8.17.8): all terms are positive, each is at most the one before it,
   * and in the end half of it.
   */
  private static double series(BetaKernel kernel, double x) {
    double n = kernel.a + kernel.b;
    double term = 1;
    double sum = 0;
    for (int j = 0; j < MAX_TERMS && sum + term != sum; j++) {
      sum += term;
      term *= (n + j) / (kernel.a + 1 + j) * x;
    }
    return sum / kernel.a;
  }

  private static boolean isSmall(BetaKernel kernel) {
    return isSmallAndWhole(kernel.a) && isSmallAndWhole(kernel.b);
  }

  private static boolean isSmallAndWhole(double shape) {
    return shape <= FEW_TERMS && shape == Math.rint(shape);
  }

  /**
   * For a whole b, P(X ≤ x) = x^a·Σ (a)ⱼ/j!·y^j over j below b, a negative binomial distribution (DLMF
   * 8.17.5); b times the next term is the kernel.
   */
  private static Tail sum(BetaKernel kernel, double x, double y) {
    double a = kernel.a;
    double b = kernel.b;
    double power = 1;
    for (int i = 0; i < a; i++) {
      power *= x;
    }
    double term = 1;
    double sum = 0;
    for (int j = 0; j < b; j++) {
      sum += term;
      term *= (a + j) / (j + 1) * y;
    }
    double next = b * term;
    return new Tail(power * next, sum / next, power * sum);
  }
}
