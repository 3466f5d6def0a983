package io.github.bayesiantrust;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a {@link TrustJournal} makes the system put on the disk what it has logged. With any policy a
 * call that changes the tracker returns only after its record was handed to the operating system, so
 * that the death of the process loses nothing. The policies differ in what a power cut or a crash of
 * the operating system may take.
 */
public final class SyncPolicy {
  /**
   * Each call waits until its record is on the disk: nothing that has returned is lost, whatever
   * happens. Threads that wait at the same time share one sync (group commit).
   */
  public static final SyncPolicy EVERY_RECORD = new SyncPolicy(null, "every record");

  /** The operating system writes when it likes, in about half a minute. */
  public static final SyncPolicy BY_SYSTEM = new SyncPolicy(null, "by the system");

  /** Null if there is none. */
  private final Duration interval;

  private final String text;

  private SyncPolicy(Duration interval, String text) {
    this.interval = interval;
    this.text = text;
  }

  /**
   * What was logged is put on the disk once per interval, by a thread of the journal's own: a power
   * cut loses what came in the last interval.
   *
   * @param interval the time between the end of one sync and the begin of the next, longer than zero
   * @return the policy
   * @throws IllegalArgumentException if the interval is not longer than zero
   */
  public static SyncPolicy every(Duration interval) {
    Objects.requireNonNull(interval, "interval");
    Checks.longerThanZero("interval", interval);
    return new SyncPolicy(interval, "every " + interval);
  }

  Optional<Duration> interval() {
    return Optional.ofNullable(interval);
  }

  /**
   * The policy in words.
   *
   * @return a short text
   */
  @Override
  public String toString() {
    return text;
  }
}
