package io.github.bayesiantrust;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The longest time that an updating thread does not get on while another exports; beside the same
 * while another only computes, which shows what the machine does to two busy threads; and alone. With
 * the longest pause of the garbage collector. Arguments: keys (a million), history entries of each
 * (0), exports (10).
 */
public final class ExportStall {
  private final BayesianTrustTracker tracker;
  private final String[] names;
  private final AtomicLong longestPause = new AtomicLong();
  private volatile boolean over;

  private ExportStall(int keys, int entries) {
    tracker =
        new BayesianTrustTracker(TrustConfig.builder().historyCapacity(entries).build());
    names = new String[keys];
    for (int i = 0; i < keys; i++) {
      names[i] = "service-" + i;
      for (int e = 0; e < Math.max(1, entries); e++) {
        tracker.update(names[i], i % 3 > 0, 1);
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    int keys = argument(arguments, 0, 1_000_000);
    int entries = argument(arguments, 1, 0);
    int exports = argument(arguments, 2, 10);
    Path file = Files.createTempDirectory("ExportStall").resolve("state.json");
    ExportStall stall = new ExportStall(keys, entries);
    stall.watchCollector();
    try {
      stall.measure("warm-up", () -> stall.export(file, 3));
      long export = stall.measure("with " + exports + " exports", () -> stall.export(file, exports));
      stall.measure("beside a busy thread", () -> spin(export));
      stall.measure("alone", () -> Thread.sleep(export));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(file.getParent());
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return index < arguments.length ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private interface Work {
    void run() throws Exception;
  }

  private void export(Path file, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      tracker.exportToFile(file);
    }
  }

  /** Takes a processor, and nothing else. */
  private static void spin(long millis) {
    long end = System.nanoTime() + 1_000_000 * millis;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Updates random keys while some work is done; returns its milliseconds. */
  private long measure(String what, Work work) throws Exception {
    longestPause.set(0);
    over = false;
    Gaps gaps = new Gaps();
    Thread updater = new Thread(() -> update(gaps), "updater");
    updater.start();
    long start = System.nanoTime();
    work.run();
    long millis = (System.nanoTime() - start) / 1_000_000;
    over = true;
    updater.join();
    System.out.printf(
        "%-20s %6d ms, %9d updates, longest stall %6.2f ms (%d above 1 ms, %d above 5 ms),"
            + " longest pause of the collector %d ms%n",
        what, millis, gaps.updates, gaps.longest / 1e6, gaps.above1, gaps.above5, longestPause.get());
    return millis;
  }

  private void update(Gaps gaps) {
    Random random = new Random(1);
    long last = System.nanoTime();
    while (!over) {
      tracker.update(names[random.nextInt(names.length)], random.nextBoolean(), 1);
      long now = System.nanoTime();
      gaps.add(now - last);
      last = now;
    }
  }

  private static final class Gaps {
    long updates;
    long longest;
    long above1;
    long above5;

    void add(long nanos) {
      updates++;
      longest = Math.max(longest, nanos);
      above1 += nanos > 1_000_000 ? 1 : 0;
      above5 += nanos > 5_000_000 ? 1 : 0;
    }
  }

  /** Concurrent cycles are no pauses, and are left out by their cause. */
  private void watchCollector() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean)
          .addNotificationListener(
              (notification, none) -> {
                var info =
                    GarbageCollectionNotificationInfo.from(
                        (CompositeData) notification.getUserData());
                if (!info.getGcCause().equals("No GC")) {
                  longestPause.accumulateAndGet(info.getGcInfo().getDuration(), Math::max);
                }
              },
              null,
              null);
    }
  }
}
