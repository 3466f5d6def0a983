package io.github.bayesiantrust;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The least that a tracker has to do to answer or to count, and nothing else. */
final class FloorWorkload {

  /** What a key is at least: two numbers, a time and a published answer. */
  private static final class Kernel {
    double alpha = 2;
    double beta = 1;
    double lastUpdate;
    volatile double trust = alpha / (alpha + beta);
  }

  private final ConcurrentHashMap<String, Kernel> kernels = new ConcurrentHashMap<>();
  private final LongSupplier time = SystemTime.of(Clock.systemUTC());

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
    boolean success = keys.outcome();
    synchronized (kernel) {
      kernel.alpha += success ? 1 : 0;
      kernel.beta += success ? 0 : 1;
      kernel.lastUpdate = now;
    }
  }
}
