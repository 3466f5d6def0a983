package io.github.bayesiantrust;

import java.util.OptionalLong;

/**
 * The least number of successes in a row after which P(θ &gt; threshold) reaches a confidence. Each one
 * raises that probability, so the number is found by doubling and halving, within 110 probabilities.
 */
final class EvidenceNeeded {
  /** Up to here a double counts in steps of one. */
  private static final long MOST = 1L << 53;

  private final double a;
  private final double b;
  private final double x;
  private final double y;
  private final double confidence;

  private EvidenceNeeded(double a, double b, double x, double y, double confidence) {
    this.a = a;
    this.b = b;
    this.x = x;
    this.y = y;
    this.confidence = confidence;
  }

  /**
   * The number for Beta(a, b), where x is the threshold and y is 1 − x.
   *
   * @return empty if not even 2⁵³ successes are enough
   */
  static OptionalLong successes(double a, double b, double x, double y, double confidence) {
    return new EvidenceNeeded(a, b, x, y, confidence).least();
  }

  private OptionalLong least() {
    if (isEnough(0)) {
      return OptionalLong.of(0);
    }
    long enough = 1;
    while (enough < MOST && !isEnough(enough)) {
      enough *= 2;
    }
    return isEnough(enough)
        ? OptionalLong.of(leastBetween(enough / 2, enough))
        : OptionalLong.empty();
  }

  /** The least one above a number that is too few, up to one that is enough. */
  private long leastBetween(long tooFew, long enough) {
    long low = tooFew;
    long high = enough;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (isEnough(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private boolean isEnough(long successes) {
    return IncompleteBeta.upper(new BetaKernel(a + successes, b), x, y) >= confidence;
  }
}
