package io.github.bayesiantrust;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps the states of the keys that were used lately at hand, in front of the map: a
 * least-recently-used cache of fixed capacity. Thread-safe. A hit is one look into an array; it takes no
 * lock, allocates nothing and, in the steady state, writes nothing.
 */
final class KeyCache {

  /*
   * Places. A key has one place, by its hash code, in an array of about four times the capacity.
   * Recency is one bit per entry, which a hit sets if it is clear. Who wants a place that is taken, or
   * one when as many are taken as the capacity says, gets it only from an entry whose bit is clear, and
   * clears it otherwise ("second chance": Corbató, "A paging experiment with the Multics system",
   * 1968). Only one miss in 512, drawn at random, takes part in this, so that a working set that can't
   * fit costs little.
   *
   * Turns. The draw itself costs a tenth of a miss that has to wait for memory. So where who was taken in
   * last is not even used before the next one is, fewer keys draw, each more often: down to one key in
   * eight, by the last bits of its hash code, which take turns. Where they are used, all draw again. A key
   * that is missed all alone after so many others may not be one of them: it is found in the map, as
   * without this cache, until another one is looked for.
   *
   * No stale answer. An entry tells where the state of a key is, and not what it is: it is as good as the
   * map for as long as the key lives. A key that has ended is dropped then, and is not taken in again,
   * both under this cache's monitor: who meets it, tries again, and will find the map's.
   *
   * Publication. Entries are immutable but for the bit, so that who reads one in a race sees it whole.
   */

  /** The bits of a random number that tell one in 512. */
  private static final int DRAWN_BITS = 511;

  /** The bits of a hash code that tell one key in eight. */
  private static final int TURN_BITS = 7;

  private static final int PLACES_PER_ENTRY = 4;
  private static final int MAX_PLACES = 1 << 22;

  private final int capacity;

  /** Their number is a power of two. Written under this cache's monitor, read by all. */
  private final CachedKey[] entries;

  /** Where the search for an unused entry goes on. Guarded by this cache's monitor. */
  private int hand;

  // Written under this cache's monitor. Who reads what follows otherwise, guesses.

  /** The places taken. */
  private int size;

  /** The bits in which a hash code has to be like {@link #turn} for its key to draw. */
  private int closed;

  /** Counts on with each draw that was won. */
  private int turn;

  /** Who was taken in last. */
  private CachedKey newest = CachedKey.NONE;

  KeyCache(int capacity) {
    int places = Math.min(capacity, MAX_PLACES / PLACES_PER_ENTRY) * PLACES_PER_ENTRY;
    this.capacity = capacity;
    this.entries = new CachedKey[places < 2 ? 1 : Integer.highestOneBit(places - 1) * 2];
    Arrays.fill(entries, CachedKey.NONE);
  }

  /** The state of a key, or null if it is not here. */
  BetaStats get(String key) {
    int hash = key.hashCode();
    return entries[place(hash)].of(key, hash);
  }

  private int place(int hash) {
    return (hash ^ hash >>> 16) & entries.length - 1;
  }

  /** Considers a key of this cache's table that was looked for and not found here. */
  void offer(String key, BetaStats stats) {
    if (isWelcome(key)) {
      admit(key, stats);
    }
  }

  private boolean isWelcome(String key) {
    int hash = key.hashCode();
    return capacity > 0
        && (isItsTurn(hash) && isDrawn() || size < capacity && entries[place(hash)] == CachedKey.NONE);
  }

  private boolean isItsTurn(int hash) {
    return ((hash ^ turn) & closed) == 0;
  }

  /** One time in 512, as often for all keys together when only some of them come here. */
  private boolean isDrawn() {
    return (ThreadLocalRandom.current().nextInt() & DRAWN_BITS & ~closed) == 0;
  }

  /** Gives a key its place, unless it has ended or has it, or who has it was used lately. */
  private synchronized void admit(String key, BetaStats stats) {
    turn++;
    int place = place(key.hashCode());
    if (stats.lives() && !holds(key, stats) && !entries[place].takeUsed()) {
      makeRoom(place);
      newest = new CachedKey(key, stats);
      entries[place] = newest;
      size++;
    }
  }

  /** Leaves a place free, and one entry fewer than the capacity at most. */
  private void makeRoom(int place) {
    boolean taken = entries[place] != CachedKey.NONE;
    if (taken || size == capacity) {
      closed = newest.isUsed() ? 0 : 2 * closed + 1 & TURN_BITS;
      evict(taken ? place : unused());
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
