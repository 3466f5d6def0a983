package io.github.bayesiantrust;

import java.util.Objects;

/**
 * Decides again and again whether to trust, with hysteresis: it takes one confidence to enter a
 * decision and a smaller one to stay there, so that a caller who polls does not flip with every
 * outcome near the boundary. Immutable; the caller keeps the previous decision.
 *
 * @param threshold the success rate to be above, in [0, 1]
 * @param enterConfidence the probability at which TRUSTED or DISTRUSTED begins, in (0.5, 1)
 * @param leaveConfidence the probability below which it ends, in (0.5, enterConfidence]
 */
public record TrustPolicy(double threshold, double enterConfidence, double leaveConfidence) {

  /**
   * Checks the numbers.
   *
   * @param threshold in [0, 1]
   * @param enterConfidence in (0.5, 1)
   * @param leaveConfidence in (0.5, enterConfidence]
   * @throws IllegalArgumentException if a number is outside its range
   */
  public TrustPolicy {
    Checks.probability("threshold", threshold);
    Checks.confidence("enterConfidence", enterConfidence);
    Checks.confidence("leaveConfidence", leaveConfidence);
    if (leaveConfidence > enterConfidence) {
      throw new IllegalArgumentException(
          "leaveConfidence must not exceed enterConfidence, but "
              + leaveConfidence + " > " + enterConfidence);
    }
  }

  /**
   * The next decision: the previous one while its probability is at least {@link #leaveConfidence()},
   * else what {@link BetaPosterior#decide} says with {@link #enterConfidence()}.
   *
   * @param previous the decision so far; UNDECIDED at the start
   * @param posterior what is known now
   * @return the decision from now on
   */
  public TrustDecision next(TrustDecision previous, BetaPosterior posterior) {
    TrustDecision stay = posterior.decide(threshold, leaveConfidence);
    return Objects.requireNonNull(previous, "previous") == stay
        ? stay
        : posterior.decide(threshold, enterConfidence);
  }
}
