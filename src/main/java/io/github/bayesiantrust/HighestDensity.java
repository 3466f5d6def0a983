package io.github.bayesiantrust;

/** The highest density interval of a beta distribution. */
final class HighestDensity {
  /** The probability below the interval is a double in (0, 1): halving it ends sooner. */
  private static final int MAX_STEPS = 100;

  /** Of the two distributions that mirror each other, the one with a ≤ b. */
  private final BetaKernel kernel;

  private final double outside;

  private HighestDensity(BetaKernel kernel, double level) {
    this.kernel = kernel;
    this.outside = 1 - level;
  }

  static TrustInterval interval(BetaKernel kernel, double level) {
    if (kernel.a == kernel.b || Math.max(kernel.a, kernel.b) <= 1) {
      return BetaQuantile.equalTailed(kernel, level);
    }
    return kernel.a < kernel.b
        ? new HighestDensity(kernel, level).interval(false)
        : new HighestDensity(kernel.mirrored(), level).interval(true);
  }

  private TrustInterval interval(boolean mirrored) {
    double below = kernel.a <= 1 ? 0 : below();
    BetaQuantile from = BetaQuantile.ofLower(kernel, below);
    BetaQuantile to = BetaQuantile.ofUpper(kernel, outside - below);
    return mirrored ? new TrustInterval(to.y(), from.y()) : new TrustInterval(from.x(), to.x());
  }

  /**
   * The probability below the interval, where the density is the same at both bounds: it grows with
   * that probability at the lower bound, and falls at the upper one.
   */
  private double below() {
    double low = 0;
    double high = outside;
    for (int i = 0; i < MAX_STEPS; i++) {
      double middle = (low + high) / 2;
      if (middle <= low || middle >= high) {
        break;
      }
      if (isLowerBoundDenser(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return (low + high) / 2;
  }

  private boolean isLowerBoundDenser(double below) {
    return logDensity(BetaQuantile.ofLower(kernel, below))
        > logDensity(BetaQuantile.ofUpper(kernel, outside - below));
  }

  private double logDensity(BetaQuantile at) {
    return kernel.logAt(at.x(), at.y()) - Math.log(at.x()) - Math.log(at.y());
  }
}
