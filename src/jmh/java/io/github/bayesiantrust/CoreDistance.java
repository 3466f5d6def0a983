package io.github.bayesiantrust;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far apart the cores are that two threads run on: what it takes to hand a number over from one to
 * the other. On a virtual machine this changes while it runs, by a factor of five on some, and every
 * ratio between runs of two threads with it.
 */
final class CoreDistance {
  private static final int HANDOVERS = 400_000;

  /** What lies within this factor of the least is the same distance. */
  private static final double SAME = 1.8;

  private double least = Double.POSITIVE_INFINITY;

  /** Nanoseconds for a handover at this moment. */
  double measured() {
    handOver();
    double nanos = handOver();
    least = Math.min(least, nanos);
    return nanos;
  }

  /** Tells whether a distance is about the least that was measured so far. */
  boolean isLeast(double nanos) {
    return nanos <= SAME * least;
  }

  private static double handOver() {
    AtomicInteger number = new AtomicInteger();
    Thread other = new Thread(() -> countEverySecond(number, 1));
    long start = System.nanoTime();
    other.start();
    countEverySecond(number, 0);
    long nanos = System.nanoTime() - start;
    return (double) nanos / HANDOVERS;
  }

  private static void countEverySecond(AtomicInteger number, int from) {
    for (int i = from; i < HANDOVERS; i += 2) {
      while (number.get() != i) {
        Thread.onSpinWait();
      }
      number.set(i + 1);
    }
  }
}
