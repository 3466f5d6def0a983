package io.github.bayesiantrust;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * What is known of a success rate θ: a beta distribution, with density θ^(α−1)·(1−θ)^(β−1) / B(α, β)
 * on [0, 1], and the prior that it started from. Immutable, and of use without a tracker.
 *
 * <p>For shapes from 1e-3 to 1e9, probabilities are within 1e-13 of the truth up to shapes of 1e4
 * and within 1e-11 beyond, relative to the smaller tail, and quantiles within 1e-12 and 1e-11. Smaller
 * and larger shapes have answers, too, that are no NaN. Every answer takes a bounded number of steps,
 * some hundred nanoseconds to some microseconds unless it says otherwise, and no lock. Exchanging
 * successes and failures mirrors every answer. {@link IntervalMethod} says how to choose an interval.
 *
 * <p>Sources: Didonato and Morris, "Algorithm 708", ACM TOMS 18 (1992), for the tails; Loader, "Fast
 * and accurate computation of binomial probabilities" (2000), for the density; Steinbrecher and Shaw,
 * "Quantile mechanics", European Journal of Applied Mathematics 19 (2008), for the quantiles.
 *
 * @param alpha α &gt; 0: the prior's α₀ and the weighted successes
 * @param beta β &gt; 0: the prior's β₀ and the weighted failures
 * @param priorAlpha α₀ &gt; 0
 * @param priorBeta β₀ &gt; 0
 */
public record BetaPosterior(double alpha, double beta, double priorAlpha, double priorBeta) {
  /** Far beyond what a double can tell from certainty, and far from overflow. */
  private static final double MAX_SHAPE = 1e100;

  /** A shape that was large before scaling stays so. */
  private static final double LARGE_SHAPE = 1e20;

  /** Below this a distribution can't be told from points at 0 and 1. */
  private static final double MIN_SHAPE = 1e-300;

  /**
   * Checks the shapes. A posterior may have less than its prior, as Beta(½, ½) has less than (1, 1);
   * it then has no evidence.
   *
   * @param alpha above 0
   * @param beta above 0
   * @param priorAlpha above 0
   * @param priorBeta above 0
   * @throws IllegalArgumentException if a shape is not finite and above 0
   */
  public BetaPosterior {
    Checks.positive("alpha", alpha);
    Checks.positive("beta", beta);
    Checks.positive("priorAlpha", priorAlpha);
    Checks.positive("priorBeta", priorBeta);
  }

  /**
   * A posterior from the uniform prior (1, 1).
   *
   * @param alpha above 0
   * @param beta above 0
   * @return Beta(alpha, beta)
   * @throws IllegalArgumentException if a shape is not finite and above 0
   */
  public static BetaPosterior of(double alpha, double beta) {
    return new BetaPosterior(alpha, beta, 1, 1);
  }

  // Evidence

  /**
   * The weighted successes.
   *
   * @return α − α₀, at least 0
   */
  public double successes() {
    return Math.max(0, alpha - priorAlpha);
  }

  /**
   * The weighted failures.
   *
   * @return β − β₀, at least 0
   */
  public double failures() {
    return Math.max(0, beta - priorBeta);
  }

  /**
   * The evidence.
   *
   * @return n = α + β − (α₀ + β₀), at least 0
   */
  public double sampleSize() {
    return Math.max(0, Math.min(Double.MAX_VALUE, alpha + beta) - (priorAlpha + priorBeta));
  }

  /**
   * Joins independent evidence: it adds, and the prior counts once.
   *
   * @param other a posterior of the same prior
   * @return the posterior of both
   * @throws IllegalArgumentException if the priors differ
   */
  public BetaPosterior plus(BetaPosterior other) {
    if (priorAlpha != other.priorAlpha || priorBeta != other.priorBeta) {
      throw new IllegalArgumentException(
          "the priors must be the same, but are (" + priorAlpha + ", " + priorBeta + ") and ("
              + other.priorAlpha + ", " + other.priorBeta + ")");
    }
    return new BetaPosterior(
        alpha + other.successes(), beta + other.failures(), priorAlpha, priorBeta);
  }

  /** The same, or one that can't be told from it where a shape comes near to overflow or underflow. */
  private BetaPosterior bounded() {
    double larger = Math.max(alpha, beta);
    if (larger <= MAX_SHAPE && Math.min(alpha, beta) >= MIN_SHAPE) {
      return this;
    }
    double scale = Math.min(1, MAX_SHAPE / larger);
    return new BetaPosterior(scaled(alpha, scale), scaled(beta, scale), priorAlpha, priorBeta);
  }

  /** What the answers about this distribution start from. */
  BetaKernel kernel() {
    BetaPosterior bounded = bounded();
    return new BetaKernel(bounded.alpha, bounded.beta);
  }

  private static double scaled(double shape, double scale) {
    return Math.max(MIN_SHAPE, Math.max(shape * scale, Math.min(shape, LARGE_SHAPE)));
  }

  // Moments

