package io.github.bayesiantrust;

/** The highest density interval of a beta distribution. */
final class HighestDensity {
  private static final int MAX_STEPS = 100;

  private HighestDensity() {}

  static TrustInterval interval(double a, double b, double level) {
    if (a <= 1 && b <= 1) {
      return IntervalMethod.equalTailed(a, b, level);
    }
    if (a <= 1) {
      return new TrustInterval(0, BetaQuantile.ofUpper(a, b, 1 - level).x());
    }
    if (b <= 1) {
      return new TrustInterval(BetaQuantile.ofLower(a, b, 1 - level).x(), 1);
    }
    return unimodal(a, b, level);
  }

  /**
   * Halves the range of the probability below the interval until the density is the same at both
   * bounds: it grows with that probability at the lower bound, and falls at the upper one.
   */
  private static TrustInterval unimodal(double a, double b, double level) {
    double outside = 1 - level;
    double from = 0;
    double to = outside;
    for (int i = 0; i < MAX_STEPS; i++) {
      double below = (from + to) / 2;
      if (below <= from || below >= to) {
        break;
      }
      if (isLowerBoundDenser(a, b, below, outside - below)) {
        to = below;
      } else {
        from = below;
      }
    }
    double below = (from + to) / 2;
    return new TrustInterval(
        BetaQuantile.ofLower(a, b, below).x(), BetaQuantile.ofUpper(a, b, outside - below).x());
  }

  private static boolean isLowerBoundDenser(double a, double b, double below, double above) {
    return logDensity(a, b, BetaQuantile.ofLower(a, b, below))
        > logDensity(a, b, BetaQuantile.ofUpper(a, b, above));
  }

  private static double logDensity(double a, double b, BetaQuantile at) {
    return BetaKernel.logKernel(a, b, at.x(), at.y()) - Math.log(at.x()) - Math.log(at.y());
  }
}
