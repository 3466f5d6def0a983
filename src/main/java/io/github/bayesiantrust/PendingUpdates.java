package io.github.bayesiantrust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queue of updates that wait to be applied together. Thread-safe. */
final class PendingUpdates {
  /** Guarded by the monitor of this queue. */
  private List<TrustUpdate> waiting = new ArrayList<>();

  /**
   * Adds an update at the end.
   *
   * @return how many wait now
   */
  synchronized int add(TrustUpdate update) {
    waiting.add(update);
    return waiting.size();
  }

  /** Takes all updates out, oldest first. */
  synchronized List<TrustUpdate> takeAll() {
    List<TrustUpdate> taken = waiting;
    waiting = new ArrayList<>(taken.size());
    return taken;
  }

  synchronized int size() {
    return waiting.size();
  }

  /** The evidence of some updates, summed per key. */
  static Map<String, Sum> sums(List<TrustUpdate> updates) {
    Map<String, Sum> sums = new LinkedHashMap<>();
    for (TrustUpdate update : updates) {
      sums.computeIfAbsent(update.key(), key -> new Sum()).add(update);
    }
    return sums;
  }

  /** Successes and failures of one key. */
  static final class Sum {
    private double successes;
    private double failures;

    private void add(TrustUpdate update) {
      if (update.success()) {
        successes = sum(successes, update.weight());
      } else {
        failures = sum(failures, update.weight());
      }
    }

    /** Finite: an infinite sum times a share of zero would be no number. */
    private static double sum(double a, double b) {
      return Math.min(a + b, Double.MAX_VALUE);
    }

    double successes() {
      return successes;
    }

    double failures() {
      return failures;
    }
  }
}
