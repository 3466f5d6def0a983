package io.github.bayesiantrust;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells observers whether a tracker has changed since they last looked. Thread-safe. Who changes
 * something reads two numbers that hardly ever change, and writes one only for the first change after
 * somebody looked, so that updating threads don't fight for a counter.
 *
 * <p>An observer looks first and makes its cut then; who changes something does so first and marks it
 * then. A change that the cut does not show came after the cut, so its mark counts for that look.
 */
final class Changes {
  private final AtomicLong looks = new AtomicLong();

  /** The number of looks before the latest change; −1 before the first change. */
  private final AtomicLong changedAfter = new AtomicLong(-1);

  /** Notes that something has changed. */
  void mark() {
    long now = looks.get();
    if (changedAfter.get() < now) {
      changedAfter.accumulateAndGet(now, Math::max);
    }
  }

  /** Begins to look. The result tells this look from others; 0 stands for one before all changes. */
  long look() {
    return looks.incrementAndGet();
  }

  /** Tells whether something has changed since a look. */
  boolean since(long look) {
    return changedAfter.get() >= look;
  }
}
