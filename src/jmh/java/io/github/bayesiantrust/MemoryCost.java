package io.github.bayesiantrust;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Path;

/**
 * The heap that a key takes beyond its string: used before and after, both after a collection. In a
 * process of its own with the serial collector, since G1 counts a large array, as the map has one, in
 * whole regions.
 */
final class MemoryCost {
  private MemoryCost() {}

  public static void main(String[] args) {
    TrustConfig config =
        TrustConfig.builder().historyCapacity(Integer.parseInt(args[2])).build();
    System.out.println(
        bytesPerKey(Integer.parseInt(args[0]), Integer.parseInt(args[1]), config));
  }

  /** The same, measured in a process of its own. */
  static double measured(int keys, int updates, int history) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx8g",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryCost.class.getName(),
                String.valueOf(keys),
                String.valueOf(updates),
                String.valueOf(history))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      return Double.parseDouble(output.readLine());
    }
  }

  /** Bytes per key, of keys with a number of updates each. */
  private static double bytesPerKey(int keys, int updates, TrustConfig config) {
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
