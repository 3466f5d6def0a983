package io.github.bayesiantrust;

import java.time.Duration;
import java.time.Instant;

/**
 * Points in time as doubles: epoch seconds, which resolve a quarter of a microsecond until the year
 * 2106.
 */
final class Times {
  private static final double NANOS = 1e9;

  private Times() {}

  static double epochSeconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / NANOS;
  }

  static Instant instant(double epochSeconds) {
    double whole = Math.floor(epochSeconds);
    return Instant.ofEpochSecond((long) whole, Math.round((epochSeconds - whole) * NANOS));
  }

  /** The time from one point to another; zero if it is negative. */
  static Duration between(double from, double to) {
    double seconds = Math.max(0, to - from);
    double whole = Math.floor(seconds);
    return Duration.ofSeconds((long) whole, Math.round((seconds - whole) * NANOS));
  }

  /** A duration in seconds. */
  static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }
}
