package io.github.bayesiantrust;

import java.util.concurrent.atomic.LongAdder;

/** The counts behind {@link PerformanceStats}. Thread-safe; free while switched off. */
final class Counters {
  private final LongAdder singleUpdates = new LongAdder();
  private final LongAdder batchOperations = new LongAdder();
  private final LongAdder batchUpdates = new LongAdder();
  private final LongAdder pendingFlushes = new LongAdder();
  private final LongAdder pendingUpdates = new LongAdder();
  private final LongAdder cacheHits = new LongAdder();
  private final LongAdder cacheMisses = new LongAdder();
  private volatile boolean enabled;

  /** Switching on starts from zero; switching off keeps the counts. */
  void enable(boolean on) {
    if (on) {
      reset();
    }
    enabled = on;
  }

  void singleUpdate() {
    if (enabled) {
      singleUpdates.increment();
    }
  }

  void batch(int updates) {
    if (enabled && updates > 0) {
      batchOperations.increment();
      batchUpdates.add(updates);
    }
  }

  void flush(int updates) {
    if (enabled && updates > 0) {
      pendingFlushes.increment();
      pendingUpdates.add(updates);
    }
  }

  void hit() {
    if (enabled) {
      cacheHits.increment();
    }
  }

  void hits(int number) {
    if (enabled) {
      cacheHits.add(number);
    }
  }

  void miss() {
    if (enabled) {
      cacheMisses.increment();
    }
  }

  void reset() {
    singleUpdates.reset();
    batchOperations.reset();
    batchUpdates.reset();
    pendingFlushes.reset();
    pendingUpdates.reset();
    cacheHits.reset();
    cacheMisses.reset();
  }

  PerformanceStats read() {
    return new PerformanceStats(
        singleUpdates.sum(),
        batchOperations.sum(),
        batchUpdates.sum(),
        pendingFlushes.sum(),
        pendingUpdates.sum(),
        cacheHits.sum(),
        cacheMisses.sum());
  }
}
