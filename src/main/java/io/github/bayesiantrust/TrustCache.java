package io.github.bayesiantrust;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps the trust of the most recently asked keys ready: a least-recently-used cache of fixed
 * capacity. Thread-safe.
 *
 * <p>A key leads to its entry by a field of its {@link BetaStats}, so that a hit costs no second
 * lookup. A hit takes no lock and, in the steady state, writes nothing: recency is one bit per entry
 * that is already set. Entries stand in a ring; a hand goes round, clears the bits, and replaces the
 * first entry whose bit is clear ("second chance": Corbató, "A paging experiment with the Multics
 * system", 1968). Once the ring is full only one miss in {@value #ADMIT_ONE_IN}, drawn at random,
 * takes part in this, so that a working set that can't fit costs next to nothing.
 *
 * <p>No stale answer: an entry is filled under the monitor of its key, and each change of the key
 * invalidates it under the same monitor.
 */
final class TrustCache {
  private static final int ADMIT_ONE_IN = 64;

  private final Counters counters;

  /** Guarded by this cache's monitor. */
  private final Entry[] ring;

  private int hand;

  /** Set for good when every slot of the ring is taken. */
  private volatile boolean full;

  TrustCache(int capacity, Counters counters) {
    this.ring = new Entry[capacity];
    this.counters = counters;
    this.full = capacity == 0;
  }

  /** The trust in a key that does not fade: it is the same at all times. */
  double trust(BetaStats stats) {
    Entry entry = stats.cached();
    if (entry != null) {
      return trust(entry);
    }
    counters.miss();
    return isAdmitted() ? admit(stats).fill() : stats.trust(0);
  }

  private double trust(Entry entry) {
    double trust = entry.trust;
    if (Double.isNaN(trust)) {
      counters.miss();
      return entry.fill();
    }
    counters.hit();
    entry.touch();
    return trust;
  }

  private boolean isAdmitted() {
    return !full
        || ring.length > 0 && ThreadLocalRandom.current().nextInt(ADMIT_ONE_IN) == 0;
  }

  private synchronized Entry admit(BetaStats stats) {
    Entry present = stats.cached();
    if (present != null) {
      return present;
    }
    Entry entry = new Entry(stats);
    replace(slotForNext(), entry);
    return entry;
  }

  private void replace(int slot, Entry entry) {
    if (ring[slot] != null) {
      ring[slot].owner.cache(null);
    }
    ring[slot] = entry;
    entry.owner.cache(entry);
    hand = (slot + 1) % ring.length;
    full |= hand == 0;
  }

  private int slotForNext() {
    int slot = hand;
    while (ring[slot] != null && ring[slot].used) {
      ring[slot].used = false;
      slot = (slot + 1) % ring.length;
    }
    return slot;
  }

  /** A place in the cache, for one key and for as long as it keeps the place. */
  static final class Entry {
    private final BetaStats owner;

    /** NaN while unknown. Written under the monitor of the owner. */
    private volatile double trust = Double.NaN;

    /** Whether it was asked since the hand went by. A lost write does no harm. */
    private boolean used;

    private Entry(BetaStats owner) {
      this.owner = owner;
    }

    private double fill() {
      synchronized (owner) {
        trust = owner.trust(0);
        return trust;
      }
    }

    private void touch() {
      if (!used) {
        used = true;
      }
    }

    /** Forgets the value; the caller holds the monitor of the owner. */
    void invalidate() {
      trust = Double.NaN;
    }
  }
}
