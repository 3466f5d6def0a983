package io.github.bayesiantrust;

/** The quantiles of the standard normal distribution. */
final class NormalDistribution {
  private static final int MAX_TERMS = 500;

  /** From here on the fraction is exact to the last bit with so many terms; below, the series is. */
  private static final double FRACTION_FROM = 1.6;

  private static final int FRACTION_TERMS = 160;
  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

  private NormalDistribution() {}

  /** The z with P(Z &gt; z) = q for q of at most one half: exact to a few ulps. */
  static double upperQuantile(double q) {
    double z = roughUpperQuantile(Math.log(q));
    for (int i = 0; i < 4; i++) {
      double density = Math.exp(-z * z / 2) / ROOT_TWO_PI;
      double newton = (upperTail(z) - q) / density;
      z += newton / (1 - newton * z / 2);
    }
    return z;
  }

  /** Abramowitz and Stegun 26.2.23, within 4.5e-4, from the logarithm of q. */
  static double roughUpperQuantile(double logQ) {
    double t = Math.sqrt(-2 * logQ);
    double numerator = 2.515517 + t * (0.802853 + t * 0.010328);
    double denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    return t - numerator / denominator;
  }

  /** P(Z &gt; z) for z ≥ 0: its power series (DLMF 7.6.2) or continued fraction (DLMF 7.9.3). */
  private static double upperTail(double z) {
    double density = Math.exp(-z * z / 2) / ROOT_TWO_PI;
    return z < FRACTION_FROM ? 0.5 - density * series(z) : density / fraction(z);
  }

  private static double series(double z) {
    double term = z;
    double sum = z;
    for (int k = 1; k < MAX_TERMS && sum + term != sum; k++) {
      term *= z * z / (2 * k + 1);
      sum += term;
    }
    return sum;
  }

  private static double fraction(double z) {
    double value = z;
    for (int k = FRACTION_TERMS; k > 0; k--) {
      value = z + k / value;
    }
    return value;
  }
}
