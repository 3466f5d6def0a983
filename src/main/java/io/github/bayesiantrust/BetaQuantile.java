package io.github.bayesiantrust;

/**
 * A quantile of the beta distribution: both x and 1 − x, so that neither loses digits near its end.
 *
 * <p>Found as a function of u = ln(x / (1 − x)) from the lower tail I, where that is at most one half.
 * Far from the root by Halley's iteration for ln I, which is increasing and concave for every beta
 * distribution, so that Newton's step never passes the root from the left; Halley's step is kept
 * within a factor of two of it. Near the root by the Taylor series of the inverse function, whose
 * derivatives follow from u' = 1/k with the kernel k = x^a·y^b / B(a, b) (Steinbrecher and Shaw,
 * "Quantile mechanics", European Journal of Applied Mathematics 19, 2008). With s = k/I, (ln I)' = s
 * and (ln I)'' = s·(a − (a + b)·x − s).
 *
 * @param x the quantile, in [0, 1]
 * @param y 1 − x
 */
record BetaQuantile(double x, double y) {
  private static final int MAX_STEPS = 100;

  /** Below this logarithm of x the tail is a power of x to the last bit. */
  private static final double POWER_LAW = -650;

  private static final BetaQuantile AT_ZERO = new BetaQuantile(0, 1);

  /** Where the tail below even a tiny y is all there is, y is 0 for a double. */
  private static final BetaQuantile AT_ONE = new BetaQuantile(1, 0);

  /** Below this a kernel is on its way to underflow. */
  private static final double TINY = 1e-290;

  /** So far, in units of the function's scale, the series is the better step. */
  private static final double NEAR = 0.2;

  /** So far it leaves less than an ulp. */
  private static final double SERIES_REACH = 0.01;

  /** Up to here the power series of e^step is exact to an ulp after step⁷. */
  private static final double SMALL_STEP = 0.02;

  /** The x with P(X ≤ x) = p. */
  static BetaQuantile ofLower(BetaKernel kernel, double p) {
    return p <= 0.5
        ? below(kernel, new Tail(p))
        : below(kernel.mirrored(), new Tail(1 - p)).mirrored();
  }

  /** The x below which there is a tail. */
  static BetaQuantile below(BetaKernel kernel, Tail tail) {
    return new Search(kernel, tail).run();
  }

  /** The x with P(X &gt; x) = q. */
  static BetaQuantile ofUpper(BetaKernel kernel, double q) {
    return ofLower(kernel.mirrored(), q).mirrored();
  }

  /** The interval between the quantiles of (1 − level)/2 and (1 + level)/2. */
  static TrustInterval equalTailed(BetaKernel kernel, double level) {
    Tail tail = Tail.of((1 - level) / 2);
    double lower = below(kernel, tail).x();
    double upper = below(kernel.mirrored(), tail).y();
    return new TrustInterval(Math.min(lower, upper), upper);
  }

  private BetaQuantile mirrored() {
    return new BetaQuantile(y, x);
  }

  private static BetaQuantile ofLogit(double u) {
    return ofOdds(Math.exp(u), 1);
  }

  /** Of odds x : y; the smaller of the two alone is rounded, so that neither goes back and forth. */
  private static BetaQuantile ofOdds(double x, double y) {
    double small = Math.min(x, y) / (x + y);
    return x < y ? new BetaQuantile(small, 1 - small) : new BetaQuantile(1 - small, small);
  }

  /** Moves the logit; exact even where the logit itself has lost the digits. */
  private BetaQuantile movedBy(double step) {
    return ofOdds(x * exp(step), y);
  }

  /** e^step, by its power series where few terms are enough. */
  private static double exp(double step) {
    if (Math.abs(step) > SMALL_STEP) {
      return Math.exp(Math.max(POWER_LAW, Math.min(step, -POWER_LAW)));
    }
    double rest = 1.0 / 24 + step * (1.0 / 120 + step * (1.0 / 720 + step * (1.0 / 5040)));
    return 1 + step * (1 + step * (0.5 + step * (1.0 / 6 + step * rest)));
  }

  /** False where the distance to an end is less than a double can say. */
  private boolean isInside() {
    return x > 0 && y > 0;
  }

  /**
   * A probability of at most one half, and what follows from it alone.
   *
   * @param p the probability
   * @param log its logarithm
   * @param z the normal quantile of 1 − p, roughly
   */
  record Tail(double p, double log, double z) {
    /** Callers ask for the same level again and again. */
    private static volatile Tail latest = new Tail(0.025);

