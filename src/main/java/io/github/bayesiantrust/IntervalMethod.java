package io.github.bayesiantrust;

/**
 * Ways to compute an interval for a success rate from a posterior.
 *
 * <p>Two of them are <b>credible intervals</b>: the rate lies in them with the level as its
 * probability, given the prior and the evidence. They use the posterior as it is, so that they mean
 * the same for any prior, for weights that are no whole numbers, and for evidence that has faded. The
 * normal approximation has the posterior's mean for its centre, and no such guarantee.
 *
 * <p>The others are <b>confidence intervals</b>: over many samples of n independent trials of weight 1,
 * about the level of them cover the rate. They use the evidence and no prior: S successes and F
 * failures, n = S + F, p̂ = S/n. For weights and faded evidence S, F and n are sums of weights; the
 * formulas hold for them as they stand, as if the evidence were that of n trials, and what is then
 * missing is the promise about how often they cover. Without evidence they answer [0, 1].
 *
 * <p>Every interval lies within [0, 1], and exchanging successes and failures mirrors it. z is the
 * standard normal quantile of (1 + level)/2. How often each covers the rate is measured in the guide,
 * <i>Honest uncertainty</i>. Source, unless stated otherwise: Brown, Cai and DasGupta, "Interval
 * estimation for a binomial proportion", Statistical Science 16 (2001).
 */
public enum IntervalMethod {
  /**
   * The default: the posterior's quantiles of (1 − level)/2 and (1 + level)/2. The rate lies below
   * with the same probability as above. Assumes nothing but the prior; never contains 0 or 1, which
   * have probability 0 as the whole rate.
   */
  EQUAL_TAILED {
    @Override
    TrustInterval of(BetaKernel posterior, double successes, double failures, double level) {
      return BetaQuantile.equalTailed(posterior, level);
    }
  },

  /**
   * The shortest interval that holds the rate with that probability: {θ : f(θ) ≥ c} for the density
   * f and the right c. Assumes nothing but the prior; other scales, odds say, have other intervals. It
   * starts at 0 if α ≤ 1 and ends at 1 if β ≤ 1, as from a uniform prior without successes or
   * failures; if both hold, those rates are no interval or not unique, and the answer is the
   * equal-tailed one. Some 50 times as dear.
   */
  HIGHEST_DENSITY {
    @Override
    TrustInterval of(BetaKernel posterior, double successes, double failures, double level) {
      return HighestDensity.interval(posterior, level);
    }
  },

  /**
   * p ± z·√(p(1−p)/(α+β)) with the posterior mean p, clipped: the formula of {@link
   * BayesianTrustTracker#getConfidenceInterval}. Assumes that the posterior is normal: many successes
   * and many failures. Weights and faded evidence count through α and β. The quickest; symmetric where
   * the posterior is not, so that near 0 and 1 it ends too soon on the side of the middle.
   */
  NORMAL_APPROXIMATION {
    @Override
    TrustInterval of(BetaKernel posterior, double successes, double failures, double level) {
      double n = posterior.a + posterior.b;
      return normal(posterior.a / n, n, normalQuantile(level));
    }
  },

  /**
   * The rates p with |p̂ − p| ≤ z·√(p(1−p)/n), which are (S + z²/2)/(n + z²) ± z/(n + z²)·√(SF/n +
   * z²/4) (Wilson, Journal of the American Statistical Association 22, 1927). Assumes that the number of
   * successes is about normal for the right rate, not for the observed one, so that it holds from a few
   * trials on; smooth in S and n, hence fit for weights. Starts at 0 without successes, ends at 1
   * without failures.
   */
  WILSON {
    @Override
    TrustInterval ofEvidence(double successes, double failures, double level) {
      double n = successes + failures;
      double z = normalQuantile(level);
      double square = z * z;
      double half = z / (n + square) * Math.sqrt(successes * (failures / n) + square / 4);
      return mirrored(
          (successes + square / 2) / (n + square),
          (failures + square / 2) / (n + square),
          half,
          successes == 0,
          failures == 0);
    }
  },

