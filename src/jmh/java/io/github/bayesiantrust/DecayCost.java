package io.github.bayesiantrust;

import java.util.concurrent.locks.LockSupport;

/** What a global decay costs its caller, and what the walk over all keys that is due at times. */
final class DecayCost {
  /** After so many decays a walk over all keys is due. */
  private static final int PERIOD = 128;

  /** Lets the threads of the JVM finish what a walk over the keys has left to them. */
  private static final long REST_NANOS = 20_000_000;

  /** The first ones of a period find the processor's caches full of the keys of the walk before. */
  private static final int COLD = 64;

  /** Of each period so many are timed; the last one, which walks, is not among them. */
  private static final int TIMED = 60;

  private static final int PERIODS = 9;

  /** What the JIT compilers take to do their best with a decay and with the loop around it. */
  private static final int PERIODS_OF_WARM_UP = 1_000;

  private final BayesianTrustTracker tracker;

  /** A tracker that lives for long, and so is in the old generation, however small it is. */
  DecayCost(int keys) {
    tracker = TrackerWorkload.Setting.NO_HISTORY.filled(new KeySequence(keys));
    System.gc();
  }

  /** To be called before anything is timed: a decay takes ten times as long until then. */
  void warmUp() {
    for (int i = 0; i < PERIODS_OF_WARM_UP; i++) {
      decay(PERIOD);
    }
  }

  /** Nanoseconds per decay that does not walk: the median of some periods. */
  double nanosPerDecay() {
    double[] nanos = new double[PERIODS];
    for (int i = 0; i < PERIODS; i++) {
      LockSupport.parkNanos(REST_NANOS);
      decay(COLD);
      long start = System.nanoTime();
      decay(TIMED);
      nanos[i] = (double) (System.nanoTime() - start) / TIMED;
      decay(PERIOD - COLD - TIMED);
    }
    tracker.clear();
    return Line.median(nanos);
  }

  private void decay(int times) {
    for (int i = 0; i < times; i++) {
      tracker.applyGlobalDecay(0.99, 0);
    }
  }

  /** Milliseconds of a decay that walks over all keys, with as many decays behind it as can be. */
  double millisOfWalk() {
    long longest = 0;
    for (int i = 0; i < PERIOD; i++) {
      long start = System.nanoTime();
      tracker.applyGlobalDecay(0.99, 0);
      longest = Math.max(longest, System.nanoTime() - start);
    }
    return longest / 1e6;
  }
}
