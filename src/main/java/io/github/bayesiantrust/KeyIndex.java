package io.github.bayesiantrust;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;

/**
 * Some keys without repetition, in the order in which they first come, and the place of each: an
 * open-addressed hash table of numbers. Not thread-safe while keys are added; any thread may read it
 * afterwards.
 *
 * <p>A place is found in O(1) on average, also among many keys of one hash code: a key that meets such
 * a one goes on in steps that follow from its characters (double hashing: Knuth, "The Art of Computer
 * Programming", volume 3, 6.4; the hash code is spread by multiplication, as described there, too).
 */
final class KeyIndex {
  /** 2³² divided by the golden ratio: numbered keys, whose hash codes are close, come far apart. */
  private static final int SPREAD = 0x9E3779B9;

  private String[] keys;

  /**
   * The hash code of a key above its place plus one; 0 in a free slot. At least half are free; a power of
   * two.
   */
  private long[] slots;

  /** Leaves of a hash as many bits as number the slots. */
  private int shift;

  private int size;
  private int added;

  /** An index with room for some keys, which grows when there are more. */
  KeyIndex(int capacity) {
    keys = new String[Math.max(1, capacity)];
    slots = slotsFor(keys.length);
    shift = shiftFor(slots);
  }

  /** The keys as they are at one time: they are read once. None may be null. */
  static KeyIndex of(Collection<String> wanted) {
    Object[] all = wanted.toArray();
    KeyIndex index = new KeyIndex(all.length);
    index.addAll(all);
    return index;
  }

  /**
   * Adds the first keys, for which there is room. Which of them come again can't be foreseen, and a
   * wrong guess costs a processor more than all the rest: so nothing branches on that. Each key is taken
   * for the next one, and its slot written; whether the slot was free decides what is written and counts.
   */
  private void addAll(Object[] all) {
    String[] places = keys;
    long[] table = slots;
    int next = 0;
    for (Object each : all) {
      String key = (String) Objects.requireNonNull(each, "key");
      int hash = key.hashCode();
      int slot = slot(hash);
      long old = table[slot];
      long free = allBitsIfZero(old);
      long entry = old | entry(hash, next) & free;
      table[slot] = entry;
      places[next] = key;
      next -= (int) free;
      if (places[placeIn(entry)] != key) {
        int found = placeOrSlot(key, hash, slot);
        if (found < 0) {
          table[~found] = entry(hash, next++);
        }
      }
    }
    size = next;
    added = all.length;
  }

  private static long allBitsIfZero(long number) {
    return ((number | -number) >>> 63) - 1;
  }

  private static long[] slotsFor(int keys) {
    return new long[2 * Integer.highestOneBit(2 * keys - 1)];
  }

  private static int shiftFor(long[] slots) {
    return Integer.numberOfLeadingZeros(slots.length) + 1;
  }

  /** Adds a key unless it has come before; tells its place. */
  int add(String key) {
    added++;
    int place = placeOrSlot(key);
    if (place >= 0) {
      return place;
    }
    if (size == keys.length) {
      grow();
      place = placeOrSlot(key);
    }
    keys[size] = key;
    slots[~place] = entry(key.hashCode(), size);
    return size++;
  }

  private static long entry(int hash, int place) {
    return (long) hash << 32 | place + 1;
  }

  private static int placeIn(long entry) {
    return (int) entry - 1;
  }

  private int slot(int hash) {
    return hash * SPREAD >>> shift;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, 2 * size);
    slots = slotsFor(keys.length);
    shift = shiftFor(slots);
    for (int place = 0; place < size; place++) {
      slots[~placeOrSlot(keys[place])] = entry(keys[place].hashCode(), place);
    }
  }

  /** The number of distinct keys. */
  int size() {
    return size;
  }

  /** How many keys were added, repeated ones included. */
  int added() {
    return added;
  }

  String get(int place) {
    return keys[place];
  }

  /** The place of a key, or −1 if it is none of these. */
  int find(Object key) {
    return key instanceof String ? Math.max(-1, placeOrSlot((String) key)) : -1;
  }

  /** The place of a key, or −1 − i if it is none of these and would be found by slot i. */
  private int placeOrSlot(String key) {
    int hash = key.hashCode();
    return placeOrSlot(key, hash, slot(hash));
  }

  /** The same, given its hash code and the slot to begin with. */
  private int placeOrSlot(String key, int hash, int first) {
    int slot = first;
    int step = 1;
    for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if ((int) (entry >>> 32) == hash) {
        int place = placeIn(entry);
        if (key.equals(keys[place])) {
          return place;
        }
        step = step(key);
      }
      slot = slot + step & slots.length - 1;
    }
    return ~slot;
  }

  /** Odd, so that it leads to every slot. */
  private static int step(String key) {
    int step = 0;
    for (int i = 0; i < key.length(); i++) {
      step = (step + key.charAt(i)) * SPREAD;
    }
    return step >>> 16 | 1;
  }

  /** Forgets the keys; the room for them stays. */
  void clear() {
    Arrays.fill(slots, 0);
    Arrays.fill(keys, 0, size, null);
    size = 0;
    added = 0;
  }
}
