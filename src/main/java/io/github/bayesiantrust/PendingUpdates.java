package io.github.bayesiantrust;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The queue of updates that wait to be applied together; they are summed per key as they come.
 * Thread-safe.
 *
 * <p>One thread at a time flushes for all. What others add meanwhile they leave to it: it has just
 * written the keys and goes on faster than any other, and they need not wait for it.
 */
final class PendingUpdates {
  /** After so many flushes in a row another thread is to take over. */
  private static final int TURN = 8;

  /** So long that a thread that adds without a break comes by. */
  private static final int OFFER_SPINS = 20;

  /** When so many times what makes a flush wait, those who add wait for who flushes. */
  private static final long FLOOD = 16;

  /** Guarded by the monitor of this queue. */
  private EvidenceSums waiting = new EvidenceSums();

  /** Takes the place of the other when that is taken out. Guarded by the tracker's exclusive lock. */
  private EvidenceSums spare = new EvidenceSums();

  private final AtomicBoolean draining = new AtomicBoolean();

  /**
   * Adds an update.
   *
   * @return how many wait now
   */
  synchronized int add(String key, boolean success, double weight) {
    waiting.add(key, success, weight);
    return waiting.updates();
  }

  synchronized int size() {
    return waiting.updates();
  }

  /** Drops all updates. */
  synchronized void clear() {
    waiting.clear();
  }

  /**
   * Takes all updates out. The caller holds the exclusive lock until it has applied and cleared them:
   * they are used again.
   */
  EvidenceSums takeAll() {
    EvidenceSums taken = exchange();
    spare = taken;
    return taken;
  }

  private synchronized EvidenceSums exchange() {
    EvidenceSums taken = waiting;
    waiting = spare;
    return taken;
  }

  /**
   * Flushes until fewer wait than a number, or leaves that to a thread that is at it. When no thread is
   * any more, fewer wait.
   */
  void drain(int least, Runnable flush) {
    if (size() >= FLOOD * least) {
      flush.run();
    }
    while (size() >= least && draining.compareAndSet(false, true)) {
      try {
        takeTurn(least, flush);
      } finally {
        draining.set(false);
      }
      offerTurn(least);
    }
  }

  private void takeTurn(int least, Runnable flush) {
    for (int i = 0; i < TURN && size() >= least; i++) {
      flush.run();
    }
  }

  private void offerTurn(int least) {
    if (size() >= least) {
      for (int i = 0; i < OFFER_SPINS && !draining.get(); i++) {
        Thread.onSpinWait();
      }
    }
  }
}