  /**
   * The mean: the trust.
   *
   * @return α / (α + β), in (0, 1)
   */
  public double mean() {
    double n = alpha + beta;
    return n < Double.POSITIVE_INFINITY ? alpha / n : alpha / 2 / (alpha / 2 + beta / 2);
  }

  /**
   * The most probable rate: (α − 1) / (α + β − 2) if both shapes are above 1, else the end where the
   * density is greatest, and the middle if both are.
   *
   * @return in [0, 1]
   */
  public double mode() {
    if (alpha > 1 && beta > 1) {
      return (alpha - 1) / (alpha - 1 + (beta - 1));
    }
    return (1 + Math.signum(alpha - beta)) / 2;
  }

  /**
   * The variance.
   *
   * @return αβ / ((α + β)²·(α + β + 1)), in (0, 1/4)
   */
  public double variance() {
    BetaPosterior bounded = bounded();
    double n = bounded.alpha + bounded.beta;
    return bounded.alpha / n * (bounded.beta / n) / (n + 1);
  }

  /**
   * The standard deviation.
   *
   * @return the square root of the variance, in (0, 1/2)
   */
  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  // The distribution

  /**
   * The probability density θ^(α−1)·(1−θ)^(β−1) / B(α, β).
   *
   * @param x any number but NaN
   * @return at least 0; 0 outside [0, 1]; infinite at 0 if α &lt; 1 and at 1 if β &lt; 1
   * @throws IllegalArgumentException if x is NaN
   */
  public double density(double x) {
    Checks.notNaN("x", x);
    if (x <= 0 || x >= 1) {
      return x < 0 || x > 1 ? 0 : x == 0 ? densityAtEnd(alpha, beta) : densityAtEnd(beta, alpha);
    }
    return Math.exp(kernel().logAt(x, 1 - x) - Math.log(x) - Math.log1p(-x));
  }

  private static double densityAtEnd(double shape, double other) {
    return shape < 1 ? Double.POSITIVE_INFINITY : shape == 1 ? other : 0;
  }

  /**
   * The probability that the rate is at most x.
   *
   * @param x any number but NaN
   * @return P(θ ≤ x), in [0, 1]
   * @throws IllegalArgumentException if x is NaN
   */
  public double cdf(double x) {
    Checks.notNaN("x", x);
    return IncompleteBeta.lower(kernel(), x, 1 - x);
  }

  /**
   * The probability that the rate is above x; small ones are computed as such, and not as one minus a
   * large one.
   *
   * @param x any number but NaN
   * @return P(θ &gt; x), in [0, 1]
   * @throws IllegalArgumentException if x is NaN
   */
  public double survival(double x) {
    Checks.notNaN("x", x);
    return IncompleteBeta.upper(kernel(), x, 1 - x);
  }

  /**
   * The rate below which the true one lies with a probability.
   *
   * @param p in [0, 1]
   * @return the x with P(θ ≤ x) = p, in [0, 1]
   * @throws IllegalArgumentException if p is not a probability
   */
  public double quantile(double p) {
    Checks.probability("p", p);
    return BetaQuantile.ofLower(kernel(), p).x();
  }

  /**
   * The rate above which the true one lies with a probability.
   *
   * @param q in [0, 1]
   * @return the x with P(θ &gt; x) = q, in [0, 1]
   * @throws IllegalArgumentException if q is not a probability
   */
  public double upperQuantile(double q) {
    Checks.probability("q", q);
    return BetaQuantile.ofUpper(kernel(), q).x();
  }

  /**
   * Draws a rate, exactly: X/(X + Y) for gamma variates X and Y of the two shapes. For Thompson
   * sampling on a tracker see {@link BayesianTrustTracker#choose}.
   *
   * @param random the source of randomness, which alone decides what comes out
   * @return a variate of this distribution, in [0, 1]
   */
  public double sample(RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    BetaPosterior bounded = bounded();
    return BetaSampler.sample(bounded.alpha, bounded.beta, random);
  }

  // Intervals

  /**
   * The equal-tailed credible interval.
   *
   * @param level the probability that the rate lies in it, in (0, 1)
   * @return the quantiles of (1 − level)/2 and (1 + level)/2
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public TrustInterval credibleInterval(double level) {
    return interval(IntervalMethod.EQUAL_TAILED, level);
  }

  /**
   * An interval for the rate.
   *
   * @param method how to compute it
   * @param level its nominal probability, in (0, 1)
   * @return an interval within [0, 1]
   * @throws IllegalArgumentException if the level is not in (0, 1)
   */
  public TrustInterval interval(IntervalMethod method, double level) {
    Objects.requireNonNull(method, "method");
    Checks.openProbability("level", level);
    BetaPosterior bounded = bounded();
    return method.of(bounded.kernel(), bounded.successes(), bounded.failures(), level);
  }

  /**
   * The normal approximation p ± z·√(p(1−p)/(α+β)) with p the mean, clipped to [0, 1].
   *
   * @param z the half width in standard deviations, finite and at least 0
   * @return an interval within [0, 1]
   * @throws IllegalArgumentException if z is negative, infinite or NaN
   */
  public TrustInterval normalApproximation(double z) {
    Checks.nonNegative("z", z);
    return IntervalMethod.normal(mean(), alpha + beta, z);
  }