    static Tail of(double p) {
      Tail tail = latest;
      if (tail.p != p) {
        tail = new Tail(p);
        latest = tail;
      }
      return tail;
    }

    Tail(double p) {
      this(p, Math.log(p));
    }

    private Tail(double p, double log) {
      this(p, log, NormalDistribution.roughUpperQuantile(log));
    }
  }

  /** The search for one quantile of at most one half. */
  static final class Search {
    private final BetaKernel kernel;
    private final Tail wanted;
    private int evaluations;

    Search(BetaKernel kernel, Tail wanted) {
      this.kernel = kernel;
      this.wanted = wanted;
    }

    /** How often the tail was computed. */
    int evaluations() {
      return evaluations;
    }

    BetaQuantile run() {
      if (wanted.p == 0) {
        return AT_ZERO;
      }
      if (Math.min(kernel.a, kernel.b) >= 1) {
        return refined(guess());
      }
      double logX = logPowerLaw();
      return logX < POWER_LAW
          ? new BetaQuantile(Math.exp(logX), 1)
          : refined(ofLogit(Math.min(logX, Math.log(kernel.a / kernel.b))));
    }

    /** For small x the tail is x^a / (a·B(a, b)). */
    private double logPowerLaw() {
      double a = kernel.a;
      double logBeta = -(a + kernel.b) * Math.log(2) - kernel.logAt(0.5, 0.5);
      return (wanted.log + Math.log(a) + logBeta) / a;
    }

    /** Abramowitz and Stegun 26.5.22 for shapes of at least 1. */
    private BetaQuantile guess() {
      double z = wanted.z;
      double lambda = (z * z - 3) / 6;
      double aInverse = 1 / (2 * kernel.a - 1);
      double bInverse = 1 / (2 * kernel.b - 1);
      double h = 2 / (aInverse + bInverse);
      double w =
          z * Math.sqrt(Math.max(0, h + lambda)) / h
              - (bInverse - aInverse) * (lambda + 5.0 / 6 - 2 / (3 * h));
      double odds = kernel.a / kernel.b * Math.exp(-2 * Math.min(w, -POWER_LAW / 2));
      return ofOdds(odds, 1);
    }

    private BetaQuantile refined(BetaQuantile start) {
      BetaQuantile point = start;
      for (int i = 0; i < MAX_STEPS && point.isInside(); i++) {
        IncompleteBeta.Tail tail = IncompleteBeta.lowerTail(kernel, point.x, point.y);
        evaluations++;
        if (tail.value() == 0 && tail.kernel() > 0) {
          return AT_ONE;
        }
        double e = kernel.excess(point.x, point.y);
        double v = (kernel.a + kernel.b) * point.x * point.y;
        double missing = wanted.p - tail.value();
        double area = missing / tail.kernel();
        double share = missing / wanted.p;
        double distance = share * share + area * area * (e * e + v + 1);
        if (distance < NEAR * NEAR) {
          point = point.movedBy(series(area, e, v, point.y - point.x));
          if (distance < SERIES_REACH * SERIES_REACH) {
            break;
          }
        } else {
          point = point.movedBy(halley(point, tail, e));
        }
      }
      return point;
    }

    /** A step from where the tail may underflow; kept within a factor of two of Newton's. */
    private double halley(BetaQuantile point, IncompleteBeta.Tail tail, double excess) {
      double log =
          tail.kernel() > TINY
              ? Math.log(tail.value())
              : kernel.logAt(point.x, point.y) + Math.log(tail.ratio());
      double difference = wanted.log - log;
      double slope = 1 / tail.ratio();
      double bend = 1 + difference * (excess - slope) / (2 * slope);
      return difference / slope / Math.min(Math.max(bend, 0.5), 2);
    }

    /**
     * The step h with ∫ k(u + t)/k(u) dt from 0 to h = area, up to area⁵, from the derivatives of ln k:
     * e, −v, −v·w and −v·(w² − 2xy), where e = a − (a + b)·x, v = (a + b)·x·y and w = y − x.
     */
    private static double series(double area, double e, double v, double w) {
      double third = 2 * e * e + v;
      double fourth = v * w - e * (7 * v + 6 * e * e);
      double fifth =
          v * (1.5 * w * w - 0.5)
              + v * (7 * v - 11 * e * w)
              + e * e * (46 * v + 24 * e * e);
      return area
          * (1 + area / 2 * (-e + area / 3 * (third + area / 4 * (fourth + area / 5 * fifth))));
    }
  }
}
