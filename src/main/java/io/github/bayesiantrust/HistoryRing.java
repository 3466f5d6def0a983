package io.github.bayesiantrust;

/**
 * The last entries of one key's history, in a ring of primitive numbers that grows by doubling up to
 * its capacity. Not thread-safe: guarded by the monitor of its {@link BetaStats}.
 */
final class HistoryRing {
  private static final int FIRST_CAPACITY = 4;

  /** Entry i, counted from {@link #head}, is a time followed by a trust. */
  private double[] entries = {};

  /** The slot of the oldest entry. */
  private int head;

  private int size;

  /** Whether an entry was inserted that came with its own time. */
  private boolean timed;

  int size() {
    return size;
  }

  boolean isTimed() {
    return timed;
  }

  /** The time of the last entry; infinitely early if there is none. */
  double newest() {
    return size == 0 ? Double.NEGATIVE_INFINITY : entries[index(size - 1)];
  }

  /** Adds an entry at the end. In a full ring the oldest one goes. */
  void append(double time, double value, int capacity) {
    if (size == capacity && size == slots()) {
      int oldest = 2 * head;
      entries[oldest] = time;
      entries[oldest + 1] = value;
      head = head + 1 == size ? 0 : head + 1;
    } else {
      add(size, time, value, capacity);
    }
  }

  /**
   * Adds an entry after the last one that is not younger. In a full ring the oldest one goes, which
   * may be the new one.
   *
   * @param ownTime whether the entry came with its own time; the first such one sorts the others
   */
  void insert(double time, double value, int capacity, boolean ownTime) {
    if (ownTime && !timed) {
      timed = true;
      sort();
    }
    int place = size;
    while (place > 0 && time < entries[index(place - 1)]) {
      place--;
    }
    if (place == size) {
      append(time, value, capacity);
    } else if (place > 0 || size < capacity) {
      add(place, time, value, capacity);
    }
  }

  private void sort() {
    TrustHistory sorted = toHistory().inOrderOfTime();
    head = 0;
    for (int i = 0; i < size; i++) {
      entries[2 * i] = sorted.time(i);
      entries[2 * i + 1] = sorted.value(i);
    }
  }

  private void add(int place, double time, double value, int capacity) {
    int dropped = Math.max(0, size + 1 - capacity);
    if (dropped > 0) {
      keepNewest(size - dropped);
    }
    put(Math.max(0, place - dropped), time, value, capacity);
  }

  private void put(int place, double time, double value, int capacity) {
    if (2 * size == entries.length) {
      resize(Math.min(capacity, Math.max(FIRST_CAPACITY, 2 * size)));
    }
    size++;
    for (int i = size - 1; i > place; i--) {
      copy(index(i - 1), index(i));
    }
    int slot = index(place);
    entries[slot] = time;
    entries[slot + 1] = value;
  }

  private void copy(int from, int to) {
    entries[to] = entries[from];
    entries[to + 1] = entries[from + 1];
  }

  /** Drops the oldest entries of more than a number. The storage stays: see {@link #trim}. */
  private void keepNewest(int count) {
    head = index(size - count) >> 1;
    size = count;
  }

  /** Drops the oldest entries beyond a number, and the storage that they took. */
  void trim(int count) {
    if (size > count) {
      keepNewest(count);
      resize(count);
    }
  }

  private void resize(int capacity) {
    double[] resized = new double[2 * capacity];
    for (int i = 0; i < size; i++) {
      resized[2 * i] = entries[index(i)];
      resized[2 * i + 1] = entries[index(i) + 1];
    }
    entries = resized;
    head = 0;
  }

  private int slots() {
    return entries.length >> 1;
  }

  /** Where an entry starts in the array. */
  private int index(int i) {
    int slot = head + i;
    return 2 * (slot < slots() ? slot : slot - slots());
  }

  TrustHistory toHistory() {
    double[] times = new double[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      times[i] = entries[index(i)];
      values[i] = entries[index(i) + 1];
    }
    return TrustHistory.ofOwned(times, values);
  }
}
