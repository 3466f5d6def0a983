package io.github.bayesiantrust;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The time of a clock that runs as the system's does, in nanoseconds since 1970, at the cost of {@link
 * System#nanoTime}. To ask the system's clock itself is a native call, 9 ns longer, at the end of which
 * a thread waits until what it wrote before has reached all other cores. Thread-safe.
 *
 * <p>It counts on from the clock's time by the ticks, and compares both every millisecond. It follows a
 * clock that was set within that time, unless it was set back by less than 20 ms, and then runs ahead by
 * as much: some clocks move by steps of that size, and one whose ticks drift is not to run back all the
 * time.
 */
final class SystemTime implements LongSupplier {
  private static final long CHECK_NANOS = 1_000_000;
  private static final long LEEWAY_NANOS = 20_000_000;

  /** Readings at first. Between two steps of one of them the thread may have been interrupted. */
  private static final int FIRST_READINGS = 5;

  private static final SystemTime UTC = new SystemTime(Clock.systemUTC(), System::nanoTime);

  private final Clock clock;
  private final LongSupplier ticks;

  /** From ticks to time. Of two threads that write it one wins: both are right. */
  private volatile long offset;

  /**
   * In ticks. Written after the offset and read before it. If it is later than now, the ticks have begun
   * anew, as in a process that was restored elsewhere, or another thread was faster.
   */
  private volatile long checkedAt;

  /**
   * The time of a clock.
   *
   * @param ticks nanoseconds from any point in time
   */
  SystemTime(Clock clock, LongSupplier ticks) {
    this.clock = clock;
    this.ticks = ticks;
    offset = leastOffset();
    for (int i = 1; i < FIRST_READINGS; i++) {
      offset = Math.max(offset, leastOffset());
    }
    checkedAt = ticks.getAsLong();
  }

  /** How to read a clock in nanoseconds since 1970. */
  static LongSupplier of(Clock clock) {
    return clock.equals(Clock.systemUTC()) ? UTC : () -> Times.nanos(clock.instant());
  }

  @Override
  public long getAsLong() {
    long now = ticks.getAsLong();
    if (Long.compareUnsigned(now - checkedAt, CHECK_NANOS) >= 0) {
      check(now);
    }
    return now + offset;
  }

  /**
   * Reads the clock between two readings of the ticks: the offset is within what they say. However long
   * a thread is interrupted between them, it takes the clock neither for set forward nor for set back.
   */
  private void check(long before) {
    long time = clockNanos();
    long least = time - ticks.getAsLong();
    long most = time - before;
    if (least > offset || most < offset - LEEWAY_NANOS) {
      offset = least;
    }
    checkedAt = before;
  }

  /** The offset, or less by what passes between the two readings. */
  private long leastOffset() {
    long time = clockNanos();
    return time - ticks.getAsLong();
  }

  private long clockNanos() {
    return Times.nanos(clock.instant());
  }
}
