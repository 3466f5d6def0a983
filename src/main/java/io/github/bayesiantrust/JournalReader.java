package io.github.bayesiantrust;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads the records of one segment, in order. Not thread-safe; holds one record at a time. */
final class JournalReader implements Closeable {
  private static final int WINDOW = 1 << 18;

  /**
   * How far numbers may be ahead of what was expected. No journal has that many records, and chance
   * makes one of sixteen million places look like such a number: the others need no checksum.
   */
  private static final long FAR = 1L << 40;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final JournalHeader header;

  /** A part of the file. */
  private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);

  private long windowStart;

  /** Where the next record begins. */
  private long position;

  /** The number that the next record must have; −1 before the first one, which may have any. */
  private long expected = -1;

  JournalReader(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.size = channel.size();
    this.header = readHeader();
    this.position = header == null ? 0 : JournalHeader.BYTES;
  }

  private JournalHeader readHeader() throws IOException {
    ByteBuffer bytes = bytes(0, JournalHeader.BYTES);
    try {
      return bytes == null ? null : JournalHeader.read(bytes);
    } catch (IOException e) {
      channel.close();
      throw failure(e);
    }
  }

  /** Null if it is damaged; there are no records then. */
  JournalHeader header() {
    return header;
  }

  /** Where the last record ended that {@link #next} has returned. */
  long position() {
    return position;
  }

  long size() {
    return size;
  }

  /** The next record, or null if there is none, or none that is whole and has the next number. */
  JournalRecord next() throws IOException {
    JournalRecord record = header == null ? null : at(position, expected, expected);
    if (record != null) {
      position += JournalRecord.bytes(bytes(position, JournalRecord.LEAST_BYTES));
      expected = record.sequence() + 1;
    }
    return record;
  }

  /**
   * Looks for records that are whole, at any place.
   *
   * @param from where to begin
   * @param lost the number of the record that should have come next
   * @return whether one of them says that callers relied on it
   */
  boolean saysSafe(long from, long lost) throws IOException {
    for (long at = from; at + JournalRecord.LEAST_BYTES <= size; at++) {
      JournalRecord record = at(at, lost, lost + FAR);
      if (record != null && record.acknowledged() >= lost) {
        return true;
      }
    }
    return false;
  }

  /** The record at a place, or null if none is there that is whole and has a number in a range. */
  private JournalRecord at(long place, long least, long most) throws IOException {
    ByteBuffer head = bytes(place, JournalRecord.LEAST_BYTES);
    if (head == null || least >= 0 && !isBetween(JournalRecord.sequence(head), least, most)) {
      return null;
    }
    long length = JournalRecord.bytes(head);
    ByteBuffer whole = length < JournalRecord.LEAST_BYTES ? null : bytes(place, length);
    try {
      return whole == null ? null : JournalRecord.read(whole);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static boolean isBetween(long value, long least, long most) {
    return value >= least && value <= most;
  }

  /** Some bytes of the file, or null if it ends before. They are good until the next call. */
  private ByteBuffer bytes(long from, long count) throws IOException {
    if (count > size - from) {
      return null;
    }
    if (from < windowStart || from + count > windowStart + window.limit()) {
      fill(from, (int) count);
    }
    int start = (int) (from - windowStart);
    return window.duplicate().position(start).limit(start + (int) count);
  }

  private void fill(long from, int count) throws IOException {
    if (count > window.capacity()) {
      window = ByteBuffer.allocate(count);
    }
    window.clear();
    windowStart = from;
    int read = 0;
    while (window.hasRemaining() && read >= 0) {
      read = channel.read(window, from + window.position());
    }
    window.flip();
    if (window.limit() < count) {
      throw new IOException("cannot read " + file + ": it becomes shorter");
    }
  }

  private IOException failure(IOException e) {
    return new IOException("cannot read " + file + ": " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
