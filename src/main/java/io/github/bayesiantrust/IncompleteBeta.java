package io.github.bayesiantrust;

/**
 * The regularised incomplete beta function I(x; a, b), the probability that a Beta(a, b) variable is
 * at most x, and its complement; whichever is the smaller is computed as such, and not as one minus
 * the other.
 *
 * <p>A continued fraction by Lentz' method as modified by Thompson and Barnett (1986) where it
 * converges soon; where both shapes are large, and it would take O(√n) steps, the integral
 * of the density over the tail by Gauss-Legendre quadrature.
 */
final class IncompleteBeta {
  /** Both shapes at least this large go by quadrature. */
  private static final double LARGE_SHAPES = 3000;

  private static final int MAX_STEPS = 20_000;
  private static final double CONVERGED = 1e-16;
  private static final double TINY = 1e-300;

  private IncompleteBeta() {}

  /**
   * P(X ≤ x).
   *
   * @param x in [0, 1]
   * @param y 1 − x; of the two, the smaller one counts as exact
   */
  static double lower(double a, double b, double x, double y) {
    if (x <= 0 || y <= 0) {
      return x <= 0 ? 0 : 1;
    }
    boolean below = isBelowMean(a, b, x, y);
    double tail = below ? tail(a, b, x, y) : tail(b, a, y, x);
    return below ? tail : 1 - tail;
  }

  /** P(X &gt; x). */
  static double upper(double a, double b, double x, double y) {
    return lower(b, a, y, x);
  }

  /**
   * The logarithm of a tail, and its slope over ln(x / (1 − x)).
   *
   * @param value ln P(X ≤ x)
   * @param slope the kernel over P(X ≤ x)
   */
  record LogTail(double value, double slope) {}

  /** ln P(X ≤ x), which does not underflow. */
  static LogTail logLower(double a, double b, double x, double y) {
    if (isBelowMean(a, b, x, y)) {
      double ratio = tailOverKernel(a, b, x, y);
      return new LogTail(BetaKernel.logKernel(a, b, x, y) + Math.log(ratio), 1 / ratio);
    }
    double tail = lower(a, b, x, y);
    return new LogTail(Math.log(tail), BetaKernel.kernel(a, b, x, y) / tail);
  }

  private static boolean isBelowMean(double a, double b, double x, double y) {
    double excess = BetaKernel.excess(a, b, x, y);
    return areLarge(a, b) ? excess >= 0 : excess + 1 >= 2 * x;
  }

  private static boolean areLarge(double a, double b) {
    return Math.min(a, b) >= LARGE_SHAPES;
  }

  /** The lower tail, where x is not far above the mean. */
  private static double tail(double a, double b, double x, double y) {
    double kernel = BetaKernel.kernel(a, b, x, y);
    return kernel == 0 ? 0 : Math.min(1, kernel * tailOverKernel(a, b, x, y));
  }

  private static double tailOverKernel(double a, double b, double x, double y) {
    return areLarge(a, b) ? BetaTail.relative(a, b, x, y) : 1 / fraction(a, b, x, y);
  }

  /**
   * β₁ + α₂/(β₂ + α₃/(β₃ + …)), which divides the kernel: the even part of the fraction in DLMF
   * 8.17.22, in the form of Didonato and Morris (TOMS 708, 1992, section 4), whose terms are positive
   * and hold a − (a + b)·x as a whole.
   */
  private static double fraction(double a, double b, double x, double y) {
    double excess = BetaKernel.excess(a, b, x, y);
    double value = a / (a + 1) * (excess + 1);
    double c = value;
    double d = 0;
    for (int m = 1; m <= MAX_STEPS; m++) {
      double z = a + 2.0 * m;
      double product = m * (b - m) * x / (z - 1);
      double numerator = product * (((a + m - 1) / (z - 1)) * (a + b + m - 1) * x);
      double denominator = m + product + (a + m) / (z + 1) * (excess + 1 + m * (1 + y));
      d = 1 / awayFromZero(denominator + numerator * d);
      c = awayFromZero(denominator + numerator / c);
      double factor = c * d;
      value *= factor;
      if (Math.abs(factor - 1) < CONVERGED) {
        break;
      }
    }
    return value;
  }

  private static double awayFromZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
