package io.github.bayesiantrust;

/**
 * Everything that is known of one key at one instant; what a snapshot holds and a file carries.
 * Immutable.
 *
 * @param alpha the first shape of the posterior, prior included
 * @param beta the second shape of the posterior, prior included
 * @param lastUpdate the time of the latest update in epoch seconds; NaN if there was none
 * @param statedAt the time that the evidence is stated for, in epoch seconds; NaN where evidence
 *     does not fade with time
 * @param history the trust after each update
 */
record KeyState(
    double alpha, double beta, double lastUpdate, double statedAt, TrustHistory history) {

  /**
   * Moves the evidence from one prior to another: α' = α₀' + max(0, α − α₀), likewise β. Between
   * equal priors nothing changes, not a bit, even where α is below its prior.
   */
  KeyState withPrior(double fromAlpha, double fromBeta, double toAlpha, double toBeta) {
    return fromAlpha == toAlpha && fromBeta == toBeta
        ? this
        : withShapes(
            sum(toAlpha, evidence(alpha, fromAlpha)),
            sum(toBeta, evidence(beta, fromBeta)),
            statedAt);
  }

  /**
   * Lets the evidence fade to a later time: α' = α₀ + (α − α₀)·2^(−Δt/h), likewise β. Evidence that
   * is stated for no time, or for a later one, or that has no half-life, stays as it is; and so does a
   * shape below its prior, which is no evidence.
   *
   * @param time epoch seconds
   * @param halfLife h in seconds; NaN if there is none
   */
  KeyState fadedTo(double time, double halfLife, double priorAlpha, double priorBeta) {
    if (!(time > statedAt && halfLife > 0)) {
      return this;
    }
    double factor = Math.pow(2, (statedAt - time) / halfLife);
    return withShapes(
        faded(alpha, priorAlpha, factor), faded(beta, priorBeta, factor), time);
  }

  private static double faded(double shape, double prior, double factor) {
    return shape > prior ? prior + (shape - prior) * factor : shape;
  }

  /** The same, stated for the last update or else a given time unless it is stated for one. */
  KeyState statedFor(double otherwise) {
    if (!Double.isNaN(statedAt)) {
      return this;
    }
    return new KeyState(alpha, beta, lastUpdate, lastUpdateOr(otherwise), history);
  }

  double lastUpdateOr(double otherwise) {
    return Double.isNaN(lastUpdate) ? otherwise : lastUpdate;
  }

  /**
   * Joins what two trackers know of one key, both from one prior and stated for one time: evidence
   * adds and the prior counts once, α = α₀ + max(0, α₁ − α₀) + max(0, α₂ − α₀), likewise β, up to
   * the largest double; the later times count; the histories are joined by time.
   */
  KeyState plus(KeyState other, double priorAlpha, double priorBeta) {
    return new KeyState(
        sum(Math.max(alpha, priorAlpha), evidence(other.alpha, priorAlpha)),
        sum(Math.max(beta, priorBeta), evidence(other.beta, priorBeta)),
        later(lastUpdate, other.lastUpdate),
        later(statedAt, other.statedAt),
        history.mergedWith(other.history));
  }

  /** The later of two times, each of which is NaN if there is none. */
  static double later(double a, double b) {
    return Double.isNaN(a) || b > a ? b : a;
  }

  private static double evidence(double shape, double prior) {
    return Math.max(0, shape - prior);
  }

  private static double sum(double shape, double evidence) {
    return Math.min(shape + evidence, Double.MAX_VALUE);
  }

  private KeyState withShapes(double newAlpha, double newBeta, double newStatedAt) {
    return new KeyState(newAlpha, newBeta, lastUpdate, newStatedAt, history);
  }
}
