package io.github.bayesiantrust;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A segment of the journal that is being written. One thread writes at a time; others may sync
 * meanwhile.
 */
interface JournalFile extends Closeable {

  /** Hands bytes to the operating system, which keeps them even if this process dies. */
  void write(JournalBuffer bytes) throws IOException;

  /**
   * Waits until what was written is on the disk. Does nothing once closed. After one that failed none
   * succeeds: the system may have forgotten what it could not write.
   */
  void sync() throws IOException;

  /** Opens segments for writing; tests have one that fails. */
  interface Opener {
    JournalFile open(Path segment) throws IOException;
  }

  /**
   * A file on the disk. It is written through a stream and not through a channel, because an interrupt
   * closes a channel: a thread that is interrupted while it updates a key must not end the journal of
   * all.
   */
  final class OnDisk implements JournalFile {
    private final Path segment;
    private final FileOutputStream out;

    /** Guarded by the monitor. */
    private boolean closed;

    /** Null until a sync fails. */
    private IOException failure;

    /** Opens a file that exists, to write at its end. */
    OnDisk(Path segment) throws IOException {
      this.segment = segment;
      this.out = new FileOutputStream(segment.toFile(), true);
    }

    @Override
    public void write(JournalBuffer bytes) throws IOException {
      try {
        bytes.writeTo(out);
      } catch (IOException e) {
        throw failure("write", e);
      }
    }

    @Override
    public synchronized void sync() throws IOException {
      if (failure != null) {
        throw failure;
      }
      try {
        if (!closed) {
          out.getFD().sync();
        }
      } catch (IOException e) {
        failure = failure("sync", e);
        throw failure;
      }
    }

    private IOException failure(String what, IOException e) {
      return new IOException("cannot " + what + " " + segment + ": " + e.getMessage(), e);
    }

    @Override
    public synchronized void close() throws IOException {
      closed = true;
      out.close();
    }
  }
}
