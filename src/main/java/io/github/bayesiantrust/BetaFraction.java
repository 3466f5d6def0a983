package io.github.bayesiantrust;

/**
 * The continued fraction that divides the kernel x^a·y^b / B(a, b) to give P(X ≤ x).
 *
 * <p>The even part of the fraction in DLMF 8.17.22, in the form of Didonato and Morris ("Algorithm
 * 708", ACM TOMS 18, 1992, section 4): β₁ + α₂/(β₂ + α₃/(β₃ + …)) has positive terms for x up to
 * about the mean, and holds a − (a + b)·x as a whole. By Lentz' method as modified by Thompson and
 * Barnett (1986). It takes some steps for small shapes, and O(√min(a, b)) for large ones.
 *
 * @param value the fraction
 * @param steps how many terms it took
 */
record BetaFraction(double value, int steps) {
  /** Far more than any shapes take that are not both large; see BetaFractionTest. */
  private static final int MAX_STEPS = 5_000;

  /** The convergents lie on both sides of the value in turn: a last change bounds the error. */
  private static final double CONVERGED = 0x1p-51;

  private static final double TINY = 1e-300;

  static BetaFraction of(BetaKernel kernel, double x, double y) {
    double a = kernel.a;
    double b = kernel.b;
    double excess = kernel.excess(x, y);
    double inverse = 1 / (a + 1);
    double value = a * inverse * (excess + 1);
    double c = value;
    double d = 0;
    int m = 0;
    double factor = 0;
    while (Math.abs(factor - 1) > CONVERGED && m < MAX_STEPS) {
      m++;
      double next = 1 / (a + 2.0 * m + 1);
      double product = m * (b - m) * x * inverse;
      double numerator = product * ((a + m - 1) * inverse * (a + b + m - 1) * x);
      double denominator = m + product + (a + m) * next * (excess + 1 + m * (1 + y));
      d = 1 / awayFromZero(denominator + numerator * d);
      c = awayFromZero(denominator + numerator / c);
      factor = c * d;
      value *= factor;
      inverse = next;
    }
    return new BetaFraction(value, m);
  }

  private static double awayFromZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
