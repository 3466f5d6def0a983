package io.github.bayesiantrust;

import java.util.Arrays;

/**
 * The evidence of some updates, summed per key in the order in which the keys first come: an
 * open-addressed hash table that is used again and again, and then allocates nothing. Not thread-safe.
 */
final class EvidenceSums {
  private static final int FIRST_CAPACITY = 64;

  /** Where a key has its sum, plus one; 0 in a free slot. Twice as many as sums; a power of two. */
  private int[] slots = new int[2 * FIRST_CAPACITY];

  private String[] keys = new String[FIRST_CAPACITY];
  private double[] successes = new double[FIRST_CAPACITY];
  private double[] failures = new double[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  String key(int i) {
    return keys[i];
  }

  double successes(int i) {
    return successes[i];
  }

  double failures(int i) {
    return failures[i];
  }

  void add(TrustUpdate update) {
    int i = find(update.key());
    if (update.success()) {
      successes[i] = sum(successes[i], update.weight());
    } else {
      failures[i] = sum(failures[i], update.weight());
    }
  }

  /** Finite: an infinite sum times a share of zero would be no number. */
  private static double sum(double a, double b) {
    return Math.min(a + b, Double.MAX_VALUE);
  }

  private int find(String key) {
    int slot = slotOf(key);
    if (slots[slot] == 0) {
      if (size == keys.length) {
        grow();
        slot = slotOf(key);
      }
      keys[size] = key;
      slots[slot] = ++size;
    }
    return slots[slot] - 1;
  }

  /** The slot of a key, or the free one that it would take. */
  private int slotOf(String key) {
    int hash = key.hashCode();
    int slot = (hash ^ hash >>> 16) & slots.length - 1;
    while (slots[slot] != 0 && !keys[slots[slot] - 1].equals(key)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, 2 * size);
    successes = Arrays.copyOf(successes, 2 * size);
    failures = Arrays.copyOf(failures, 2 * size);
    slots = new int[4 * size];
    for (int i = 0; i < size; i++) {
      slots[slotOf(keys[i])] = i + 1;
    }
  }

  /** Forgets all sums. What many keys took is not kept. */
  void clear() {
    if (size > 16 * FIRST_CAPACITY) {
      slots = new int[2 * FIRST_CAPACITY];
      keys = new String[FIRST_CAPACITY];
      successes = new double[FIRST_CAPACITY];
      failures = new double[FIRST_CAPACITY];
    } else {
      Arrays.fill(slots, 0);
      Arrays.fill(keys, 0, size, null);
      Arrays.fill(successes, 0, size, 0);
      Arrays.fill(failures, 0, size, 0);
    }
    size = 0;
  }
}
