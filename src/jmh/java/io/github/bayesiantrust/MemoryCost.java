package io.github.bayesiantrust;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;

/** The heap that a key takes beyond its string: used before and after, both after a collection. */
final class MemoryCost {
  private MemoryCost() {}

  /** Bytes per key, of keys with a number of updates each. */
  static double bytesPerKey(int keys, int updates, TrustConfig config) {
    String[] names = new String[keys];
    for (int i = 0; i < keys; i++) {
      names[i] = "service-" + i;
      names[i].hashCode();
    }
    long before = used();
    BayesianTrustTracker tracker = new BayesianTrustTracker(config);
    for (int update = 0; update < updates; update++) {
      for (String name : names) {
        tracker.update(name, true);
      }
    }
    long after = used();
    Reference.reachabilityFence(names);
    Reference.reachabilityFence(tracker);
    return (double) (after - before) / keys;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
