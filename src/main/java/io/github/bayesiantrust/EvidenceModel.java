package io.github.bayesiantrust;

/**
 * How the keys of a tracker count evidence: the part of its configuration that they need. Immutable,
 * shared by all keys.
 *
 * <p>All formulas of evidence that fades are here. Evidence e at one time is e·2^(−t/h) after time t.
 *
 * @param priorAlpha α₀ &gt; 0
 * @param priorBeta β₀ &gt; 0
 * @param maxEvidence the evidence S + F that a key holds at most; infinite for no bound
 * @param halfLifeNanos h, the half-life of evidence in nanoseconds; NaN where it does not fade
 * @param historyCapacity the history entries that a key keeps
 * @param maxKeys the keys held at most
 */
record EvidenceModel(
    double priorAlpha,
    double priorBeta,
    double maxEvidence,
    double halfLifeNanos,
    int historyCapacity,
    int maxKeys) {

  /** No key keeps more than the largest capacity of a history. */
  EvidenceModel {
    historyCapacity = Math.min(historyCapacity, HistoryRing.LARGEST_CAPACITY);
  }

  static EvidenceModel of(TrustConfig config) {
    return new EvidenceModel(
        config.priorAlpha(),
        config.priorBeta(),
        config.maxEvidence(),
        config.halfLife().map(Times::nanos).orElse(Double.NaN),
        config.historyCapacity(),
        config.maxKeys());
  }

  /** The half-life in seconds; NaN where evidence does not fade. */
  double halfLife() {
    return halfLifeNanos / 1e9;
  }

  boolean isBounded() {
    return maxKeys != Integer.MAX_VALUE;
  }

  boolean fades() {
    return !Double.isNaN(halfLifeNanos);
  }

  /** The share of evidence that is left after some time; all of it if time runs back. */
  double retained(long nanos) {
    return nanos > 0 ? Math.pow(2, -(nanos / halfLifeNanos)) : 1;
  }

  /** The shape α when that share of the evidence in it is left; to the bit if all of it is. */
  double scaledAlpha(double alpha, double share) {
    return scaled(alpha, priorAlpha, share);
  }

  double scaledBeta(double beta, double share) {
    return scaled(beta, priorBeta, share);
  }

  private static double scaled(double shape, double prior, double share) {
    return share == 1 ? shape : prior + (shape - prior) * share;
  }

  double boundAlpha(double alpha) {
    return Math.max(priorAlpha, alpha);
  }

  double boundBeta(double beta) {
    return Math.max(priorBeta, beta);
  }

  /** Tells whether S + F is above its bound, in either order of summing. */
  boolean isAboveMax(double alpha, double beta) {
    return evidence(alpha, beta) > maxEvidence
        || alpha + beta - (priorAlpha + priorBeta) > maxEvidence;
  }

  /**
   * The share of evidence above its bound that is to be left. Where shapes round up beyond the bound,
   * an ulp less of their sum, and so on: four of them are more than rounding can add.
   */
  double scaleToMax(double alpha, double beta) {
    double evidence = evidence(alpha, beta);
    double most = maxEvidence;
    double scale = most / evidence;
    while (isAboveMax(scaledAlpha(alpha, scale), scaledBeta(beta, scale))) {
      most -= Math.ulp(priorAlpha + priorBeta + maxEvidence);
      scale = Math.max(0, most) / evidence;
    }
    return scale;
  }

  private double evidence(double alpha, double beta) {
    return (alpha - priorAlpha) + (beta - priorBeta);
  }

  double priorMean() {
    return priorAlpha / (priorAlpha + priorBeta);
  }

  BetaPosterior prior() {
    return posterior(priorAlpha, priorBeta);
  }

  BetaPosterior posterior(double alpha, double beta) {
    return new BetaPosterior(alpha, beta, priorAlpha, priorBeta);
  }
}
