package io.github.bayesiantrust;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Points in time, in two forms. Evidence fades by nanoseconds since 1970, which are exact: a double
 * of epoch seconds, which resolves a quarter of a microsecond, would be off by 10^-11 of the evidence
 * for a half-life of an hour. Histories and files hold epoch seconds.
 */
final class Times {
  private static final long NANOS = 1_000_000_000;

  /** So that no difference of two times overflows. */
  private static final long LIMIT_SECONDS = 4_600_000_000L;

  /** In March 1824: earlier times count as this one. */
  static final long EARLIEST = -LIMIT_SECONDS * NANOS;

  /** In October 2115: later times count as this one. */
  static final long LATEST = LIMIT_SECONDS * NANOS;

  private Times() {}

  static long nanos(Instant instant) {
    long second = instant.getEpochSecond();
    return isWithin(second) ? second * NANOS + instant.getNano() : nearest(second);
  }

  /** The nearest nanosecond; none for NaN. */
  static long nanos(double epochSeconds) {
    double whole = Math.floor(epochSeconds);
    return isWithin(whole)
        ? (long) whole * NANOS + Math.round((epochSeconds - whole) * NANOS)
        : nearest(whole);
  }

  private static boolean isWithin(double second) {
    return second >= -LIMIT_SECONDS && second < LIMIT_SECONDS;
  }

  private static long nearest(double second) {
    return second > 0 ? LATEST : EARLIEST;
  }

  static double epochSeconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / (double) NANOS;
  }

  static Instant instant(double epochSeconds) {
    double whole = Math.floor(epochSeconds);
    return Instant.ofEpochSecond((long) whole, Math.round((epochSeconds - whole) * NANOS));
  }

  static double epochSeconds(long nanos) {
    long second = Math.floorDiv(nanos, NANOS);
    return second + (nanos - second * NANOS) / (double) NANOS;
  }

  /** The first double that is not before a time: back in nanoseconds, it is at most 240 later. */
  static double epochSecondsNotBefore(long nanos) {
    double nearest = epochSeconds(nanos);
    return nanos(nearest) < nanos ? Math.nextUp(nearest) : nearest;
  }

  /** The time from one point to another, in epoch seconds; zero if it is negative. */
  static Duration between(double from, double to) {
    double seconds = Math.max(0, to - from);
    double whole = Math.floor(seconds);
    return Duration.ofSeconds((long) whole, Math.round((seconds - whole) * NANOS));
  }

  /** The time since a point; empty if that is NaN. Both are in epoch seconds. */
  static Optional<Duration> since(double past, double now) {
    return Double.isNaN(past) ? Optional.empty() : Optional.of(between(past, now));
  }

  /** A duration in seconds. */
  static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / (double) NANOS;
  }

  /** A duration in nanoseconds; exact up to 104 days. */
  static double nanos(Duration duration) {
    return duration.getSeconds() * (double) NANOS + duration.getNano();
  }
}
