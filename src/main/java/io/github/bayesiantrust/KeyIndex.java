package io.github.bayesiantrust;

import java.util.Collection;
import java.util.Objects;

/**
 * Some keys without repetition, in the order in which they first come, and the place of each: an
 * open-addressed hash table of numbers. Immutable.
 *
 * <p>A place is found in O(1) on average, also among many keys of one hash code: a key that meets such
 * a one goes on in steps that follow from its characters (double hashing: Knuth, "The Art of Computer
 * Programming", volume 3, 6.4; the hash code is spread by multiplication, as described there, too).
 */
final class KeyIndex {
  /** 2³² divided by the golden ratio: numbered keys, whose hash codes are close, come far apart. */
  private static final int SPREAD = 0x9E3779B9;

  /** As many as were given; those behind the last distinct one stay free. */
  private final String[] keys;

  /** The place of a key, plus one; 0 in a free slot. At least half are free; a power of two. */
  private final int[] slots;

  /** Leaves of a hash as many bits as number the slots. */
  private final int shift;

  private int size;

  /** Reads the keys once, as they are at one time; none may be null. */
  KeyIndex(Collection<String> wanted) {
    Object[] all = wanted.toArray();
    keys = new String[all.length];
    slots = new int[4 * Integer.highestOneBit(Math.max(1, all.length))];
    shift = Integer.numberOfLeadingZeros(slots.length) + 1;
    for (Object key : all) {
      add((String) Objects.requireNonNull(key, "key"));
    }
  }

  private void add(String key) {
    int slot = slotOf(key);
    if (slots[slot] == 0) {
      keys[size] = key;
      slots[slot] = ++size;
    }
  }

  int size() {
    return size;
  }

  /** How many of the keys had come before. */
  int repeats() {
    return keys.length - size;
  }

  String get(int place) {
    return keys[place];
  }

  /** The place of a key, or −1 if it is none of these. */
  int find(Object key) {
    return key instanceof String ? slots[slotOf((String) key)] - 1 : -1;
  }

  /** The slot of a key, or the free one that it would take. */
  private int slotOf(String key) {
    int hash = key.hashCode();
    int slot = hash * SPREAD >>> shift;
    int step = 1;
    while (slots[slot] != 0 && !keyAt(slot).equals(key)) {
      if (keyAt(slot).hashCode() == hash) {
        step = step(key);
      }
      slot = slot + step & slots.length - 1;
    }
    return slot;
  }

  private String keyAt(int slot) {
    return keys[slots[slot] - 1];
  }

  /** Odd, so that it leads to every slot. */
  private static int step(String key) {
    int step = 0;
    for (int i = 0; i < key.length(); i++) {
      step = (step + key.charAt(i)) * SPREAD;
    }
    return step >>> 16 | 1;
  }
}
