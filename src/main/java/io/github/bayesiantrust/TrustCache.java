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
  private static final int ADMIT_ONE_IN = 512;

  private final Counters counters;

  /** Guarded by this cache's monitor. */
  private final BetaStats[] ring;

  private int hand;

  /** Set for good when every slot of the ring is taken. */
  private volatile boolean full;

  TrustCache(int capacity, Counters counters) {
    this.ring = new BetaStats[capacity];
    this.counters = counters;
    this.full = capacity == 0;
  }

  /** The trust in a key that does not fade: it is the same at all times. */
  double trust(BetaStats stats) {
    CachedTrust entry = stats.cached();
    if (entry == null) {
      counters.miss();
      return isAdmitted() ? stats.fill(admit(stats)) : stats.trust(0);
    }
    double trust = entry.get();
    if (Double.isNaN(trust)) {
      counters.miss();
      return stats.fill(entry);
    }
    counters.hit();
    entry.touch();
    return trust;
  }

  private boolean isAdmitted() {
    return !full
        || ring.length > 0 && ThreadLocalRandom.current().nextInt(ADMIT_ONE_IN) == 0;
  }

  private synchronized CachedTrust admit(BetaStats stats) {
    CachedTrust entry = stats.cached();
    if (entry == null) {
      entry = new CachedTrust();
      replace(slotForNext(), stats);
      stats.cache(entry);
    }
    return entry;
  }

  private void replace(int slot, BetaStats stats) {
    if (ring[slot] != null) {
      ring[slot].cache(null);
    }
    ring[slot] = stats;
    hand = (slot + 1) % ring.length;
    full |= hand == 0;
  }

  private int slotForNext() {
    int slot = hand;
    while (ring[slot] != null && ring[slot].cached().takeUsed()) {
      slot = (slot + 1) % ring.length;
    }
    return slot;
  }
}
