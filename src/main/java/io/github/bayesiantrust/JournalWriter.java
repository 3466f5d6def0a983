package io.github.bayesiantrust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Logs the operations of a tracker in the segments of a journal. Thread-safe.
 *
 * <p>After a failure nothing more is taken or acknowledged, until {@link #resume} says that a snapshot
 * has everything that might be missing in the segments.
 */
final class JournalWriter implements OperationLog {

  /*
   * Order. Records are put into a buffer under the monitor of this object. Under the same monitor it is
   * checked that the key has passed the last epoch, and epochs begin and tables are swapped under it:
   * so in the log an operation stands before or after an epoch as it happened before or after it. For
   * one key the order is that of its own monitor, which is held from here until the operation is done.
   *
   * Group commit. Whoever wants its record on the disk takes the lock `io`, writes all that has come
   * together in the buffer, syncs once, and finds that others have done so already if it had to wait.
   *
   * Locks. Exclusive lock of the tracker or monitor of a key, then the monitor of this object; `io`,
   * then the monitor of this object. Nobody who holds one of the former takes `io`.
   *
   * Replacements. The parts are logged without a lock of the tracker, as they come, and mean nothing
   * until the end is. They must be in one segment with it: the lock `replacing` keeps a cut from coming
   * between. It is taken before all others.
   *
   * Segments. A new one begins in one step with the cut for its snapshot. What the buffer had until then
   * is written to the old segment, and synced, before anything is written to the new one: so a segment
   * that is followed by records has an end that can't be torn.
   */

  /** From here on the parts of a replacement are written, so that they don't pile up. */
  private static final int MUCH = 1 << 20;

  private final boolean syncsEachRecord;
  private final ReentrantLock io = new ReentrantLock();
  private final ReentrantLock replacing = new ReentrantLock();

  /** Guarded by io. */
  private JournalFile file;

  private JournalBuffer spare = new JournalBuffer();

  /** What is to be written to the file. Guarded by the monitor. */
  private JournalBuffer waiting = new JournalBuffer();

  /** Where a new segment begins: the file, and what is still to be written to the old one; or null. */
  private JournalFile nextFile;

  private JournalBuffer lastOfOldFile;

  /** The last record that was put. Written under the monitor. */
  private volatile long last;

  /** Who has a unit open, or null, and whether it has a part. Guarded by the monitor. */
  private Thread unitOwner;

  private boolean unitHasParts;

  private boolean closed;

  /** The last record that callers may rely on. Written under io. */
  private volatile long acknowledged;

  /** What {@link #sync} need not do again. */
  private volatile long synced;

  /** Null while all is well. Written under the monitor. */
  private volatile IOException failure;

  /** What had failed before the last cut, or null: the snapshot of that cut makes good for it. */
  private IOException failureBeforeCut;

  /**
   * Begins with a new segment, whose header is written.
   *
   * @param last the last record of the segments before
   */
  JournalWriter(JournalFile file, SyncPolicy policy, long last) {
    this.file = file;
    this.syncsEachRecord = policy == SyncPolicy.EVERY_RECORD;
    this.last = last;
    this.acknowledged = last;
    put(new Operation.Cut());
  }

  // Appending

  @Override
  public synchronized boolean append(Operation operation, Epoch passed) {
    if (passed.next() != null) {
      return false;
    }
    take(operation);
    return true;
  }

  @Override
  public synchronized void append(Operation operation, Runnable effect) {
    take(operation);
    effect.run();
  }

  @Override
  public void append(Operation.Load part) {
    boolean much;
    synchronized (this) {
      take(part);
      much = waiting.position() > MUCH;
    }
    if (much) {
      write(false);
    }
  }

  @Override
  public void replacement(Runnable work) {
    replacing.lock();
    try {
      begin(new Operation.Prepare());
      work.run();
    } finally {
      replacing.unlock();
    }
  }

  /** Does work while no replacement is under way. */
  <T> T betweenReplacements(Supplier<T> work) {
    replacing.lock();
    try {
      return work.get();
    } finally {
      replacing.unlock();
    }
  }

  private synchronized void begin(Operation operation) {
    take(operation);
  }

  @Override
  public int unit(IntSupplier work) {
    beginUnit();
    boolean whole = false;
    try {
      int result = work.getAsInt();
      whole = true;
      return result;
    } finally {
      endUnit(whole);
    }
  }

  private synchronized void beginUnit() {
    take(new Operation.Begin());
    unitOwner = Thread.currentThread();
    unitHasParts = false;
  }

  /** What a unit has done before it broke off can't be undone, and must not be kept either. */
  private synchronized void endUnit(boolean whole) {
    if (whole) {
      take(new Operation.Commit());
    } else if (unitHasParts) {
      fail(new IOException("an operation on many keys broke off half way"));
    }
    unitOwner = null;
  }

  /** Refuses everything after a failure, except that a unit is not broken off in the middle. */
  private void take(Operation operation) {
    if (failure != null && unitOwner != Thread.currentThread() && !closed) {
      throw refusal();
    }
    put(operation);
  }

  private synchronized void put(Operation operation) {
    if (!closed) {
      boolean part = unitOwner == Thread.currentThread();
      put(new JournalRecord(last + 1, acknowledged, part, operation));
      unitHasParts |= part;
    }
  }

  /** A record that finds no memory leaves nothing behind. */
  private void put(JournalRecord record) {
    int end = waiting.position();
    try {
      record.write(waiting);
      last = record.sequence();
      end = waiting.position();
    } finally {
      waiting.truncate(end);
    }
  }

  private UncheckedIOException refusal() {
    return new UncheckedIOException(
        "the journal has failed, and nothing is acknowledged before a checkpoint succeeds: "
            + failure.getMessage(),
        failure);
  }

  // Safety

  @Override
  public boolean isWorking() {
    return failure == null;
  }

  @Override
  public void acknowledge() {
    if (acknowledged < last) {
      write(syncsEachRecord);
    }
  }

  /**
   * Makes everything that was put so far safe against anything. Others go on handing over records
   * while the disk is busy.
   */
  void sync() {
    long upTo = last;
    if (failure != null) {
      throw refusal();
    }
    if (synced < upTo) {
      sync(upTo);
    }
  }

  private void sync(long upTo) {
    write(false);
    try {
      current().sync();
      synced = upTo;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private JournalFile current() {
    io.lock();
    try {
      return file;
    } finally {
      io.unlock();
    }
  }

  private void write(boolean sync) {
    long mine = last;
    io.lock();
    try {
      if (acknowledged < mine) {
        writeAll(sync);
      }
    } finally {
      io.unlock();
    }
  }

  private void writeAll(boolean sync) {
    if (failure != null) {
      throw refusal();
    }
    try {
      long upTo = drain();
      if (sync) {
        file.sync();
      }
      if (sync || !syncsEachRecord) {
        acknowledged = upTo;
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Hands over what has come together; io is held. Returns the last record of it. */
  private long drain() throws IOException {
    JournalFile next;
    JournalBuffer rest;
    JournalBuffer records;
    long upTo;
    synchronized (this) {
      next = nextFile;
      rest = lastOfOldFile;
      records = waiting;
      upTo = last;
      nextFile = null;
      lastOfOldFile = null;
      waiting = spare;
    }
    spare = records;
    try {
      if (next != null) {
        finish(rest, next);
      }
      file.write(records);
    } finally {
      records.clear();
    }
    return upTo;
  }

  /** Goes over to the next file. What failed to be written once is not written later. */
  private void finish(JournalBuffer rest, JournalFile next) throws IOException {
    try (JournalFile old = file) {
      file = next;
      if (failure == null) {
        old.write(rest);
        old.sync();
      }
    }
  }

  private UncheckedIOException failed(IOException e) {
    fail(e);
    return refusal();
  }

  private synchronized void fail(IOException e) {
    if (failure == null) {
      failure = e;
    }
  }

  // Segments

  /**
   * Begins a new segment together with something else, the cut for its snapshot. To be followed by
   * {@link #enterFile} before the next one.
   *
   * @param next its file, whose header is written
   */
  synchronized void beginFile(JournalFile next, Runnable effect) {
    failureBeforeCut = failure;
    lastOfOldFile = waiting;
    nextFile = next;
    waiting = new JournalBuffer();
    put(new Operation.Cut());
    effect.run();
  }

  /** Completes the old segment. */
  void enterFile() throws IOException {
    io.lock();
    try {
      refuseFailureSinceCut();
      long upTo = drain();
      file.sync();
      if (failure == null) {
        acknowledged = upTo;
      }
    } catch (IOException e) {
      fail(e);
      throw e;
    } finally {
      io.unlock();
    }
  }

  /** Logs, after a failure too, what identifies the snapshot of the cut; safe when this returns. */
  void log(Operation.Base base) throws IOException {
    put(base);
    enterFile();
  }

  /** What came after the cut and was not written is neither in the snapshot nor in a segment. */
  private synchronized void refuseFailureSinceCut() throws IOException {
    if (failure != failureBeforeCut) {
      throw new IOException(refusal().getMessage(), failure);
    }
  }

  /**
   * The snapshot of the last cut is safe: what failed before it does not matter any more.
   *
   * @throws IOException if something has failed after it
   */
  synchronized void resume() throws IOException {
    refuseFailureSinceCut();
    if (failure != null) {
      acknowledged = last;
      failure = null;
    }
  }

  /**
   * Makes what was logged safe, and ends the log: later operations are not logged.
   *
   * @throws IOException if something that was logged is not safe
   */
  void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    io.lock();
    try {
      if (failure != null) {
        throw new IOException(refusal().getMessage(), failure);
      }
      acknowledged = drain();
      file.sync();
    } finally {
      file.close();
      io.unlock();
    }
  }
}
