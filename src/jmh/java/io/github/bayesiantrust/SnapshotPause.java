package io.github.bayesiantrust;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * How long operations wait while another thread takes snapshots. One operation begins every {@value
 * #PERIOD_NANOS} ns, or as soon as the one before it is done; its time counts from when it was due, so
 * that one that waits makes those behind it late as it would in life.
 */
final class SnapshotPause {
  private static final int PERIOD_NANOS = 20_000;
  private static final int SNAPSHOTS = 5;
  private static final int MOST_OPERATIONS = 5_000_000;

  private final BayesianTrustTracker tracker;
  private final KeySequence.Cursor keys;
  private final long[] served = new long[MOST_OPERATIONS];
  private final long[] late = new long[MOST_OPERATIONS];
  private int count;

  SnapshotPause(int keyCount) {
    KeySequence sequence = new KeySequence(keyCount);
    tracker = TrackerWorkload.Setting.DEFAULT.filled(sequence);
    keys = sequence.cursor();
  }

  /** Runs operations for as long as some snapshots take, one at least. */
  SnapshotPause run() {
    return runUntil(CompletableFuture.runAsync(this::takeSnapshots, task -> new Thread(task).start()));
  }

  /** The same for a time, with no snapshot beside it: what the machine and the collector do. */
  SnapshotPause runAlone(int millis) {
    return runUntil(
        CompletableFuture.runAsync(
            () -> LockSupport.parkNanos(millis * 1_000_000L), task -> new Thread(task).start()));
  }

  private void takeSnapshots() {
    for (int i = 0; i < SNAPSHOTS; i++) {
      tracker.snapshot();
    }
  }

  private SnapshotPause runUntil(CompletableFuture<Void> other) {
    count = 0;
    long due = System.nanoTime();
    do {
      due += PERIOD_NANOS;
      while (System.nanoTime() < due) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      operate(count);
      long end = System.nanoTime();
      served[count] = end - start;
      late[count++] = end - due;
    } while (!other.isDone() && count < MOST_OPERATIONS);
    other.join();
    Arrays.sort(served, 0, count);
    Arrays.sort(late, 0, count);
    return this;
  }

  private void operate(int i) {
    switch (i % 8) {
      case 0 -> tracker.batchUpdate(List.of(update(), update(), update()));
      case 1 -> tracker.getTrustBatch(List.of(keys.key(), keys.key(), keys.key()));
      case 2 -> tracker.addPendingUpdate(keys.key(), keys.outcome());
      case 3 -> tracker.getConfidenceInterval(keys.key());
      case 4, 5 -> tracker.getTrust(keys.key());
      default -> tracker.update(keys.key(), keys.outcome());
    }
  }

  private TrustUpdate update() {
    return TrustUpdate.of(keys.key(), keys.outcome());
  }

  int operations() {
    return count;
  }

  /** Milliseconds from begin to end of an operation, at a percentile. */
  double served(double percentile) {
    return at(served, percentile);
  }

  /** Milliseconds from when an operation was due to its end, at a percentile. */
  double late(double percentile) {
    return at(late, percentile);
  }

  private double at(long[] sorted, double percentile) {
    return sorted[(int) (percentile / 100 * (count - 1))] / 1e6;
  }
}
