package io.github.bayesiantrust;

/**
 * A sum of terms, kept with what its rounding loses: an exponent of hundreds has to be known to more
 * than its own last bit, if its exponential is to be right to fifteen digits. Error-free sums and
 * products by Knuth's two-sum and the fused multiply-add. Not thread-safe.
 */
final class Exponent {
  private static final double LN_2 = 0x1.62e42fefa39efp-1;
  private static final double LN_2_REST = 0x1.abc9e3b39803fp-56;
  private static final double ROOT_2 = Math.sqrt(2);

  private double sum;
  private double lost;

  /** What to add to the sum to make up for its rounding. */
  double lost() {
    return lost;
  }

  double sum() {
    return sum;
  }

  Exponent add(double term) {
    double next = sum + term;
    lost += roundingOfSum(sum, term, next);
    sum = next;
    return this;
  }

  private void addProduct(double x, double y) {
    double product = x * y;
    add(product);
    lost += Math.fma(x, y, -product);
  }

  /**
   * Subtracts the deviance k·ln(k/m) − (k − m) ≥ 0.
   *
   * <p>With M = m·2^j so near to k that s = (k − M)/(k + M) is below 0.172, it is k·j·ln 2 + (m − M) +
   * (k − M)·s + k·(2·artanh s − 2·s); where it is not large j is 0, and the last two terms are it.
   *
   * @param k above 0
   * @param m above 0
   * @param mRest what m lacks
   */
  void subtractDeviance(double k, double m, double mRest) {
    int j = doublings(k, m);
    double near = j == 0 ? m : Math.scalb(m, j);
    double nearRest = j == 0 ? mRest : Math.scalb(mRest, j);
    double difference = k - near;
    double differenceRest = roundingOfSum(k, -near, difference) - nearRest;
    double both = k + near;
    double bothRest = roundingOfSum(k, near, both) + nearRest;
    double s = difference / both;
    double sRest = (Math.fma(-s, both, difference) + differenceRest - s * bothRest) / both;
    addProduct(-difference, s);
    lost -= difference * sRest + differenceRest * s;
    add(-k * artanhExcess(s));
    if (j != 0) {
      addProduct(-k * j, LN_2);
      lost -= k * j * LN_2_REST + (mRest - nearRest);
      add(near);
      add(-m);
    }
  }

  /** The j for which m·2^j is within a factor of √2 of k, or nearly so. */
  private static int doublings(double k, double m) {
    double ratio = k / m;
    if (ratio > 1 / ROOT_2 && ratio < ROOT_2) {
      return 0;
    }
    int exponent = Math.getExponent(k) - Math.getExponent(m);
    double rest = Math.scalb(k, -Math.getExponent(k)) / Math.scalb(m, -Math.getExponent(m));
    return rest > ROOT_2 ? exponent + 1 : rest < 1 / ROOT_2 ? exponent - 1 : exponent;
  }

  /** x + y − sum, exactly, where sum is x + y rounded. */
  static double roundingOfSum(double x, double y, double sum) {
    double yPart = sum - x;
    return (x - (sum - yPart)) + (y - yPart);
  }

  /** 2·artanh s − 2·s = 2·(s³/3 + s⁵/5 + …) for |s| up to 0.172. */
  static double artanhExcess(double s) {
    double w = s * s;
    double high =
        1.0 / 13 + w * (1.0 / 15 + w * (1.0 / 17 + w * (1.0 / 19 + w * (1.0 / 21 + w / 23))));
    double series =
        1.0 / 3 + w * (1.0 / 5 + w * (1.0 / 7 + w * (1.0 / 9 + w * (1.0 / 11 + w * high))));
    return 2 * s * w * series;
  }
}
