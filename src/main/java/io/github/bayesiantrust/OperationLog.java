package io.github.bayesiantrust;

import java.util.function.IntSupplier;

/**
 * Where the operations of a tracker are logged before they take effect, in the order in which they do
 * for each key. Thread-safe.
 *
 * <p>A log that can't keep what it is given throws an {@link java.io.UncheckedIOException}; the
 * operation then takes no effect.
 */
interface OperationLog {

  /** Keeps nothing. */
  OperationLog NONE = new None();

  /**
   * Logs what is about to be done to a key; the caller holds its lock.
   *
   * @param passed the last epoch that the key has passed
   * @return false if a later one has begun, and nothing was logged: the key is to pass it first
   */
  boolean append(Operation operation, Epoch passed);

  /** Logs something and lets it happen, in one step for all who append. */
  void append(Operation operation, Runnable effect);

  /**
   * Does work whose operations, as far as this thread logs them, count together or not at all. One at
   * a time: the caller holds the tracker's exclusive lock.
   *
   * @return what the work returns
   */
  int unit(IntSupplier work);

  /** Does work that logs the parts of a replacement and its end; the caller holds no lock. */
  void replacement(Runnable work);

  /** Logs a part of a replacement; the caller holds no lock. */
  void append(Operation.Load part);

  /** Tells whether operations are kept, or none is wanted. */
  boolean isWorking();

  /** Waits until what was logged so far is as safe as this log promises; the caller holds no lock. */
  void acknowledge();

  /** The log of a tracker that has none. */
  final class None implements OperationLog {
    private None() {}

    @Override
    public boolean append(Operation operation, Epoch passed) {
      return true;
    }

    @Override
    public void append(Operation operation, Runnable effect) {
      effect.run();
    }

    @Override
    public int unit(IntSupplier work) {
      return work.getAsInt();
    }

    @Override
    public void replacement(Runnable work) {
      work.run();
    }

    @Override
    public void append(Operation.Load part) {}

    @Override
    public boolean isWorking() {
      return true;
    }

    @Override
    public void acknowledge() {}
  }
}
