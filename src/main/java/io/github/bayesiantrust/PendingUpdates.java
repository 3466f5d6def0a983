package io.github.bayesiantrust;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

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

  /**
   * Whether what waits was applied already, and was only not cleared yet. Who adds next clears it, since
   * then it has that memory at hand. Guarded by the monitor.
   */
  private boolean applied;

  /** Takes the place of the other when that is taken out. Guarded by the tracker's exclusive lock. */
  private EvidenceSums spare = new EvidenceSums();

  private final AtomicBoolean draining = new AtomicBoolean();

  /**
   * Adds an update.
   *
   * @return how many wait now
   */
  synchronized int add(String key, boolean success, double weight) {
    clearIfApplied();
    waiting.add(key, success, weight);
    return waiting.updates();
  }

  private void clearIfApplied() {
    if (applied) {
      waiting.clear();
      applied = false;
    }
  }

  synchronized int size() {
    return applied ? 0 : waiting.updates();
  }

  /** Drops all updates. */
  synchronized void clear() {
    applied = true;
  }

  /** Takes all updates out. The caller holds the exclusive lock until it has applied them. */
  EvidenceSums takeAll() {
    EvidenceSums taken = exchange();
    spare = taken;
    return taken;
  }

  private synchronized EvidenceSums exchange() {
    clearIfApplied();
    EvidenceSums taken = waiting;
    waiting = spare;
    applied = true;
    return taken;
  }

  /**
   * Flushes until fewer wait than a number, or leaves that to a thread that is at it: which looks once
   * more after it has said that it no longer is. When no thread is, fewer wait.
   *
   * @param added how many waited when the caller had added its own
   * @param flush applies all, or none if fewer wait than that number; tells how many
   */
  void drain(int added, int least, IntSupplier flush) {
    if (added >= FLOOD * least) {
      flush.getAsInt();
    }
    while (!draining.get() && size() >= least && draining.compareAndSet(false, true)) {
      try {
        takeTurn(flush);
      } finally {
        draining.set(false);
      }
      offerTurn(least);
    }
  }

  private static void takeTurn(IntSupplier flush) {
    int flushes = 0;
    while (flushes < TURN && flush.getAsInt() > 0) {
      flushes++;
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
