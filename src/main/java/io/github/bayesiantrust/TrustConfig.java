package io.github.bayesiantrust;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a tracker counts, forgets and answers. Immutable; {@link #defaults()} suits most uses, and
 * {@link #builder()} changes one value at a time.
 *
 * @param priorAlpha the prior's successes, α₀ &gt; 0; default 1
 * @param priorBeta the prior's failures, β₀ &gt; 0; default 1
 * @param batchSize the number of pending updates that are applied together, at least 1; default 50
 * @param decayFactor the factor of a decay that names none, in (0, 1]; default 0.99
 * @param decayMinCount the α + β up to which a decay that names none leaves a key alone, at least 0;
 *     default 5
 * @param z the half width of a confidence interval that names none, in standard deviations, at least
 *     0; default 1.96, about 95 %
 * @param historyCapacity the history entries kept for each key, the newest ones, at least 0; default
 *     100; with 0 no history is kept, and more than 2²⁹ − 1 (8 GB) are never kept
 * @param cacheCapacity the keys used lately that are kept at hand, at most; at least 0; default 1024;
 *     with 0 each key is looked up in the map
 * @param strengthSlope the slope of the confidence strength, above 0; default 0.1
 * @param strengthMidpoint the sample size of strength one half, at least 0; default 10
 * @param maxKeys the keys held at most, at least 1; default {@link Integer#MAX_VALUE}: no bound. To
 *     make room for a new key the one goes whose last update was counted first; of those that were
 *     updated between the same two arrivals of new keys, any
 * @param halfLife the time in which evidence halves, above zero; default empty: it does not fade
 * @param maxEvidence the evidence S + F that a key holds at most, above 0; default infinite: no
 *     bound. Where an update leaves more, S and F are scaled down to it, so that trust follows what
 *     happens now, however much happened before
 * @param clock tells the time of what happens now; default {@link Clock#systemUTC()}, which is followed
 *     within a millisecond; where it was set back by less than 20 ms, times stay ahead of it by that
 */
public record TrustConfig(
    double priorAlpha,
    double priorBeta,
    int batchSize,
    double decayFactor,
    double decayMinCount,
    double z,
    int historyCapacity,
    int cacheCapacity,
    double strengthSlope,
    double strengthMidpoint,
    int maxKeys,
    Optional<Duration> halfLife,
    double maxEvidence,
    Clock clock) {

  private static final TrustConfig DEFAULTS =
      new TrustConfig(
          1,
          1,
          50,
          0.99,
          5,
          1.96,
          100,
          1024,
          0.1,
          10,
          Integer.MAX_VALUE,
          Optional.empty(),
          Double.POSITIVE_INFINITY,
          Clock.systemUTC());

  /**
   * Checks every component.
   *
   * @param priorAlpha above 0
   * @param priorBeta above 0
   * @param batchSize at least 1
   * @param decayFactor in (0, 1]
   * @param decayMinCount at least 0
   * @param z at least 0
   * @param historyCapacity at least 0
   * @param cacheCapacity at least 0
   * @param strengthSlope above 0
   * @param strengthMidpoint at least 0
   * @param maxKeys at least 1
   * @param halfLife above zero, or empty
   * @param maxEvidence above 0, infinite for no bound
   * @param clock not null
   * @throws IllegalArgumentException if a number is outside its range
   * @throws NullPointerException if an object is null
   */
  public TrustConfig {
    Checks.positive("priorAlpha", priorAlpha);
    Checks.positive("priorBeta", priorBeta);
    Checks.positive("priorAlpha + priorBeta", priorAlpha + priorBeta);
    Checks.atLeast("batchSize", batchSize, 1);
    Checks.decayFactor(decayFactor);
    Checks.nonNegative("decayMinCount", decayMinCount);
    Checks.nonNegative("z", z);
    Checks.atLeast("historyCapacity", historyCapacity, 0);
    Checks.atLeast("cacheCapacity", cacheCapacity, 0);
    Checks.positive("strengthSlope", strengthSlope);
    Checks.nonNegative("strengthMidpoint", strengthMidpoint);
    Checks.atLeast("maxKeys", maxKeys, 1);
    Checks.halfLife(halfLife);
    Checks.maxEvidence(maxEvidence);
    Objects.requireNonNull(clock, "clock");
  }

  /**
   * The configuration of a tracker that is given none.
   *
   * @return the defaults of every component
   */
  public static TrustConfig defaults() {
    return DEFAULTS;
  }

  /**
   * A builder that starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return DEFAULTS.toBuilder();
  }

  /**
   * A builder that starts from this configuration.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The confidence strength of a sample size. */
  double strength(double sampleSize) {
    return 1 / (1 + Math.exp(-strengthSlope * (sampleSize - strengthMidpoint)));
  }

  /**
   * Collects the values of a {@link TrustConfig}. Not thread-safe. The values are checked by {@link
   * #build()}.
   */
  public static final class Builder {
    private double priorAlpha;
    private double priorBeta;
    private int batchSize;
    private double decayFactor;
    private double decayMinCount;
    private double z;
    private int historyCapacity;
    private int cacheCapacity;
    private double strengthSlope;
    private double strengthMidpoint;
    private int maxKeys;
    private Optional<Duration> halfLife;
    private double maxEvidence;
    private Clock clock;

    private Builder(TrustConfig start) {
      priorAlpha = start.priorAlpha;
      priorBeta = start.priorBeta;
      batchSize = start.batchSize;
      decayFactor = start.decayFactor;
      decayMinCount = start.decayMinCount;
      z = start.z;
      historyCapacity = start.historyCapacity;
      cacheCapacity = start.cacheCapacity;
      strengthSlope = start.strengthSlope;
      strengthMidpoint = start.strengthMidpoint;
      maxKeys = start.maxKeys;
      halfLife = start.halfLife;
      maxEvidence = start.maxEvidence;
      clock = start.clock;
    }

    /**
     * Sets the posterior of a key without evidence, Beta(α₀, β₀); default (1, 1), the uniform one.
     *
     * @param alpha the prior's successes, α₀ &gt; 0
     * @param beta the prior's failures, β₀ &gt; 0
     * @return this
     */
    public Builder prior(double alpha, double beta) {
      priorAlpha = alpha;
      priorBeta = beta;
      return this;
    }

    /**
     * Sets how many pending updates are applied together; default 50.
     *
     * @param updates at least 1
     * @return this
     */
    public Builder batchSize(int updates) {
      batchSize = updates;
      return this;
    }

    /**
     * Sets the factor of a decay that names none; default 0.99.
     *
     * @param factor in (0, 1]
     * @return this
     */
    public Builder decayFactor(double factor) {
      decayFactor = factor;
      return this;
    }

    /**
     * Sets the α + β up to which a decay that names none leaves a key alone; default 5.
     *
     * @param minCount at least 0
     * @return this
     */
    public Builder decayMinCount(double minCount) {
      decayMinCount = minCount;
      return this;
    }

    /**
     * Sets the half width of a confidence interval that names none; default 1.96, about 95 %.
     *
     * @param deviations in standard deviations, at least 0
     * @return this
     */
    public Builder z(double deviations) {
      z = deviations;
      return this;
    }

    /**
     * Sets how many history entries each key keeps, the newest ones; default 100.
     *
     * @param entries at least 0; with 0 no history is kept, and more than 2²⁹ − 1 (8 GB) are never kept
     * @return this
     */
    public Builder historyCapacity(int entries) {
      historyCapacity = entries;
      return this;
    }

    /**
     * Sets how many keys that were used lately are kept at hand, at most; default 1024. A key at hand is
     * found in about half the time; one that is not costs a look in vain, so that a cache pays where
     * most of what is asked or counted is about fewer keys than it holds. It takes 32 to 64 bytes for
     * each from the start, and 24 more once it is kept.
     *
     * @param keys at least 0; with 0 each key is looked up in the map
     * @return this
     */
    public Builder cacheCapacity(int keys) {
      cacheCapacity = keys;
      return this;
    }

    /**
     * Sets the slope of the confidence strength; default 0.1.
     *
     * @param slope above 0
     * @return this
     */
    public Builder strengthSlope(double slope) {
      strengthSlope = slope;
      return this;
    }

    /**
     * Sets the sample size of strength one half; default 10.
     *
     * @param sampleSize at least 0
     * @return this
     */
    public Builder strengthMidpoint(double sampleSize) {
      strengthMidpoint = sampleSize;
      return this;
    }

    /**
     * Sets how many keys are held at most; default: no bound.
     *
     * @param keys at least 1
     * @return this
     */
    public Builder maxKeys(int keys) {
      maxKeys = keys;
      return this;
    }

    /**
     * Sets the time in which evidence halves; default: it does not fade.
     *
     * @param time above zero, or null so that evidence does not fade
     * @return this
     */
    public Builder halfLife(Duration time) {
      halfLife = Optional.ofNullable(time);
      return this;
    }

    /**
     * Sets the evidence S + F that a key holds at most; default: no bound.
     *
     * @param evidence above 0
     * @return this
     */
    public Builder maxEvidence(double evidence) {
      maxEvidence = evidence;
      return this;
    }

    /**
     * Sets what tells the time; default {@link Clock#systemUTC()}, which is followed within a
     * millisecond; where it was set back by less than 20 ms, times stay ahead of it by that.
     *
     * @param source not null
     * @return this
     */
    public Builder clock(Clock source) {
      clock = source;
      return this;
    }

    /**
     * Checks the values and makes the configuration.
     *
     * @return the configuration
     * @throws IllegalArgumentException if a number is outside its range; the message names it
     * @throws NullPointerException if the clock is null
     */
    public TrustConfig build() {
      return new TrustConfig(
          priorAlpha,
          priorBeta,
          batchSize,
          decayFactor,
          decayMinCount,
          z,
          historyCapacity,
          cacheCapacity,
          strengthSlope,
          strengthMidpoint,
          maxKeys,
          halfLife,
          maxEvidence,
          clock);
    }
  }
}
