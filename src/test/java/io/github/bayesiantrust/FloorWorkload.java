package io.github.bayesiantrust;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** The least that a tracker has to do to answer or to count, and nothing else. */
final class FloorWorkload {
  /** So many are counted together. */
  static final int BATCH = 50;

  /** So many may wait while others are counted. */
  private static final int ROOM = 1_024;

  /** What a key is at least: two numbers, a time and a published answer. */
  private static final class Kernel {
    double alpha = 2;
    double beta = 1;
    double lastUpdate;
    volatile double trust = alpha / (alpha + beta);

    /** Counts an outcome; the monitor, two additions. */
    synchronized void count(boolean success, double now) {
      alpha += success ? 1 : 0;
      beta += success ? 0 : 1;
      lastUpdate = now;
    }
  }

  /** Outcomes in the order in which they came. Not thread-safe. */
  private static final class Outcomes {
    final String[] keys = new String[ROOM];
    final boolean[] successes = new boolean[ROOM];
    int size;

    /** The number of them then; 0 if there is no room. */
    int add(String key, boolean success) {
      if (size == ROOM) {
        return 0;
      }
      keys[size] = key;
      successes[size] = success;
      return ++size;
    }
  }

  private final ConcurrentHashMap<String, Kernel> kernels = new ConcurrentHashMap<>();
  private final LongSupplier time = SystemTime.of(Clock.systemUTC());

  private Outcomes waiting = new Outcomes();
  private Outcomes spare = new Outcomes();
  private final AtomicBoolean counting = new AtomicBoolean();

  FloorWorkload(KeySequence keys) {
    keys.forEach(key -> kernels.put(key, new Kernel()));
  }

  /** A lookup in the map and one volatile read. */
  double trust(KeySequence.Cursor keys) {
    return kernels.get(keys.key()).trust;
  }

  /** A lookup in the map, the clock, the monitor of the key, two additions; in the best order. */
  void update(KeySequence.Cursor keys) {
    Kernel kernel = kernels.get(keys.key());
    double now = Times.epochSeconds(time.getAsLong());
    kernel.count(keys.outcome(), now);
  }

  /**
   * A place in a queue under its monitor, and the batch for whoever finds nobody at it: for each outcome a
   * lookup, the monitor of the key and two additions. Nothing is summed per key.
   */
  void updatePending(KeySequence.Cursor keys) {
    String key = keys.key();
    boolean success = keys.outcome();
    int queued = queue(key, success);
    while (queued == 0) {
      Thread.onSpinWait();
      queued = queue(key, success);
    }
    while (queued >= BATCH && !counting.get() && counting.compareAndSet(false, true)) {
      countAll();
      counting.set(false);
      queued = queued();
    }
  }

  private synchronized int queue(String key, boolean success) {
    return waiting.add(key, success);
  }

  private synchronized int queued() {
    return waiting.size;
  }

  private void countAll() {
    for (Outcomes taken = take(); taken.size >= BATCH; taken = take()) {
      double now = Times.epochSeconds(time.getAsLong());
      for (int i = 0; i < taken.size; i++) {
        kernels.get(taken.keys[i]).count(taken.successes[i], now);
      }
    }
  }

  /** Takes what waits, if that is a batch, and nothing otherwise. One thread at a time. */
  private synchronized Outcomes take() {
    spare.size = 0;
    if (waiting.size < BATCH) {
      return spare;
    }
    Outcomes taken = waiting;
    waiting = spare;
    spare = taken;
    return taken;
  }

  /** The evidence of all keys together. */
  double evidence() {
    return kernels.values().stream().mapToDouble(kernel -> kernel.alpha + kernel.beta - 2).sum();
  }
}
