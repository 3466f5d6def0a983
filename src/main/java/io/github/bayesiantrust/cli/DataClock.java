package io.github.bayesiantrust.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands at the latest time seen in the data, so that what a tracker says of the
 * present is said of the end of the data. One thread moves it; any may read it.
 */
final class DataClock extends Clock {
  private volatile Instant latest;
  private Instant earliest;

  /** Takes the time of an outcome into account; late ones don't move the clock back. */
  void see(Instant time) {
    if (latest == null) {
      earliest = time;
      latest = time;
    } else if (time.isAfter(latest)) {
      latest = time;
    } else if (time.isBefore(earliest)) {
      earliest = time;
    }
  }

  /** Null if no time was seen. */
  Instant earliest() {
    return earliest;
  }

  /** Null if no time was seen. */
  Instant latest() {
    return latest;
  }

  @Override
  public Instant instant() {
    Instant time = latest;
    return time == null ? Instant.EPOCH : time;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** This clock: it tells instants, which are the same in each zone. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