  /**
   * The quantiles of (1 − level)/2 and (1 + level)/2 of Beta(S + ½, F + ½), the posterior from
   * Jeffreys' prior, whatever the prior is here. Assumes no more than that; for weights and faded
   * evidence it is the credible interval of that posterior. Starts at 0 without successes and ends at 1
   * without failures, so as to cover rates at the ends.
   */
  JEFFREYS {
    @Override
    TrustInterval ofEvidence(double successes, double failures, double level) {
      TrustInterval interval =
          BetaQuantile.equalTailed(new BetaKernel(successes + 0.5, failures + 0.5), level);
      return new TrustInterval(
          successes == 0 ? 0 : interval.lower(), failures == 0 ? 1 : interval.upper());
    }
  },

  /**
   * p̃ ± z·√(p̃(1−p̃)/ñ) with ñ = n + z² and p̃ = (S + z²/2)/ñ, clipped (Agresti and Coull, The
   * American Statistician 52, 1998): the normal approximation after some more trials, half of them
   * successes. Assumes little more than Wilson's interval, which it contains, and is easy to explain;
   * smooth in S and n, hence fit for weights.
   */
  AGRESTI_COULL {
    @Override
    TrustInterval ofEvidence(double successes, double failures, double level) {
      double z = normalQuantile(level);
      double n = successes + failures + z * z;
      double p = (successes + z * z / 2) / n;
      double q = (failures + z * z / 2) / n;
      return mirrored(p, q, z * Math.sqrt(p * q / n), false, false);
    }
  },

  /**
   * From the (1 − level)/2 quantile of Beta(S, F + 1), or 0 without successes, to the (1 + level)/2
   * quantile of Beta(S + 1, F), or 1 without failures (Clopper and Pearson, Biometrika 26, 1934). The
   * rates for which neither S or more nor S or fewer successes would be too surprising; assumes nothing
   * but n independent trials, covers at least that often at every rate, and more often at most. For
   * weights and faded evidence the quantiles stand, and the guarantee does not.
   */
  CLOPPER_PEARSON {
    @Override
    TrustInterval ofEvidence(double successes, double failures, double level) {
      double tail = (1 - level) / 2;
      return new TrustInterval(
          successes == 0 ? 0 : lower(successes, failures + 1, tail),
          failures == 0 ? 1 : upper(successes + 1, failures, tail));
    }
  };

  private static final TrustInterval EVERYTHING = new TrustInterval(0, 1);

  /**
   * The interval, by the posterior or by the evidence in it.
   *
   * @param level in (0, 1)
   */
  TrustInterval of(BetaKernel posterior, double successes, double failures, double level) {
    return successes + failures == 0 ? EVERYTHING : ofEvidence(successes, failures, level);
  }

  /** The interval for some evidence. */
  TrustInterval ofEvidence(double successes, double failures, double level) {
    throw new AssertionError(this);
  }

  /** p ± z·√(p(1−p)/n), clipped. */
  static TrustInterval normal(double p, double n, double z) {
    double margin = z * Math.sqrt(p * (1 - p) / n);
    return new TrustInterval(Math.max(0, p - margin), Math.min(1, p + margin));
  }

  private static double lower(double alpha, double beta, double tail) {
    return BetaQuantile.ofLower(new BetaKernel(alpha, beta), tail).x();
  }

  private static double upper(double alpha, double beta, double tail) {
    return BetaQuantile.ofUpper(new BetaKernel(alpha, beta), tail).x();
  }

  private static double normalQuantile(double level) {
    return NormalDistribution.upperQuantile((1 - level) / 2);
  }

  /**
   * p − half to p + half, where q = 1 − p: each bound is computed from its own side, so that the
   * interval of the mirrored evidence is the mirror image.
   */
  private static TrustInterval mirrored(
      double p, double q, double half, boolean fromZero, boolean toOne) {
    double lower = fromZero ? 0 : Math.max(0, p - half);
    double upper = toOne ? 1 : 1 - Math.max(0, q - half);
    return new TrustInterval(Math.min(lower, upper), upper);
  }
}
