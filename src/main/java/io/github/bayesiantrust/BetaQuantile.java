package io.github.bayesiantrust;

/**
 * A quantile of the beta distribution: both x and 1 − x, so that neither loses digits near its end.
 *
 * <p>Found by Halley's iteration for the logarithm of the lower tail, where that is at most one half,
 * as a function of u = ln(x / (1 − x)). The function is increasing and concave for every beta
 * distribution, so that Newton's step never passes the root from the left; Halley's step is kept
 * within a factor of two of it. Its derivatives: with the kernel k = x^a·y^b / B(a, b) and the tail
 * I, (ln I)' = k/I =: s and (ln I)'' = s·(a − (a + b)·x − s).
 *
 * @param x the quantile, in [0, 1]
 * @param y 1 − x
 */
record BetaQuantile(double x, double y) {
  private static final int MAX_STEPS = 100;

  /** Below this logarithm of x the tail is a power of x to the last bit. */
  private static final double POWER_LAW = -650;

  /** A step that is smaller, in units of the function's scale, leaves its cube as the error. */
  private static final double LAST_STEP = 1e-6;

  /** The x with P(X ≤ x) = p. */
  static BetaQuantile ofLower(double a, double b, double p) {
    return p <= 0.5 ? lowerTail(a, b, p) : lowerTail(b, a, 1 - p).mirrored();
  }

  /** The x with P(X &gt; x) = q. */
  static BetaQuantile ofUpper(double a, double b, double q) {
    return ofLower(b, a, q).mirrored();
  }

  private BetaQuantile mirrored() {
    return new BetaQuantile(y, x);
  }

  private static BetaQuantile lowerTail(double a, double b, double p) {
    double logP = Math.log(p);
    double logX = (logP + logPowerLaw(a, b)) / a;
    if (logX < POWER_LAW) {
      return new BetaQuantile(Math.exp(logX), 1);
    }
    double u = a < 1 || b < 1 ? Math.min(logX, Math.log(a / b)) : guess(a, b, logP);
    return new BetaQuantile(1 / (1 + Math.exp(-u)), 1 / (1 + Math.exp(u))).refined(a, b, logP);
  }

  /** ln(a·B(a, b)): for small x the tail is x^a / (a·B(a, b)). */
  private static double logPowerLaw(double a, double b) {
    return Math.log(a) - (a + b) * Math.log(2) - BetaKernel.logKernel(a, b, 0.5, 0.5);
  }

  /** Abramowitz and Stegun 26.5.22 for shapes of at least 1, as a logit. */
  private static double guess(double a, double b, double logP) {
    double z = NormalDistribution.roughUpperQuantile(logP);
    double lambda = (z * z - 3) / 6;
    double aInverse = 1 / (2 * a - 1);
    double bInverse = 1 / (2 * b - 1);
    double h = 2 / (aInverse + bInverse);
    double w =
        z * Math.sqrt(Math.max(0, h + lambda)) / h
            - (bInverse - aInverse) * (lambda + 5.0 / 6 - 2 / (3 * h));
    return Math.max(POWER_LAW, Math.log(a / b) - 2 * w);
  }

  private BetaQuantile refined(double a, double b, double logP) {
    BetaQuantile point = this;
    for (int i = 0; i < MAX_STEPS; i++) {
      IncompleteBeta.LogTail tail = IncompleteBeta.logLower(a, b, point.x, point.y);
      double excess = BetaKernel.excess(a, b, point.x, point.y);
      double step = halley(tail.value() - logP, tail.slope(), excess);
      point = point.movedBy(step);
      if (!(Math.abs(step) * Math.max(1, tail.slope()) > LAST_STEP)) {
        break;
      }
    }
    return point;
  }

  private static double halley(double difference, double slope, double excess) {
    double bend = 1 - difference * (excess - slope) / (2 * slope);
    return -difference / slope / Math.min(Math.max(bend, 0.5), 2);
  }

  /** Moves the logit; exact even where the logit itself has lost the digits. */
  private BetaQuantile movedBy(double step) {
    double grown = x * Math.exp(Math.max(POWER_LAW, Math.min(step, -POWER_LAW)));
    return new BetaQuantile(grown / (grown + y), y / (grown + y));
  }
}
