package io.github.bayesiantrust;

import java.util.Arrays;

/**
 * The evidence of some updates, summed per key in the order in which the keys first come: an
 * open-addressed hash table that is used again and again, and then allocates nothing. Not thread-safe.
 */
final class EvidenceSums {
  private static final int FIRST_CAPACITY = 64;

  /** Above it, what keys that were many took is not kept. */
  private static final int LARGEST_KEPT = 16 * FIRST_CAPACITY;

  /** 2^32 over the golden ratio: it spreads hash codes that follow each other (Knuth, TAOCP 6.4). */
  private static final int SPREAD = 0x9E3779B9;

  private static final long INDEX = 0xFFFF_FFFFL;

  /**
   * The hash code of a key, above, and where it has its sum, plus one, below; 0 in a free slot. Twice as
   * many as sums; a power of two.
   */
  private long[] slots;

  private String[] keys;

  /** The successes of a key, followed by its failures. */
  private double[] sums;

  /** The number of keys. */
  private int size;

  /** The number of updates. */
  private int updates;

  EvidenceSums() {
    allocate(FIRST_CAPACITY);
  }

  private void allocate(int capacity) {
    slots = new long[2 * capacity];
    keys = new String[capacity];
    sums = new double[2 * capacity];
  }

  int size() {
    return size;
  }

  int updates() {
    return updates;
  }

  String key(int i) {
    return keys[i];
  }

  double successes(int i) {
    return sums[2 * i];
  }

  double failures(int i) {
    return sums[2 * i + 1];
  }

  void add(String key, boolean success, double weight) {
    int sum = 2 * find(key) + (success ? 0 : 1);
    sums[sum] = Math.min(sums[sum] + weight, Double.MAX_VALUE);
    updates++;
  }

  private int find(String key) {
    int hash = key.hashCode();
    int slot = firstSlot(hash);
    while (slots[slot] != 0) {
      int i = (int) slots[slot] - 1;
      if ((int) (slots[slot] >>> 32) == hash && keys[i].equals(key)) {
        return i;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return insert(key, hash, slot);
  }

  private int firstSlot(int hash) {
    return hash * SPREAD >>> 1 + Integer.numberOfLeadingZeros(slots.length);
  }

  private int insert(String key, int hash, int slot) {
    keys[size] = key;
    slots[slot] = (long) hash << 32 | size + 1;
    size++;
    if (size == keys.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, 2 * size);
    sums = Arrays.copyOf(sums, 4 * size);
    long[] old = slots;
    slots = new long[4 * size];
    for (long taken : old) {
      if (taken != 0) {
        int slot = firstSlot((int) (taken >>> 32));
        while (slots[slot] != 0) {
          slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = taken;
      }
    }
  }

  /** Forgets all sums. */
  void clear() {
    if (size > LARGEST_KEPT) {
      allocate(FIRST_CAPACITY);
    } else {
      Arrays.fill(slots, 0);
      Arrays.fill(keys, 0, size, null);
      Arrays.fill(sums, 0, 2 * size, 0);
    }
    size = 0;
    updates = 0;
  }
}
