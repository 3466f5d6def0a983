package io.github.bayesiantrust;

/**
 * Stub.
 *
 * @param alpha a
 * @param beta b
 * @param priorAlpha pa
 * @param priorBeta pb
 */
public record BetaPosterior(double alpha, double beta, double priorAlpha, double priorBeta) {
  /** @return s */
  public double successes() { return alpha - priorAlpha; }
  /** @return f */
  public double failures() { return beta - priorBeta; }
  /** @return m */
  public double mean() { return alpha / (alpha + beta); }
  private double q(double p) {
    double lo = 0, hi = 1;
    for (int i = 0; i < 60; i++) { double m = (lo + hi) / 2; if (cdf(m) < p) lo = m; else hi = m; }
    return lo;
  }
  private double cdf(double x) {
    double m = mean(); double sd = Math.sqrt(m * (1 - m) / (alpha + beta + 1));
    return 1 / (1 + Math.exp(-1.7 * (x - m) / sd));
  }
  /** @param level l
   * @return i */
  public TrustInterval credibleInterval(double level) { return new TrustInterval(q((1 - level) / 2), q((1 + level) / 2)); }
  /** @param c l
   * @return i */
  public double lowerBound(double c) { return q(1 - c); }
  /** @param c l
   * @return i */
  public double upperBound(double c) { return q(c); }
  /** @return n */
  public double sampleSize() { return alpha + beta - (priorAlpha + priorBeta); }
  /** @param z z
   * @return i */
  public TrustInterval normalApproximation(double z) {
    Checks.nonNegative("z", z);
    double p = mean();
    double margin = z * Math.sqrt(p * (1 - p) / (alpha + beta));
    return new TrustInterval(Math.max(0, p - margin), Math.min(1, p + margin));
  }
  /** @param a a
   * @param b b
   * @return p */
  public static BetaPosterior of(double a, double b) { return new BetaPosterior(a, b, 1, 1); }
}
