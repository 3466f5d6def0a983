package io.github.bayesiantrust;

import java.util.Arrays;

/**
 * The history of one key: its last entries, in a ring of primitive numbers that grows by doubling up
 * to its capacity. A superclass of the key's state, not an object beside it: that would be one more
 * line of memory that each update has to wait for and then to write. Not thread-safe: guarded by the
 * lock of its {@link BetaStats}.
 */
abstract class HistoryRing extends SequenceLock {
  private static final int FIRST_CAPACITY = 4;

  private static final double[] NONE = {};

  /** In the cursor: there is an entry in every slot, the oldest one right after the newest. */
  private static final int WRAPPED = 1 << 30;

  /** In the cursor: an entry was inserted that came with its own time. */
  private static final int TIMED = 1 << 31;

  /** In the cursor: the entry that was added last is the newest one. */
  private static final int ADDED_LAST = 1 << 29;

  /** The largest capacity: what is left of the cursor counts up to here. They would take 8 GB. */
  static final int LARGEST_CAPACITY = ADDED_LAST - 1;

  /**
   * Each slot holds a time followed by a trust. They fill from the first one on, and once there are
   * as many as the capacity, over and over again.
   */
  private double[] entries = NONE;

  /** The number of slots up to the newest entry, its own included; 0 if there is none. And flags. */
  private int cursor;

  final int historySize() {
    return (cursor & WRAPPED) == 0 ? end() : entries.length >> 1;
  }

  final boolean isHistoryTimed() {
    return (cursor & TIMED) != 0;
  }

  /** Tells whether the newest entry was added last. Asks nothing of the entries' own memory. */
  final boolean isNewestAddedLast() {
    return (cursor & ADDED_LAST) != 0;
  }

  /** The time of the newest entry; infinitely early if there is none. */
  final double newestTime() {
    int end = end();
    return end == 0 ? Double.NEGATIVE_INFINITY : entries[2 * (end - 1)];
  }

  /** Adds an entry at the end. In a full ring the oldest one goes. */
  final void appendEntry(double time, double trust, int capacity) {
    if (2 * end() == entries.length) {
      passLastSlot(capacity);
    }
    cursor = cursor + 1 | ADDED_LAST;
    put(2 * (end() - 1), time, trust);
  }

  /**
   * Adds an entry after the last one that is not younger. In a full ring the oldest one goes, which
   * may be the new one.
   *
   * @param ownTime whether the entry came with its own time; the first such one sorts the others
   */
  final void insertEntry(double time, double trust, int capacity, boolean ownTime) {
    if (ownTime && !isHistoryTimed()) {
      loadHistory(historyCopy().inOrderOfTime(), capacity);
      cursor |= TIMED;
    }
    if (time < newestTime()) {
      insertBefore(countLater(time), time, trust, capacity);
    } else {
      appendEntry(time, trust, capacity);
    }
  }

  private void insertBefore(int later, double time, double trust, int capacity) {
    if (later < capacity) {
      appendEntry(time, trust, capacity);
      for (int i = 0; i < later; i++) {
        put(index(i), entries[index(i + 1)], entries[index(i + 1) + 1]);
      }
      put(index(later), time, trust);
    }
    cursor &= ~ADDED_LAST;
  }

  /** How many entries at the end are later than a time, which the newest is. */
  private int countLater(double time) {
    int size = historySize();
    int later = 1;
    while (later < size && time < entries[index(later)]) {
      later++;
    }
    return later;
  }

  /** Makes room behind the last slot, or else goes on at the first. */
  private void passLastSlot(int capacity) {
    int slots = end();
    if (slots < capacity) {
      int more = Math.min(capacity, Math.max(FIRST_CAPACITY, 2 * slots));
      entries = Arrays.copyOf(entries, 2 * more);
    } else {
      cursor = cursor & TIMED | WRAPPED;
    }
  }

  /** Drops the oldest entries beyond a number, and the storage that they took. */
  public final void trimHistory(int count) {
    if (historySize() > count) {
      int timed = count == 0 ? 0 : cursor & TIMED;
      loadHistory(historyCopy(), count);
      cursor |= timed;
    }
  }

  /** Takes the newest entries of a history over, in its order, instead of its own. */
  final void loadHistory(TrustHistory history, int capacity) {
    int size = Math.min(history.size(), capacity);
    double[] loaded = size == 0 ? NONE : new double[2 * size];
    for (int i = 0, from = history.size() - size; i < size; i++) {
      loaded[2 * i] = history.time(from + i);
      loaded[2 * i + 1] = history.value(from + i);
    }
    entries = loaded;
    cursor = size;
  }

  final TrustHistory historyCopy() {
    int size = historySize();
    double[] times = new double[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      int index = index(size - 1 - i);
      times[i] = entries[index];
      values[i] = entries[index + 1];
    }
    return TrustHistory.ofOwned(times, values);
  }

  private int end() {
    return cursor & LARGEST_CAPACITY;
  }

  /** Where the entry starts that so many later ones follow. */
  private int index(int later) {
    int slot = end() - 1 - later;
    return 2 * slot + (slot < 0 ? entries.length : 0);
  }

  private void put(int index, double time, double trust) {
    entries[index] = time;
    entries[index + 1] = trust;
  }
}
