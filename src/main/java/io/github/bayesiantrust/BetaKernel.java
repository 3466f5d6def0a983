package io.github.bayesiantrust;

/**
 * The factor x^a·y^b / B(a, b), with y = 1 − x, that densities and tail probabilities of the beta
 * distribution share, without the cancellation of its large logarithms.
 *
 * <p>By Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000):
 * √(ab/(2πn))·e^(μ(n) − μ(a) − μ(b) − D) with n = a + b, Binet's function μ, and the deviance D =
 * a·ln(a/(nx)) + b·ln(b/(ny)), which is small where the factor is not.
 */
final class BetaKernel {
  private static final double TWO_PI = 2 * Math.PI;

  /** From here on the asymptotic series of Binet's function is exact to the last bit. */
  private static final double BINET_SERIES = 10;

  private static final int MAX_TERMS = 64;

  private BetaKernel() {}

  /**
   * The factor itself; 0 if it underflows.
   *
   * @param x in (0, 1)
   * @param y 1 − x; of the two, the smaller one counts as exact
   */
  static double kernel(double a, double b, double x, double y) {
    return scale(a, b) * Math.exp(-deviance(a, b, x, y));
  }

  /** The natural logarithm of the factor. */
  static double logKernel(double a, double b, double x, double y) {
    return Math.log(scale(a, b)) - deviance(a, b, x, y);
  }

  private static double scale(double a, double b) {
    double n = a + b;
    return Math.sqrt(Math.min(a, b) * (Math.max(a, b) / n) / TWO_PI)
        * Math.exp(binet(n) - binet(a) - binet(b));
  }

  private static double deviance(double a, double b, double x, double y) {
    double n = a + b;
    double excess = excess(a, b, x, y);
    return deviancePart(a, n * x, excess) + deviancePart(b, n * y, -excess);
  }

  /** a − n·x = n·y − b, exact but for one rounding, whatever cancels. */
  static double excess(double a, double b, double x, double y) {
    return x <= y ? shortfall(a, b, x) : -shortfall(b, a, y);
  }

  /** a − (a + b)·x, where the rounding of a + b is made up for (Knuth's two-sum). */
  private static double shortfall(double a, double b, double x) {
    double n = a + b;
    double bPart = n - a;
    double lost = (a - (n - bPart)) + (b - bPart);
    return Math.fma(-n, x, a) - lost * x;
  }

  /** k·ln(k/m) − (k − m) ≥ 0, given the difference k − m. */
  private static double deviancePart(double k, double m, double difference) {
    double t = difference / m;
    return Math.abs(t) < 0.1 ? m * entropy(t) : k * Math.log(k / m) - difference;
  }

  /** (1 + t)·ln(1 + t) − t for small t, by its power series Σ (−t)^j / (j(j−1)). */
  private static double entropy(double t) {
    double power = t * t;
    double sum = power / 2;
    for (int j = 3; j < MAX_TERMS; j++) {
      power *= -t;
      double next = sum + power / (j * (j - 1.0));
      if (next == sum) {
        return sum;
      }
      sum = next;
    }
    return sum;
  }

  /**
   * Binet's function μ(z) = ln Γ(z) − (z − ½)·ln z + z − ½·ln 2π for z &gt; 0: Stirling's series (DLMF
   * 5.11.1) after the recurrence μ(z) = μ(z + 1) + (z + ½)·ln(1 + 1/z) − 1.
   */
  static double binet(double z) {
    double sum = 0;
    double large = z;
    while (large < BINET_SERIES) {
      sum += (large + 0.5) * Math.log1p(1 / large) - 1;
      large++;
    }
    return sum + stirlingSeries(large);
  }

  private static double stirlingSeries(double z) {
    double w = 1 / (z * z);
    double series =
        1.0 / 12
            - w * (1.0 / 360
                - w * (1.0 / 1260
                    - w * (1.0 / 1680
                        - w * (1.0 / 1188
                            - w * (691.0 / 360360 - w * (1.0 / 156 - w * 3617.0 / 122400))))));
    return series / z;
  }

  /** ln(1 + t) − t without cancellation, for t &gt; −1. */
  static double log1pMinus(double t) {
    if (Math.abs(t) > 0.1) {
      return Math.log1p(t) - t;
    }
    double power = t;
    double sum = 0;
    for (int j = 2; j < MAX_TERMS; j++) {
      power *= -t;
      double next = sum + power / j;
      if (next == sum) {
        return sum;
      }
      sum = next;
    }
    return sum;
  }
}
