package io.github.bayesiantrust;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The trust in one key, ready for who asks for it. Made for one life of one key; thread-safe as each
 * method says. How it is kept right is told in {@link TrustCache}.
 */
final class CachedTrust {

  /** Of an entry that answers nothing: something has happened since. It holds on to no other epoch. */
  private static final Epoch PASSED = new Epoch.Start();

  private static final VarHandle EPOCH;
  private static final VarHandle TRUST;

  static {
    PASSED.append(PASSED);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      EPOCH = lookup.findVarHandle(CachedTrust.class, "epoch", Epoch.class);
      TRUST = lookup.findVarHandle(CachedTrust.class, "trust", double.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int hash;
  private final String key;

  /** The last epoch that is in the trust. Written under the monitor of the key. */
  private Epoch epoch = PASSED;

  /** Written under the monitor of the key. */
  private double trust;

  /** Whether it was asked since it was last looked at. A lost write does no harm. */
  private boolean used;

  /** An entry that answers nothing yet. */
  CachedTrust(String key) {
    this.key = key;
    this.hash = key.hashCode();
  }

  /** The trust in a key of a hash code, or NaN if this entry can't tell; by any thread. */
  double of(String asked, int askedHash) {
    if (hash != askedHash || !key.equals(asked) || !isCurrent()) {
      return Double.NaN;
    }
    if (!used) {
      used = true;
    }
    return (double) TRUST.getAcquire(this);
  }

  /** Tells whether nothing has happened to all keys that is not in the trust; by any thread. */
  boolean isCurrent() {
    return ((Epoch) EPOCH.getAcquire(this)).next() == null;
  }

  /** The last epoch that is in the trust; the caller holds the monitor of the key. */
  Epoch epoch() {
    return epoch;
  }

  /** Takes a new trust over, as of the same epoch; the caller holds the monitor of the key. */
  void write(double newTrust) {
    TRUST.setOpaque(this, newTrust);
  }

  /** From now on answers, as of an epoch; the caller holds the monitor of the key. */
  void write(double newTrust, Epoch passed) {
    TRUST.setOpaque(this, newTrust);
    EPOCH.setRelease(this, passed);
  }

  /** From now on answers nothing: the key has ended; the caller holds its monitor. */
  void end() {
    used = false;
    EPOCH.setRelease(this, PASSED);
  }

  /** Tells whether it was asked since this was last called; the caller holds the cache's monitor. */
  boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }
}
