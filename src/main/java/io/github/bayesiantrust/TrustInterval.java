package io.github.bayesiantrust;

/**
 * An interval of trust values, both ends included. Immutable.
 *
 * @param lower the lower bound, in [0, 1]
 * @param upper the upper bound, in [0, 1], not below {@code lower}
 */
public record TrustInterval(double lower, double upper) {

  /**
   * Checks the bounds.
   *
   * @param lower the lower bound
   * @param upper the upper bound
   * @throws IllegalArgumentException unless 0 ≤ lower ≤ upper ≤ 1
   */
  public TrustInterval {
    if (!(lower >= 0 && lower <= upper && upper <= 1)) {
      throw new IllegalArgumentException(
          "an interval must satisfy 0 <= lower <= upper <= 1, but is [" + lower + ", " + upper + "]");
    }
  }

  /**
   * The distance between the bounds.
   *
   * @return {@code upper - lower}, in [0, 1]
   */
  public double width() {
    return upper - lower;
  }

  /**
   * Tells whether a value lies in the interval.
   *
   * @param x any number
   * @return whether lower ≤ x ≤ upper; false for NaN
   */
  public boolean contains(double x) {
    return x >= lower && x <= upper;
  }
}
