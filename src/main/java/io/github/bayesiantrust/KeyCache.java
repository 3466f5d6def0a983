package io.github.bayesiantrust;

import java.util.Arrays;

/**
 * Keeps the states of the keys that were used lately at hand, in front of the map: a
 * least-recently-used cache of fixed capacity. Thread-safe. A hit is one look into an array; it takes no
 * lock, allocates nothing and, in the steady state, writes nothing.
 */
final class KeyCache {

  /*
   * Places. A key has one place, by its hash code, in an array of about four times the capacity. It takes
   * it when it comes to life, if it is free and there is room. Recency is one bit per entry, which a hit
   * sets if it is clear. Who wants a place later on, gets one that is taken, or any when as many are taken
   * as the capacity says, only from an entry whose bit is clear, and clears it otherwise ("second chance":
   * Corbató, "A paging experiment with the Multics system", 1968). Only one miss in some 512, drawn at
   * random, takes part in this, so that a working set that can't fit costs little.
   *
   * No stale answer. An entry tells where the state of a key is, and not what it is: it is as good as the
   * map for as long as the key lives. A key that has ended is dropped then, and is not taken in again,
   * both under this cache's monitor: who meets it, tries again, and will find the map's.
   *
   * Publication. Entries are immutable but for the bit, so that who reads one in a race sees it whole.
   */

  private static final int PLACES_PER_ENTRY = 4;
  private static final int MAX_PLACES = 1 << 22;

  private final int capacity;

  /** Their number is a power of two. Written under this cache's monitor, read by all. */
  private final CachedKey[] entries;

  /**
   * The hash code of the key in each place; any where there is none. A look in vain asks no more than that:
   * the entries lie all over the memory. Written like these; who reads both may find them of two keys.
   */
  private final int[] hashes;

  /** Where the search for an unused entry goes on. Guarded by this cache's monitor. */
  private int hand;

  /** The places taken. Written under this cache's monitor; who reads it otherwise, guesses. */
  private int size;

  KeyCache(int capacity) {
    int places = Math.min(capacity, MAX_PLACES / PLACES_PER_ENTRY) * PLACES_PER_ENTRY;
    this.capacity = capacity;
    this.entries = new CachedKey[places < 2 ? 1 : Integer.highestOneBit(places - 1) * 2];
    this.hashes = new int[entries.length];
    Arrays.fill(entries, CachedKey.NONE);
  }

  /** The state of a key, or null if it is not here. */
  BetaStats get(String key) {
    int hash = key.hashCode();
    int place = place(hash);
    return hashes[place] == hash ? entries[place].of(key) : null;
  }

  private int place(int hash) {
    return (hash ^ hash >>> 16) & hashes.length - 1;
  }

  /**
   * Considers a key of this cache's table that was looked for and not found here. Takes it in hardly
   * ever, even where there is room: what a compiler sees done often it makes a part of every lookup.
   */
  void offer(String key, BetaStats stats) {
    if (capacity > 0 && Sampling.isDrawn()) {
      admit(key, stats);
    }
  }

  /** Takes a key in that has just come to life, if there is room. */
  void offerNew(String key, BetaStats stats) {
    if (size < capacity && entries[place(key.hashCode())] == CachedKey.NONE) {
      admit(key, stats);
    }
  }

  /** Gives a key its place, unless it has ended or has it, or who has it was used lately. */
  private synchronized void admit(String key, BetaStats stats) {
    int place = place(key.hashCode());
    if (stats.lives() && !holds(key, stats) && !entries[place].takeUsed()) {
      makeRoom(place);
      entries[place] = new CachedKey(key, stats);
      hashes[place] = key.hashCode();
      size++;
    }
  }

  /** Leaves a place free, and one entry fewer than the capacity at most. */
  private void makeRoom(int place) {
    if (entries[place] != CachedKey.NONE) {
      evict(place);
    } else if (size == capacity) {
      evict(unused());
    }
  }

  private int unused() {
    while (entries[hand] == CachedKey.NONE || entries[hand].takeUsed()) {
      hand = hand + 1 & entries.length - 1;
    }
    return hand;
  }

  /** Drops a key that has ended. */
  synchronized void drop(String key, BetaStats ended) {
    if (holds(key, ended)) {
      evict(place(key.hashCode()));
    }
  }

  /** Tells whether the state of a key is here. It does not count as a use. */
  synchronized boolean holds(String key, BetaStats stats) {
    return entries[place(key.hashCode())].stats() == stats;
  }

  private void evict(int place) {
    entries[place] = CachedKey.NONE;
    size--;
  }
}
