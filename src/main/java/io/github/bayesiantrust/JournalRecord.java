package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * An operation in its place in the journal. Immutable.
 *
 * <p>As bytes: an int, the length of what follows the checksum; an int, the CRC-32C of the length and
 * of what follows the checksum; then the two longs, a byte for the kind with {@value #PART} added in a
 * part of a unit, and the components of the operation.
 *
 * @param sequence its number: one more than that of the record before
 * @param acknowledged the last record that was known to be safe when this one was logged: where that
 *     one is missing in the file, something was lost that somebody relies on
 * @param part whether it counts only if its unit is whole
 * @param operation what was done
 */
record JournalRecord(long sequence, long acknowledged, boolean part, Operation operation) {
  private static final int PART = 0x40;
  private static final int CHECKSUM_AT = Integer.BYTES;
  private static final int BODY_AT = 2 * Integer.BYTES;
  private static final int LEAST_BODY = 2 * Long.BYTES + 1;

  /** The bytes that the shortest record takes. */
  static final int LEAST_BYTES = BODY_AT + LEAST_BODY;

  /** Writes this record at the end of a buffer. */
  void write(JournalBuffer out) {
    int start = out.position();
    out.put(0).put(0).put(sequence).put(acknowledged);
    out.put((byte) (operation.kind() | (part ? PART : 0)));
    operation.write(out);
    int end = out.position();
    out.set(start, end - start - BODY_AT);
    out.set(start + CHECKSUM_AT, checksum(out, start, end));
  }

  private static int checksum(JournalBuffer bytes, int start, int end) {
    return bytes.checksum(start, start + CHECKSUM_AT, start + BODY_AT, end);
  }

  /**
   * The bytes that a record takes by its own account, whatever that is worth.
   *
   * @param head at least {@link #LEAST_BYTES} bytes
   */
  static long bytes(ByteBuffer head) {
    return BODY_AT + (long) head.getInt(head.position());
  }

  /** The sequence number that a record has by its own account. */
  static long sequence(ByteBuffer head) {
    return head.getLong(head.position() + BODY_AT);
  }

  /**
   * Reads a record.
   *
   * @param bytes the bytes that it takes by its own account
   * @return null if the checksum is wrong
   * @throws IOException if the checksum is right, but the record is not of this version
   */
  static JournalRecord read(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    JournalBuffer in = new JournalBuffer(bytes);
    if (checksum(in, start, bytes.limit()) != bytes.getInt(start + CHECKSUM_AT)) {
      return null;
    }
    bytes.position(start + BODY_AT);
    try {
      return read(in);
    } catch (BufferUnderflowException e) {
      throw new IOException("it has a record that ends too early", e);
    }
  }

  private static JournalRecord read(JournalBuffer in) throws IOException {
    long sequence = in.getLong();
    long acknowledged = in.getLong();
    int kind = in.getByte();
    Operation operation = Operation.read((byte) (kind & ~PART), in);
    return new JournalRecord(sequence, acknowledged, (kind & PART) != 0, operation);
  }
}
