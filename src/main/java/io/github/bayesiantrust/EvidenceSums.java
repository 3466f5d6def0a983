package io.github.bayesiantrust;

import java.util.Arrays;

/**
 * The evidence of some updates, summed per key in the order in which the keys first come. It is used
 * again and again, and then allocates nothing. Not thread-safe.
 */
final class EvidenceSums {
  private static final int FIRST_CAPACITY = 64;

  /** The room for more keys is not kept. */
  private static final int LARGEST_KEPT = 1_024;

  private KeyIndex keys = new KeyIndex(FIRST_CAPACITY);

  /** The successes of a key, and then its failures. */
  private double[] sums = new double[2 * FIRST_CAPACITY];

  /** The number of keys. */
  int size() {
    return keys.size();
  }

  /** The number of updates. */
  int updates() {
    return keys.added();
  }

  String key(int i) {
    return keys.get(i);
  }

  double successes(int i) {
    return sums[2 * i];
  }

  double failures(int i) {
    return sums[2 * i + 1];
  }

  /** Adds the evidence of an update. A sum stays finite: times a share of zero it is no number else. */
  void add(String key, boolean success, double weight) {
    int sum = 2 * keys.add(key) + (success ? 0 : 1);
    if (sum >= sums.length) {
      sums = Arrays.copyOf(sums, 2 * sums.length);
    }
    sums[sum] = Math.min(sums[sum] + weight, Double.MAX_VALUE);
  }

  /** Forgets all sums. */
  void clear() {
    if (size() > LARGEST_KEPT) {
      keys = new KeyIndex(FIRST_CAPACITY);
      sums = new double[2 * FIRST_CAPACITY];
    } else {
      Arrays.fill(sums, 0, 2 * size(), 0);
      keys.clear();
    }
  }
}
