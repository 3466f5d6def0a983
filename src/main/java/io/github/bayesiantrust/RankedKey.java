package io.github.bayesiantrust;

import java.util.Objects;

/**
 * A key with its posterior and the score that gave it its place in a ranking. Immutable.
 *
 * @param key the key
 * @param posterior its posterior at the instant of the ranking
 * @param score the score of that posterior; not NaN
 */
public record RankedKey(String key, BetaPosterior posterior, double score) {

  /**
   * Checks the components.
   *
   * @param key the key, not null
   * @param posterior its posterior, not null
   * @param score its score
   * @throws NullPointerException if the key or the posterior is null
   */
  public RankedKey {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(posterior, "posterior");
  }
}
