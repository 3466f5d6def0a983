package io.github.bayesiantrust;

/**
 * A place in the {@link TrustCache}, which one key has for as long as it keeps it. Thread-safe as each
 * method says.
 */
final class CachedTrust {
  /** NaN while unknown. Written under the monitor of the key. */
  private volatile double trust = Double.NaN;

  /** Whether it was asked since it was last looked at. A lost write does no harm. */
  private boolean used;

  /** The trust, or NaN if it is not known; by any thread. */
  double get() {
    return trust;
  }

  /** Keeps the trust; the caller holds the monitor of the key. */
  void set(double value) {
    trust = value;
  }

  /** Forgets the trust; the caller holds the monitor of the key. */
  void invalidate() {
    trust = Double.NaN;
  }

  /** Notes that it was asked; by any thread. In the steady state nothing is written. */
  void touch() {
    if (!used) {
      used = true;
    }
  }

  /** Tells whether it was asked since this was last called; the caller holds the cache's monitor. */
  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }
}
