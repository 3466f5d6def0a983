package io.github.bayesiantrust;

/**
 * How the keys of a tracker count evidence: the part of its configuration that they need, as plain
 * numbers. Immutable, shared by all keys.
 *
 * @param priorAlpha α₀ &gt; 0
 * @param priorBeta β₀ &gt; 0
 * @param maxEvidence the evidence S + F that a key holds at most; infinite for no bound
 * @param halfLife the half-life of evidence in seconds; NaN where it does not fade
 * @param historyCapacity the history entries that a key keeps
 * @param maxKeys the keys held at most
 */
record EvidenceModel(
    double priorAlpha,
    double priorBeta,
    double maxEvidence,
    double halfLife,
    int historyCapacity,
    int maxKeys) {

  static EvidenceModel of(TrustConfig config) {
    return new EvidenceModel(
        config.priorAlpha(),
        config.priorBeta(),
        config.maxEvidence(),
        config.halfLife().map(Times::seconds).orElse(Double.NaN),
        config.historyCapacity(),
        config.maxKeys());
  }

  boolean isBounded() {
    return maxKeys != Integer.MAX_VALUE;
  }

  boolean fades() {
    return !Double.isNaN(halfLife);
  }

  /** The share 2^(−t/h) of evidence that is left after some time; all of it if time runs back. */
  double retained(double seconds) {
    return seconds > 0 ? Math.pow(2, -seconds / halfLife) : 1;
  }

  double fadedAlpha(double alpha, double left) {
    return priorAlpha + (alpha - priorAlpha) * left;
  }

  double fadedBeta(double beta, double left) {
    return priorBeta + (beta - priorBeta) * left;
  }

  double boundAlpha(double alpha) {
    return Math.max(priorAlpha, alpha);
  }

  double boundBeta(double beta) {
    return Math.max(priorBeta, beta);
  }

  /** What the evidence is to be multiplied with so that it keeps to its bound. */
  double capScale(double alpha, double beta) {
    double evidence = (alpha - priorAlpha) + (beta - priorBeta);
    return evidence > maxEvidence ? maxEvidence / evidence : 1;
  }

  double priorMean() {
    return priorAlpha / (priorAlpha + priorBeta);
  }

  /** The state of a key that is not known. */
  KeyState unknown() {
    return new KeyState(priorAlpha, priorBeta, Double.NaN, Double.NaN, TrustHistory.EMPTY);
  }

  BetaPosterior prior() {
    return posterior(priorAlpha, priorBeta);
  }

  BetaPosterior posterior(double alpha, double beta) {
    return new BetaPosterior(alpha, beta, priorAlpha, priorBeta);
  }

  /** The posterior now, given what it was at an earlier time. */
  BetaPosterior posterior(double alpha, double beta, double statedAt, double now) {
    if (!fades()) {
      return posterior(alpha, beta);
    }
    double left = retained(now - statedAt);
    return posterior(fadedAlpha(alpha, left), fadedBeta(beta, left));
  }

  BetaStats newStats() {
    return fades() ? new FadingStats(this) : new BetaStats(this);
  }
}
