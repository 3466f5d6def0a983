package io.github.bayesiantrust;

/**
 * The factor x^a·y^b / B(a, b), with y = 1 − x, that densities and tail probabilities of Beta(a, b)
 * share, without the cancellation of its large logarithms. Not thread-safe: each answer has its own.
 *
 * <p>By Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000):
 * √(ab/(2πn))·e^(μ(n) − μ(a) − μ(b) − D) with n = a + b, Binet's function μ, and the deviance D =
 * a·ln(a/(nx)) + b·ln(b/(ny)), which is small where the factor is not. All but D is worked out once, when it is first needed.
 */
final class BetaKernel {
  private static final double TWO_PI = 2 * Math.PI;
  private static final double HALF_LOG_TWO_PI = Math.log(TWO_PI) / 2;

  /** From here on the asymptotic series of Binet's function is exact to the last bit. */
  private static final int BINET_SERIES = 10;

  /** Binet's function of 1, 2, … below that: counts are the most frequent shapes. */
  private static final double[] BINET_OF_WHOLE = new double[BINET_SERIES];

  /** Where ln(1 + t) − t is better taken by its series. */
  private static final double NEAR = 0.25;

  static {
    for (int z = 1; z < BINET_SERIES; z++) {
      BINET_OF_WHOLE[z] = binetByRecurrence(z);
    }
  }

  final double a;
  final double b;

  /** The factor where x is the mean, a / n, is scale·e^logScale; NaN until it is needed. */
  private double scale;

  private double logScale;

  BetaKernel(double a, double b) {
    this(a, b, Double.NaN, Double.NaN);
  }

  private BetaKernel(double a, double b, double scale, double logScale) {
    this.a = a;
    this.b = b;
    this.scale = scale;
    this.logScale = logScale;
  }

  /** That of 1 − X. */
  BetaKernel mirrored() {
    return new BetaKernel(b, a, scale, logScale);
  }

  /**
   * The factor itself; 0 if it underflows.
   *
   * @param x in (0, 1)
   * @param y 1 − x; of the two, the smaller one counts as exact
   */
  double at(double x, double y) {
    Exponent exponent = exponent(x, y);
    double rounded = scale * Math.exp(exponent.sum());
    return rounded + rounded * exponent.lost();
  }

  /** The natural logarithm of the factor. */
  double logAt(double x, double y) {
    Exponent exponent = exponent(x, y);
    return Math.log(scale) + (exponent.sum() + exponent.lost());
  }

  private Exponent exponent(double x, double y) {
    return x <= y ? exponent(a, b, x) : exponent(b, a, y);
  }

  /** The logarithm of the factor over the scale, from the smaller of x and y and its shape. */
  private Exponent exponent(double shape, double other, double small) {
    double n = shape + other;
    double nRest = Exponent.roundingOfSum(shape, other, n);
    double m = n * small;
    double mRest = Math.fma(n, small, -m) + nRest * small;
    double rest = n - m;
    double restRest = Exponent.roundingOfSum(n, -m, rest) + (nRest - mRest);
    if (Double.isNaN(scale)) {
      scale = scale(a, b);
      logScale = logScale(a, b);
    }
    Exponent exponent = new Exponent().add(logScale);
    exponent.subtractDeviance(shape, m, mRest);
    exponent.subtractDeviance(other, rest, restRest);
    return exponent;
  }

  /** a − n·x = n·y − b, exact but for one rounding, whatever cancels. */
  double excess(double x, double y) {
    return x <= y ? shortfall(a, b, x) : -shortfall(b, a, y);
  }

  /** a − (a + b)·x, where the rounding of a + b is made up for (Knuth's two-sum). */
  private static double shortfall(double a, double b, double x) {
    double n = a + b;
    return Math.fma(-n, x, a) - Exponent.roundingOfSum(a, b, n) * x;
  }

  private static double scale(double a, double b) {
    return gammaScale(Math.min(a, b)) * (gammaScale(Math.max(a, b)) / gammaScale(a + b));
  }

  private static double logScale(double a, double b) {
    return logGammaRest(a) + logGammaRest(b) - logGammaRest(a + b);
  }

  /**
   * z^z·e^−z/Γ(z) is this times e to the {@link #logGammaRest}: √(z/2π)·e^−μ(z), and, where z is small and μ
   * is not, z·z^z·e^−z/Γ(z + 1).
   */
  private static double gammaScale(double z) {
    return z < 1 ? z : Math.sqrt(z / TWO_PI);
  }

  private static double logGammaRest(double z) {
    return z < 1
        ? z * Math.log(z) - (z + 0.5) * Math.log1p(z) + (1 - HALF_LOG_TWO_PI - binet(z + 1))
        : -binet(z);
  }

  /** ln(1 + t) − t without cancellation, for t &gt; −1. */
  static double log1pMinus(double t) {
    if (Math.abs(t) > NEAR) {
      return Math.log1p(t) - t;
    }
    double s = t / (2 + t);
    return Exponent.artanhExcess(s) - t * s;
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
