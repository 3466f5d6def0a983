package io.github.bayesiantrust;

/**
 * Ways to compute an interval for a success rate from a posterior. The credible intervals use the
 * posterior as it is and are exact for any prior, weight or decay. The confidence intervals use the
 * evidence only, S successes and F failures with n = S + F and p̂ = S/n, and take it for counts of
 * independent trials; for fractional or decayed evidence their formulas are evaluated as they stand.
 * Without evidence they answer [0, 1]. Every interval lies within [0, 1], and exchanging successes
 * and failures mirrors it. z is the standard normal quantile of (1 + level) / 2.
 *
 * <p>Source: Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical
 * Science 16 (2001), unless stated otherwise.
 */
public enum IntervalMethod {
  /**
   * The posterior's quantiles of (1 − level)/2 and (1 + level)/2: the rate lies below and above with
   * the same probability.
   */
  EQUAL_TAILED {
    @Override
    TrustInterval of(BetaPosterior posterior, double level) {
      return equalTailed(posterior.kernel(), level);
    }
  },

  /**
   * The shortest interval that holds the rate with that probability: the density inside is nowhere
   * below that outside. With α ≤ 1 it starts at 0, with β ≤ 1 it ends at 1; with both no shortest
   * interval is unique or there are two, and the answer is the equal-tailed one.
   */
  HIGHEST_DENSITY {
    @Override
    TrustInterval of(BetaPosterior posterior, double level) {
      return HighestDensity.interval(posterior.kernel(), level);
    }
  },

  /**
   * The posterior mean p ± z·√(p(1−p)/(α+β)): the quickest, and the worst where p is near 0 or 1.
   */
  NORMAL_APPROXIMATION {
    @Override
    TrustInterval of(BetaPosterior posterior, double level) {
      return posterior.normalApproximation(normalQuantile(level));
    }
  },

  /** The rates p with |p̂ − p| ≤ z·√(p(1−p)/n): (S + z²/2)/(n + z²) ± z/(n + z²)·√(SF/n + z²/4). */
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
   * The equal-tailed interval of Beta(S + ½, F + ½), Jeffreys' posterior, whatever the prior; it
   * starts at 0 without successes and ends at 1 without failures.
   */
  JEFFREYS {
    @Override
    TrustInterval ofEvidence(double successes, double failures, double level) {
      TrustInterval interval =
          equalTailed(new BetaKernel(successes + 0.5, failures + 0.5), level);
      return new TrustInterval(
          successes == 0 ? 0 : interval.lower(), failures == 0 ? 1 : interval.upper());
    }
  },

  /** p̃ ± z·√(p̃(1−p̃)/ñ) with ñ = n + z² and p̃ = (S + z²/2)/ñ. */
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
   * The exact interval of Clopper and Pearson (Biometrika 26, 1934): the (1 − level)/2 quantile of
   * Beta(S, F + 1) and the (1 + level)/2 quantile of Beta(S + 1, F). It covers with at least that
   * probability.
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

  /** The interval; the level is in (0, 1). */
  TrustInterval of(BetaPosterior posterior, double level) {
    double successes = posterior.successes();
    double failures = posterior.failures();
    return successes + failures == 0 ? EVERYTHING : ofEvidence(successes, failures, level);
  }

  /** The interval for some evidence. */
  TrustInterval ofEvidence(double successes, double failures, double level) {
    throw new AssertionError(this);
  }

  static TrustInterval equalTailed(BetaKernel kernel, double level) {
    double tail = (1 - level) / 2;
    double upper = BetaQuantile.ofUpper(kernel, tail).x();
    return new TrustInterval(Math.min(upper, BetaQuantile.ofLower(kernel, tail).x()), upper);
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
