package io.github.bayesiantrust;

import java.time.Instant;
import java.util.Objects;

/**
 * One outcome to be counted: the element of a batch. Immutable.
 *
 * @param key the key that succeeded or failed
 * @param success whether it succeeded
 * @param weight how much the outcome counts: finite and at least 0
 * @param at when it happened, or null for the time at which it is applied
 */
public record TrustUpdate(String key, boolean success, double weight, Instant at) {

  /**
   * Checks the components.
   *
   * @param key the key, not null
   * @param success whether it succeeded
   * @param weight finite and at least 0
   * @param at when it happened, or null for the time at which it is applied
   * @throws NullPointerException if the key is null
   * @throws IllegalArgumentException if the weight is negative, infinite or NaN
   */
  public TrustUpdate {
    Objects.requireNonNull(key, "key");
    Checks.weight(weight);
  }

  /**
   * An outcome of weight 1 that happens when it is applied.
   *
   * @param key the key, not null
   * @param success whether it succeeded
   * @return the update
   */
  public static TrustUpdate of(String key, boolean success) {
    return of(key, success, 1);
  }

  /**
   * An outcome that happens when it is applied.
   *
   * @param key the key, not null
   * @param success whether it succeeded
   * @param weight finite and at least 0
   * @return the update
   * @throws IllegalArgumentException if the weight is negative, infinite or NaN
   */
  public static TrustUpdate of(String key, boolean success, double weight) {
    return new TrustUpdate(key, success, weight, null);
  }
}
