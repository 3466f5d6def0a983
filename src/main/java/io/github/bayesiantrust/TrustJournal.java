package io.github.bayesiantrust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps the state of a tracker on the disk, operation by operation: a snapshot file and, beside it, a
 * journal of what came after. Opening brings the state back; from then on each operation that changes
 * the tracker is logged before it takes effect, and returns when it is as safe as the {@link
 * SyncPolicy} says.
 *
 * <pre>{@code
 * BayesianTrustTracker tracker = new BayesianTrustTracker();
 * try (TrustJournal journal =
 *         TrustJournal.open(tracker, Path.of("trust.json"), SyncPolicy.EVERY_RECORD);
 *     TrustAutosave autosave = TrustAutosave.start(journal, Duration.ofMinutes(5))) {
 *   tracker.update("search-v2", true); // returns when it is on the disk
 * }
 * }</pre>
 *
 * <h2>What comes back</h2>
 *
 * Every operation that returned, once each, in the order in which it took effect, so that the state is
 * the same to the last bit, histories included: updates with their times, retractions, decays, purges,
 * removals, keys that made room for others, restores, imports and merges. (With a half-life α and β are
 * the same to a few units in the last place: a snapshot states them for a time that a double of epoch
 * seconds can hold, a quarter of a microsecond later at most.) Batches, flushes and merges come back
 * whole or not at all. Operations that were under way may come back or not. What waits in
 * the queue of pending updates is not applied yet, and is lost.
 *
 * <p>An answer of the tracker may show an operation that is not safe yet.
 *
 * <h2>Failures</h2>
 *
 * If the journal can't be written, because the disk is full, say, the operation that notices throws an
 * {@link UncheckedIOException}, and so does each one that changes something after it, before it changes
 * anything, until a {@link #checkpoint} succeeds. One that was under way may have taken effect, but is
 * not acknowledged. Answers go on.
 *
 * <p>Thread-safe. One journal at a time belongs to a tracker, and one tracker in one process to a
 * file.
 */
public final class TrustJournal implements AutoCloseable {
  private final BayesianTrustTracker tracker;
  private final StateFile file;
  private final JournalFiles files;
  private final JournalLock lock;
  private final Scheduler scheduler;
  private final JournalWriter writer;
  private final Recovery recovery;

  /** The last look at the tracker's changes before it was handed out. */
  private final long opened;

  /** Of the newest segment. */
  private long generation;

  /** The segment that continues the snapshot. */
  private long baseGeneration;

  private boolean closed;

  /**
   * What {@link #open} found.
   *
   * @param snapshot the file that the state was read from; empty if there was none. If it is the one
   *     with {@code .previous} in its name, the other one was missing, or is beside it with {@code
   *     .rejected} in its name
   * @param operations how many operations the journal had after it
   * @param cutBytes the bytes that were cut off the end of the journal: a write that was under way
   * @param problems why a file was not taken
   */
  public record Recovery(
      Optional<Path> snapshot, long operations, long cutBytes, List<IOException> problems) {}

  /**
   * Replaces the state of a tracker by that of a file and its journal, the empty state if there is
   * none, writes a new snapshot, and logs what is done to the tracker from then on. Nobody else should
   * change the tracker before this returns: it would be lost.
   *
   * @param tracker the tracker; without a journal
   * @param file the snapshot; the journal's files are beside it, with names that begin with its name
   * @param policy when what was logged is put on the disk
   * @return the journal, to be closed
   * @throws TrustFormatException if neither the file nor the one before it is a valid state
   * @throws IOException if something can't be read or written, if the journal is damaged where it was
   *     acknowledged, or if another process or this one has it open; the tracker is as it was
   * @throws IllegalStateException if the tracker has a journal
   */
  public static TrustJournal open(BayesianTrustTracker tracker, Path file, SyncPolicy policy)
      throws IOException {
    return open(tracker, file, policy, JournalFile.OnDisk::new, Scheduler.ofDaemon("trust-journal"));
  }

  static TrustJournal open(
      BayesianTrustTracker tracker,
      Path file,
      SyncPolicy policy,
      JournalFile.Opener opener,
      Scheduler scheduler)
      throws IOException {
    Objects.requireNonNull(policy, "policy");
    if (tracker.log() != OperationLog.NONE) {
      throw new IllegalStateException("the tracker has a journal");
    }
    JournalFiles files = new JournalFiles(file, opener);
    JournalLock lock = lock(files);
    try {
      return new TrustJournal(tracker, new StateFile(file), files, policy, lock, scheduler);
    } catch (Throwable e) {
      scheduler.close();
      lock.close();
      throw e;
    }
  }

  private static JournalLock lock(JournalFiles files) throws IOException {
    try {
      return JournalLock.take(files.lock());
    } catch (IOException e) {
      throw new IOException("cannot lock the journal " + files.lock() + ": " + e.getMessage(), e);
    }
  }

  private TrustJournal(
      BayesianTrustTracker tracker,
      StateFile file,
      JournalFiles files,
      SyncPolicy policy,
      JournalLock lock,
      Scheduler scheduler)
      throws IOException {
    this.tracker = tracker;
    this.file = file;
    this.files = files;
    this.lock = lock;
    this.scheduler = scheduler;
    JournalRecovery found = new JournalRecovery(files, file, tracker.model(), tracker.nowSeconds());
    found.cutTail();
    file.setAside(found.loaded());
    this.recovery = recovery(found);
    this.generation = found.lastGeneration();
    this.baseGeneration = found.baseGeneration();
    this.writer = new JournalWriter(nextSegment(), policy, found.lastRecord());
    save(found.state());
    tracker.recover(found.state(), writer);
    this.opened = tracker.changes().look();
    policy.interval().ifPresent(this::syncEvery);
  }

  private static Recovery recovery(JournalRecovery found) {
    StateFile.Loaded loaded = found.loaded();
    return new Recovery(
        Optional.ofNullable(loaded.from()),
        found.operations(),
        found.cutBytes(),
        loaded.isNothing() ? List.of() : List.copyOf(loaded.problems()));
  }

  private JournalFile nextSegment() throws IOException {
    generation++;
    return files.create(generation, new JournalHeader(tracker.model()));
  }

  private void syncEvery(Duration interval) {
    scheduler.schedule(
        () -> {
          syncIfWorking();
          syncEvery(interval);
        },
        interval);
  }

  /** The writer keeps a failure, and throws it at the next operation: here is nobody to be told. */
  private void syncIfWorking() {
    try {
      if (writer.isWorking()) {
        writer.sync();
      }
    } catch (UncheckedIOException e) {
      assert !writer.isWorking();
    }
  }

  /**
   * What opening has found.
   *
   * @return which files, how many operations, and what was wrong
   */
  public Recovery recovery() {
    return recovery;
  }

  /**
   * Puts everything on the disk that was done before this call, whatever the policy.
   *
   * @throws IOException if that fails, or if the journal has failed before
   */
  public void sync() throws IOException {
    try {
      writer.sync();
    } catch (UncheckedIOException e) {
      throw checked(e);
    }
  }

  /**
   * Writes a new snapshot, and removes the part of the journal that it makes superfluous. Whatever
   * happens meanwhile, the files hold the whole state. Updates go on; O(keys). If the journal had
   * failed, it works again when this returns.
   *
   * @throws IOException if a file can't be written: the journal goes on from the snapshot before
   * @throws IllegalStateException if this journal is closed
   */
  public synchronized void checkpoint() throws IOException {
    if (closed) {
      throw new IllegalStateException("the journal is closed");
    }
    try {
      writeCheckpoint();
    } catch (UncheckedIOException e) {
      throw checked(e);
    }
  }

  /** The sync comes first so that little is left to be synced while others wait. */
  private void writeCheckpoint() throws IOException {
    if (writer.isWorking()) {
      writer.sync();
    }
    JournalFile segment = nextSegment();
    TrustSnapshot snapshot =
        writer.betweenReplacements(
            () -> tracker.snapshot(cut -> writer.beginFile(segment, cut)));
    writer.enterFile();
    save(snapshot);
    writer.resume();
  }

  private static IOException checked(UncheckedIOException e) {
    return new IOException(e.getMessage(), e.getCause());
  }

  /** The segment says which snapshot it continues before that snapshot takes its place. */
  private void save(TrustSnapshot snapshot) throws IOException {
    file.save(
        out -> {
          Fingerprint.Output noting = new Fingerprint.Output(out);
          snapshot.write(noting);
          writer.log(new Operation.Base(noting.fingerprint()));
        });
    files.deleteBefore(baseGeneration);
    baseGeneration = generation;
  }

  /** Tells what saves the state whether it has changed. */
  Changes changes() {
    return tracker.changes();
  }

  /** A look at the changes that shows none of those that recovery made. */
  long opened() {
    return opened;
  }

  /**
   * Puts everything on the disk, and ends the logging: what is done to the tracker later is not
   * logged. The next {@link #open} reads the journal; it is done sooner after a {@link #checkpoint}.
   *
   * @throws IOException if something that was done is not on the disk
   */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      scheduler.close();
      try {
        writer.close();
      } finally {
        tracker.stopLogging();
        lock.close();
      }
    }
  }

  /**
   * The file, for logs.
   *
   * @return a short text
   */
  @Override
  public String toString() {
    return "TrustJournal[" + file + "]";
  }
}