  /**
   * A rate that the true one exceeds with a confidence.
   *
   * @param confidence in (0, 1)
   * @return the x with P(θ &gt; x) = confidence; {@code probabilityAbove(x)} gives the confidence back
   * @throws IllegalArgumentException if the confidence is not in (0, 1)
   */
  public double lowerBound(double confidence) {
    return upperQuantile(Checks.openProbability("confidence", confidence));
  }

  /**
   * A rate that the true one does not exceed with a confidence.
   *
   * @param confidence in (0, 1)
   * @return the x with P(θ ≤ x) = confidence
   * @throws IllegalArgumentException if the confidence is not in (0, 1)
   */
  public double upperBound(double confidence) {
    return quantile(Checks.openProbability("confidence", confidence));
  }

  // Decisions

  /**
   * The probability that the rate is above a threshold.
   *
   * @param threshold in [0, 1]
   * @return P(θ &gt; threshold)
   * @throws IllegalArgumentException if the threshold is not in [0, 1]
   */
  public double probabilityAbove(double threshold) {
    return survival(Checks.probability("threshold", threshold));
  }

  /**
   * The probability that this rate is greater than another, independent one, P(θ &gt; θ') = ∫ f(t)·P(θ'
   * ≤ t) dt. By Gauss-Legendre quadrature of 640 points at most, within 1e-10; takes up to a
   * millisecond.
   *
   * @param other any posterior
   * @return in [0, 1]; P(θ &gt; θ') + P(θ' &gt; θ) = 1
   */
  public double probabilityGreaterThan(BetaPosterior other) {
    return BetaComparison.probabilityGreater(kernel(), other.kernel());
  }

  /**
   * What choosing this rate costs on average, if another, independent one may be the greater: E max(0,
   * θ' − θ) = ∫ P(θ ≤ t)·P(θ' &gt; t) dt. Choose the one with the smaller loss, which has the greater
   * mean; stop comparing when that loss is too small to care. By the same quadrature, within 1e-10 of
   * the greater standard deviation.
   *
   * @param other any posterior
   * @return at least 0; less the other's expected loss against this one it is the difference of the
   *     means, θ' less θ
   */
  public double expectedLoss(BetaPosterior other) {
    return BetaComparison.expectedExcess(kernel(), other.kernel());
  }

  /**
   * Tells on which side of a threshold the rate is, if that is known with a confidence. A caller that
   * asks again and again may want the hysteresis of {@link TrustPolicy}.
   *
   * @param threshold in [0, 1]
   * @param confidence in (0.5, 1)
   * @return TRUSTED if P(θ &gt; threshold) ≥ confidence, DISTRUSTED if P(θ ≤ threshold) ≥ confidence,
   *     else UNDECIDED
   * @throws IllegalArgumentException if a number is outside its range
   */
  public TrustDecision decide(double threshold, double confidence) {
    Checks.probability("threshold", threshold);
    Checks.confidence("confidence", confidence);
    BetaKernel kernel = kernel();
    if (IncompleteBeta.upper(kernel, threshold, 1 - threshold) >= confidence) {
      return TrustDecision.TRUSTED;
    }
    return IncompleteBeta.lower(kernel, threshold, 1 - threshold) >= confidence
        ? TrustDecision.DISTRUSTED
        : TrustDecision.UNDECIDED;
  }

  /**
   * How many more successes in a row, of weight 1 each, it would take until {@link #decide} says
   * TRUSTED: the least k with P(θ &gt; threshold) ≥ confidence under Beta(α + k, β). From Beta(1, 1) at
   * 95 % that is 28 for 0.9, 58 for 0.95 and 298 for 0.99. Takes up to 110 probabilities.
   *
   * @param threshold in [0, 1]
   * @param confidence in (0.5, 1)
   * @return 0 if it is trusted as it is; empty if 2⁵³ successes are not enough, as with threshold 1
   * @throws IllegalArgumentException if a number is outside its range
   */
  public OptionalLong successesToTrust(double threshold, double confidence) {
    Checks.probability("threshold", threshold);
    Checks.confidence("confidence", confidence);
    BetaPosterior from = bounded();
    return EvidenceNeeded.successes(from.alpha, from.beta, threshold, 1 - threshold, confidence);
  }

  /**
   * How many more failures in a row, of weight 1 each, it would take until {@link #decide} says
   * DISTRUSTED: the mirror image of {@link #successesToTrust}.
   *
   * @param threshold in [0, 1]
   * @param confidence in (0.5, 1)
   * @return 0 if it is distrusted as it is; empty if 2⁵³ failures are not enough, as with threshold 0
   * @throws IllegalArgumentException if a number is outside its range
   */
  public OptionalLong failuresToDistrust(double threshold, double confidence) {
    Checks.probability("threshold", threshold);
    Checks.confidence("confidence", confidence);
    BetaPosterior from = bounded();
    return EvidenceNeeded.successes(from.beta, from.alpha, 1 - threshold, threshold, confidence);
  }
}
