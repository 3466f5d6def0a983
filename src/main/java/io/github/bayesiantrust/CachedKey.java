package io.github.bayesiantrust;

/** A key and its state, as an entry of a {@link KeyCache}. Thread-safe as each method says. */
final class CachedKey {
  /** Stands where there is no entry. */
  static final CachedKey NONE = new CachedKey();

  private final String key;
  private final BetaStats stats;

  /** Whether it was looked for since {@link #takeUsed}. A lost write does no harm. */
  private boolean used;

  CachedKey(String key, BetaStats stats) {
    this.key = key;
    this.stats = stats;
  }

  /** Of no key. */
  private CachedKey() {
    key = null;
    stats = null;
  }

  /** The state of a key, or null if this entry is of another one; by any thread. */
  BetaStats of(String asked) {
    if (!asked.equals(key)) {
      return null;
    }
    if (!used) {
      used = true;
    }
    return stats;
  }

  /** The state, null where there is no key. */
  BetaStats stats() {
    return stats;
  }

  /** Tells whether it was looked for since this was last called; the caller holds the cache's monitor. */
  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }
}
