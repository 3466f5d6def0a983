package io.github.bayesiantrust;

import java.util.Arrays;

/**
 * Keeps the keys of a table within a bound: to make room for a new one, the key goes whose last
 * update was counted first. Time runs in births here: updates that were counted between the same two
 * births are as old as each other, and any of their keys may go first. A call that updates many keys
 * begins a time of its own, so that what it has updated goes last.
 *
 * <p>The keys stand in a heap by the time at which they were last looked at. An update only marks its
 * key; a key on top that was updated since sinks to its place. So a birth costs O(log keys),
 * amortized over the updates, and the heap 16 bytes a key.
 *
 * <p>Guarded by its own monitor, which is taken before that of any key; {@link #time()} takes none.
 */
final class KeyBound {
  private static final int FEW = 64;

  /** Moves on before and after each birth, and with each call that updates many keys. */
  private volatile long time;

  /** A binary heap in three columns: no entry was seen later than the two below it. */
  private String[] keys = new String[FEW];

  private BetaStats[] stats = new BetaStats[FEW];
  private long[] seen = new long[FEW];
  private int size;

  /** The time that an update is to mark its key with. */
  long time() {
    return time;
  }

  /** Begins a call that updates many keys. */
  synchronized void beginCall() {
    time = time + 1;
  }

  /** The entries, removed keys included; the caller holds the monitor. */
  int size() {
    return size;
  }

  /** The caller holds the monitor. */
  boolean isEmpty() {
    return size == 0;
  }

  /** Finds out which key is to go first; the caller holds the monitor until that key has gone. */
  void choose() {
    while (isOutdated(0)) {
      place(0, keys[0], stats[0], stats[0].touched());
    }
  }

  /** The key that was chosen; the caller holds the monitor. */
  String chosenKey() {
    return keys[0];
  }

  /** The state of the key that was chosen; the caller holds the monitor. */
  BetaStats chosen() {
    return stats[0];
  }

  private boolean isOutdated(int i) {
    return stats[i].lives() && stats[i].touched() > seen[i];
  }

  /**
   * Takes a new key in; the caller holds the monitor. No entry is younger: it goes to the end.
   *
   * @param alive the number of keys that live
   */
  void add(String key, BetaStats born, int alive) {
    long birth = time + 1;
    born.touch(birth);
    if (size > 2L * alive + FEW) {
      dropRemoved();
    }
    ensureCapacity();
    set(size++, key, born, birth);
    time = birth + 1;
  }

  private void ensureCapacity() {
    if (size == keys.length) {
      int capacity = (int) Math.min(2L * size, Integer.MAX_VALUE - 8);
      keys = Arrays.copyOf(keys, capacity);
      stats = Arrays.copyOf(stats, capacity);
      seen = Arrays.copyOf(seen, capacity);
    }
  }

  /** Drops the keys that were removed otherwise, and orders the others anew. */
  private void dropRemoved() {
    int all = size;
    size = 0;
    for (int i = 0; i < all; i++) {
      if (stats[i].lives()) {
        set(size++, keys[i], stats[i], seen[i]);
      }
    }
    Arrays.fill(keys, size, all, null);
    Arrays.fill(stats, size, all, null);
    for (int i = size / 2 - 1; i >= 0; i--) {
      place(i, keys[i], stats[i], seen[i]);
    }
  }

  /** Removes the key that was chosen; the caller holds the monitor. */
  void removeChosen() {
    size--;
    place(0, keys[size], stats[size], seen[size]);
    keys[size] = null;
    stats[size] = null;
  }

  /** Puts an entry where there is a hole, or lower: what was seen earlier moves up. */
  private void place(int hole, String key, BetaStats entry, long time) {
    int i = hole;
    for (int child = firstBelow(i); child < size && seen[child] < time; child = firstBelow(i)) {
      set(i, keys[child], stats[child], seen[child]);
      i = child;
    }
    set(i, key, entry, time);
  }

  /** The one of the two entries below another that was seen first. */
  private int firstBelow(int i) {
    int left = 2 * i + 1;
    return left + 1 < size && seen[left + 1] < seen[left] ? left + 1 : left;
  }

  private void set(int i, String key, BetaStats entry, long time) {
    keys[i] = key;
    stats[i] = entry;
    seen[i] = time;
  }
}
