package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Saves the state of a tracker from time to time, on a daemon thread of its own: after each interval
 * in which something has changed, and once more when it is closed.
 *
 * <pre>{@code
 * try (TrustAutosave autosave =
 *     TrustAutosave.start(tracker, Path.of("trust.json"), Duration.ofMinutes(1))) {
 *   ...
 * }
 * }</pre>
 *
 * <p>What came after the last save is lost in a crash; with a {@link TrustJournal} it is not.
 *
 * <p>The file that a save replaces stays beside the new one as {@code NAME.previous}, to fall back on
 * if that one turns out to be damaged. A failure is told to a handler, and tried again: after a second
 * or the interval, whichever is shorter, and after twice the time of before if it fails again, up to a
 * minute or the interval, whichever is longer. Thread-safe. An update costs
 * the same with it as without, but for the first one after each save, which writes a number more.
 */
public final class TrustAutosave implements AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private final Save save;
  private final Changes changes;
  private final Duration interval;
  private final Consumer<? super Exception> onFailure;
  private final Scheduler scheduler;
  private final Path loadedFrom;

  /** The last look at the changes that was followed by a save. */
  private long saved;

  /** The time until the next try if the next one fails. */
  private Duration retry;

  private boolean closed;

  /** Writes the state somewhere. */
  @FunctionalInterface
  interface Save {
    void run() throws IOException;
  }

  private TrustAutosave(
      Save save,
      Changes changes,
      Duration interval,
      Consumer<? super Exception> onFailure,
      Scheduler scheduler,
      Path loadedFrom,
      long saved) {
    this.save = save;
    this.changes = changes;
    this.interval = interval;
    this.onFailure = onFailure;
    this.scheduler = scheduler;
    this.loadedFrom = loadedFrom;
    this.saved = saved;
    this.retry = firstRetry();
    scheduler.schedule(this::run, interval);
  }

  /**
   * Loads a file into a tracker and saves the tracker to it from then on, as {@link
   * #start(BayesianTrustTracker, Path, Duration, Consumer)}. Failures go to the system's log.
   *
   * @param tracker what to save
   * @param file where to
   * @param interval the time between saves, longer than zero
   * @return what saves it, to be closed
   * @throws TrustFormatException if neither the file nor the one before it is a valid state
   * @throws IOException if a file is there, but can't be read
   */
  public static TrustAutosave start(BayesianTrustTracker tracker, Path file, Duration interval)
      throws IOException {
    return start(tracker, file, interval, TrustAutosave::log);
  }

  /**
   * Replaces the state of a tracker by that of a file, if there is one, and saves the tracker to it
   * from then on. If the file is damaged or missing, the one before it is taken: {@link #loadedFrom}
   * says so, the handler is told why, and the damaged one is kept as {@code NAME.rejected}.
   *
   * @param tracker what to save; if it has a journal, save the journal instead
   * @param file where to
   * @param interval the time between saves, longer than zero
   * @param onFailure is told of each failure, by the thread that met it; must not block for long
   * @return what saves it, to be closed
   * @throws TrustFormatException if neither the file nor the one before it is a valid state; the
   *     tracker is as it was
   * @throws IOException if a file is there, but can't be read; the tracker is as it was
   */
  public static TrustAutosave start(
      BayesianTrustTracker tracker,
      Path file,
      Duration interval,
      Consumer<? super Exception> onFailure)
      throws IOException {
    return start(tracker, file, interval, onFailure, Scheduler.ofDaemon("trust-autosave"));
  }

  static TrustAutosave start(
      BayesianTrustTracker tracker,
      Path file,
      Duration interval,
      Consumer<? super Exception> onFailure,
      Scheduler scheduler)
      throws IOException {
    check(interval, onFailure);
    StateFile target = new StateFile(file);
    StateFile.Loaded loaded = load(target, onFailure);
    long saved = 0;
    if (loaded.isGood()) {
      tracker.restore(loaded.state());
      saved = tracker.changes().look();
    }
    Save save = () -> target.save(tracker.snapshot()::write);
    return new TrustAutosave(
        save, tracker.changes(), interval, onFailure, scheduler, loaded.from(), saved);
  }

  private static StateFile.Loaded load(StateFile file, Consumer<? super Exception> onFailure)
      throws IOException {
    StateFile.Loaded loaded = file.load(any -> true);
    if (loaded.isGood()) {
      loaded.problems().forEach(problem -> tell(onFailure, problem));
      file.setAside(loaded);
    } else if (!loaded.isNothing()) {
      throw loaded.failure();
    }
    return loaded;
  }

  /**
   * Makes checkpoints of a journal, as {@link #start(TrustJournal, Duration, Consumer)}. Failures go to
   * the system's log.
   *
   * @param journal what to save; to be closed after this
   * @param interval the time between saves, longer than zero
   * @return what saves it, to be closed
   */
  public static TrustAutosave start(TrustJournal journal, Duration interval) {
    return start(journal, interval, TrustAutosave::log);
  }

  /**
   * Makes a checkpoint of a journal after each interval in which something has changed, so that the
   * journal stays short.
   *
   * @param journal what to save; to be closed after this
   * @param interval the time between saves, longer than zero
   * @param onFailure is told of each failure, by the thread that met it; must not block for long
   * @return what saves it, to be closed
   */
  public static TrustAutosave start(
      TrustJournal journal, Duration interval, Consumer<? super Exception> onFailure) {
    return start(journal, interval, onFailure, Scheduler.ofDaemon("trust-autosave"));
  }

  static TrustAutosave start(
      TrustJournal journal,
      Duration interval,
      Consumer<? super Exception> onFailure,
      Scheduler scheduler) {
    check(interval, onFailure);
    return new TrustAutosave(
        journal::checkpoint,
        journal.changes(),
        interval,
        onFailure,
        scheduler,
        journal.recovery().snapshot().orElse(null),
        journal.opened());
  }

  private static void check(Duration interval, Consumer<? super Exception> onFailure) {
    Objects.requireNonNull(onFailure, "onFailure");
    Checks.longerThanZero("interval", Objects.requireNonNull(interval, "interval"));
  }

  /**
   * The file that the tracker's state was read from at the start.
   *
   * @return the file, or the one before it if the file was damaged or missing; empty if there was none
   */
  public Optional<Path> loadedFrom() {
    return Optional.ofNullable(loadedFrom);
  }

  /** Whatever happens, there is a next time. */
  private synchronized void run() {
    Duration next = retry;
    try {
      saveIfChanged();
      next = interval;
      retry = firstRetry();
    } catch (IOException | RuntimeException e) {
      retry = min(retry.multipliedBy(2), max(interval, LAST_RETRY));
      tell(onFailure, e);
    } finally {
      scheduler.schedule(this::run, next);
    }
  }

  /** The look comes first: what changes after it is saved next time, if this time does not show it. */
  private void saveIfChanged() throws IOException {
    if (!closed && changes.since(saved)) {
      long look = changes.look();
      save.run();
      saved = look;
    }
  }

  private Duration firstRetry() {
    return min(interval, FIRST_RETRY);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  /** A handler that fails must not end the saving; its failure goes to the system's log. */
  private static void tell(Consumer<? super Exception> handler, Exception failure) {
    try {
      handler.accept(failure);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      log(failure);
    }
  }

  private static void log(Exception failure) {
    System.getLogger(TrustAutosave.class.getName())
        .log(System.Logger.Level.WARNING, "the trust state could not be loaded or saved", failure);
  }

  /**
   * Saves what has changed, in this thread, and ends. Waits for a save that is under way. Does nothing
   * the second time.
   *
   * @throws IOException if it can't be saved
   */
  @Override
  public synchronized void close() throws IOException {
    scheduler.close();
    try {
      saveIfChanged();
    } finally {
      closed = true;
    }
  }
}
