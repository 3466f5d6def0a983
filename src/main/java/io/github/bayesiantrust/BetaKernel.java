package io.github.bayesiantrust;

/**
 * The factor x^a·y^b / B(a, b), with y = 1 − x, that densities and tail probabilities of Beta(a, b)
 * share, without the cancellation of its large logarithms. Immutable.
 *
 * <p>By Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000):
 * √(ab/(2πn))·e^(μ(n) − μ(a) − μ(b) − D) with n = a + b, Binet's function μ, and the deviance D =
 * a·ln(a/(nx)) + b·ln(b/(ny)), which is small where the factor is not. All but D is worked out once.
 */
final class BetaKernel {
  private static final double TWO_PI = 2 * Math.PI;

  /** From here on the asymptotic series of Binet's function is exact to the last bit. */
  private static final int BINET_SERIES = 10;

  /** Binet's function of 1, 2, … below that: counts are the most frequent shapes. */
  private static final double[] BINET_OF_WHOLE = new double[BINET_SERIES];

  /** Where the logarithm of a ratio near 1 is better taken by its series. */
  private static final double NEAR = 0.1;

  static {
    for (int z = 1; z < BINET_SERIES; z++) {
      BINET_OF_WHOLE[z] = binetByRecurrence(z);
    }
  }

  final double a;
  final double b;

  /** The logarithm of the factor where x is the mean, a / n. */
  private final double logScale;

  BetaKernel(double a, double b) {
    this(a, b, logScale(a, b));
  }

  private BetaKernel(double a, double b, double logScale) {
    this.a = a;
    this.b = b;
    this.logScale = logScale;
  }

  /** That of 1 − X. */
  BetaKernel mirrored() {
    return new BetaKernel(b, a, logScale);
  }

  /**
   * The factor itself; 0 if it underflows.
   *
   * @param x in (0, 1)
   * @param y 1 − x; of the two, the smaller one counts as exact
   */
  double at(double x, double y) {
    return Math.exp(logAt(x, y));
  }

  /** The natural logarithm of the factor. */
  double logAt(double x, double y) {
    double n = a + b;
    double excess = excess(x, y);
    return logScale - (deviance(a, n * x, excess) + deviance(b, n * y, -excess));
  }

  /** a − n·x = n·y − b, exact but for one rounding, whatever cancels. */
  double excess(double x, double y) {
    return x <= y ? shortfall(a, b, x) : -shortfall(b, a, y);
  }

  /** a − (a + b)·x, where the rounding of a + b is made up for (Knuth's two-sum). */
  private static double shortfall(double a, double b, double x) {
    double n = a + b;
    double bPart = n - a;
    double lost = (a - (n - bPart)) + (b - bPart);
    return Math.fma(-n, x, a) - lost * x;
  }

  private static double logScale(double a, double b) {
    double n = a + b;
    double root = Math.log(Math.min(a, b) * (Math.max(a, b) / n) / TWO_PI) / 2;
    return root + (binet(n) - (binet(a) + binet(b)));
  }

  /** k·ln(k/m) − (k − m) ≥ 0, given the difference k − m. */
  private static double deviance(double k, double m, double difference) {
    double t = difference / m;
    return Math.abs(t) < NEAR ? m * entropy(t) : k * Math.log(k / m) - difference;
  }

  /** (1 + t)·ln(1 + t) − t for small t: with s = t/(2 + t) it is t·s + (1 + t)·(2·artanh s − 2·s). */
  private static double entropy(double t) {
    double s = t / (2 + t);
    return t * s + (1 + t) * artanhExcess(s);
  }

  /** ln(1 + t) − t without cancellation, for t &gt; −1. */
  static double log1pMinus(double t) {
    if (Math.abs(t) > NEAR) {
      return Math.log1p(t) - t;
    }
    double s = t / (2 + t);
    return artanhExcess(s) - t * s;
  }

  /** 2·artanh s − 2·s = 2·(s³/3 + s⁵/5 + …) for s up to 1/19. */
  private static double artanhExcess(double s) {
    double w = s * s;
    double series =
        1.0 / 3
            + w * (1.0 / 5
                + w * (1.0 / 7
                    + w * (1.0 / 9
                        + w * (1.0 / 11 + w * (1.0 / 13 + w * (1.0 / 15 + w / 17))))));
    return 2 * s * w * series;
  }

  /** Binet's function μ(z) = ln Γ(z) − (z − ½)·ln z + z − ½·ln 2π for z &gt; 0. */
  static double binet(double z) {
    if (z >= BINET_SERIES) {
      return stirlingSeries(z);
    }
    int whole = (int) z;
    return whole == z ? BINET_OF_WHOLE[whole] : binetByRecurrence(z);
  }

  /** μ(z) = μ(z + 1) + (z + ½)·ln(1 + 1/z) − 1, up to where the series holds. */
  private static double binetByRecurrence(double z) {
    double sum = 0;
    double large = z;
    while (large < BINET_SERIES) {
      sum += (large + 0.5) * Math.log1p(1 / large) - 1;
      large++;
    }
    return sum + stirlingSeries(large);
  }

  /** Stirling's series (DLMF 5.11.1). */
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
}
