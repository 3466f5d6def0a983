package io.github.bayesiantrust;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Draws one call in some {@value #MEAN_GAP} at random, and costs little more than a count. What is drawn is
 * how many calls of a thread go by until the next one that counts (Vitter, "Faster methods for random
 * sampling", 1984): a random number for each call would cost a tenth of a lookup that waits for memory.
 * Thread-safe.
 */
final class Sampling {
  /** Gaps are drawn evenly from 0 to twice as many, so that no pattern among the calls falls in with them. */
  private static final int MEAN_GAP = 512;

  /** Threads are numbered one after the other: so many don't write to each other's lines of memory. */
  private static final int THREADS = 64;

  /** In numbers. */
  private static final int LINE = 16;

  /**
   * How many calls go by still, at the start of a line for each thread; those with numbers far apart share
   * one, and a count that gets lost then does no harm. The first line lies beside the array's length, which
   * is read.
   */
  private static final int[] TO_GO = new int[(1 + THREADS) * LINE];

  private Sampling() {}

  /** Tells whether this call is drawn. */
  static boolean isDrawn() {
    int place = (1 + ((int) Thread.currentThread().getId() & THREADS - 1)) * LINE;
    int left = TO_GO[place] - 1;
    TO_GO[place] = left;
    return left < 0 && drawNext(place);
  }

  private static boolean drawNext(int place) {
    TO_GO[place] = ThreadLocalRandom.current().nextInt(2 * MEAN_GAP);
    return true;
  }
}
