package io.github.bayesiantrust;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps the trust of keys that were asked lately ready, in front of the map: a least-recently-used
 * cache of fixed capacity. Thread-safe. A hit is one look into an array; it takes no lock, allocates
 * nothing and, in the steady state, writes nothing.
 */
final class TrustCache {

  /*
   * Places. A key has one place, by its hash code, in an array of about four times the capacity.
   * Recency is one bit per entry, which a hit sets if it is clear. Who wants a place that is taken, or
   * one when as many are taken as the capacity says, gets it only from an entry whose bit is clear, and
   * clears it otherwise ("second chance": Corbató, "A paging experiment with the Multics system",
   * 1968). Only one miss in ADMIT_ONE_IN, drawn at random, takes part in this, so that a working set
   * that can't fit costs next to nothing.
   *
   * No stale answer. `owners[i].cached()` is the entry at i, and the other way round. A writer of the
   * key, who holds its monitor, writes the trust through to that entry while readers of the posterior are
   * held off: who has seen the one as it is now sees the other so, too. The entry moves to an epoch
   * after the trust has, and a reader looks at the epoch before the trust, as with a BetaStats.
   *
   * Admission. An entry answers nothing before the key, under its monitor, has filled the one that it
   * leads to. So no writer after that can miss it.
   *
   * Eviction. An entry leaves its place first and its key after that. Whoever sees what a writer did
   * without the entry no longer finds it; who has found it before answers with what was true then.
   *
   * End of a key. Its entry, if it has one, is ended before the key is. A key that has ended fills none.
   * A table that is replaced takes its cache along: what it has answers nothing once its chain has ended.
   *
   * Locks. The monitor of a key and that of the cache are never held together.
   */

  private static final int ADMIT_ONE_IN = 512;
  private static final int PLACES_PER_ENTRY = 4;
  private static final int MAX_PLACES = 1 << 22;

  private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(CachedTrust[].class);

  /** Stands where there is no entry. It answers nothing. */
  private static final CachedTrust NONE = new CachedTrust("");

  private final int capacity;

  /** Their number is a power of two. Written under this cache's monitor, read by all. */
  private final CachedTrust[] entries;

  /** The keys that the entries are of. Guarded by this cache's monitor. */
  private final BetaStats[] owners;

  /** Where the search for an unused entry goes on. Guarded by this cache's monitor. */
  private int hand;

  /** The places taken; hardly ever fewer than before. Written under this cache's monitor. */
  private volatile int size;

  TrustCache(int capacity) {
    int places = Math.min(capacity, MAX_PLACES / PLACES_PER_ENTRY) * PLACES_PER_ENTRY;
    this.capacity = capacity;
    this.entries = new CachedTrust[places < 2 ? 1 : Integer.highestOneBit(places - 1) * 2];
    this.owners = new BetaStats[entries.length];
    Arrays.fill(entries, NONE);
  }

  /** The trust in a key that does not fade, or NaN if it is not here. */
  double trust(String key) {
    int hash = key.hashCode();
    return at(place(hash)).of(key, hash);
  }

  private int place(int hash) {
    return (hash ^ hash >>> 16) & entries.length - 1;
  }

  private CachedTrust at(int place) {
    return (CachedTrust) ENTRY.getAcquire(entries, place);
  }

  /** Considers a key of this cache's table that was asked for and not found here. */
  void offer(String key, BetaStats stats) {
    if (isWelcome(key) && admit(key, stats)) {
      stats.fill(key);
    }
  }

  private boolean isWelcome(String key) {
    return size < capacity && !at(place(key.hashCode())).isCurrent()
        || ThreadLocalRandom.current().nextInt(ADMIT_ONE_IN) == 0;
  }

  /** Gives a key its place; false if it has it already, or if who has it was asked lately. */
  private synchronized boolean admit(String key, BetaStats stats) {
    int place = place(key.hashCode());
    if (stats.cached() != null || at(place).takeUsed()) {
      return false;
    }
    makeRoom(place);
    CachedTrust entry = new CachedTrust(key);
    ENTRY.setRelease(entries, place, entry);
    owners[place] = stats;
    stats.cache(entry);
    size++;
    return true;
  }

  /** Leaves a place free, and one entry fewer than the capacity at most. */
  private void makeRoom(int place) {
    if (owners[place] != null) {
      evict(place);
    } else if (size == capacity) {
      evict(unused());
    }
  }

  private int unused() {
    while (owners[hand] == null || at(hand).takeUsed()) {
      hand = hand + 1 & entries.length - 1;
    }
    return hand;
  }

  private void evict(int place) {
    ENTRY.setRelease(entries, place, NONE);
    owners[place].cache(null);
    owners[place] = null;
    size--;
  }
}
