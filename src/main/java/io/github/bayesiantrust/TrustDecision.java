package io.github.bayesiantrust;

/** What a posterior says of a threshold, at a confidence; see {@link BetaPosterior#decide}. */
public enum TrustDecision {
  /** The success rate is above the threshold, with at least that confidence. */
  TRUSTED,

  /** The success rate is at or below the threshold, with at least that confidence. */
  DISTRUSTED,

  /** The evidence says neither. */
  UNDECIDED
}
