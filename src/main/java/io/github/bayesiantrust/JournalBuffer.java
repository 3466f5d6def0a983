package io.github.bayesiantrust;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Bytes of a journal: written at the end of a buffer that grows, or read from the begin of a given
 * one. Big-endian; strings as UTF-16, which keeps every string there is. Not thread-safe.
 */
final class JournalBuffer {
  private static final int FIRST_CAPACITY = 1 << 13;

  /** What a buffer keeps when it is used again: a great batch is rare. */
  private static final int KEPT_CAPACITY = 1 << 20;

  private ByteBuffer bytes;

  JournalBuffer() {
    this(ByteBuffer.allocate(FIRST_CAPACITY));
  }

  /** Reads what is between the position and the limit of a buffer with an array. */
  JournalBuffer(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  int position() {
    return bytes.position();
  }

  boolean isEmpty() {
    return bytes.position() == 0;
  }

  void clear() {
    if (bytes.capacity() > KEPT_CAPACITY) {
      bytes = ByteBuffer.allocate(FIRST_CAPACITY);
    }
    bytes.clear();
  }

  /** Writes everything to a stream. */
  void writeTo(OutputStream out) throws IOException {
    out.write(bytes.array(), 0, bytes.position());
  }

  // Writing

  JournalBuffer put(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  JournalBuffer put(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  JournalBuffer put(double value) {
    room(Double.BYTES).putDouble(value);
    return this;
  }

  JournalBuffer put(byte value) {
    room(1).put(value);
    return this;
  }

  JournalBuffer put(boolean value) {
    return put((byte) (value ? 1 : 0));
  }

  JournalBuffer put(String value) {
    put(value.length());
    ByteBuffer out = room(Math.multiplyExact(Character.BYTES, value.length()));
    for (int i = 0; i < value.length(); i++) {
      out.putChar(value.charAt(i));
    }
    return this;
  }

  JournalBuffer put(KeyState state) {
    put(state.alpha()).put(state.beta()).put(state.lastUpdate()).put(state.statedAt());
    TrustHistory history = state.history();
    put(history.size());
    for (int i = 0; i < history.size(); i++) {
      put(history.time(i)).put(history.value(i));
    }
    return this;
  }

  JournalBuffer put(EvidenceModel model) {
    put(model.priorAlpha()).put(model.priorBeta())
        .put(model.maxEvidence()).put(model.halfLifeNanos());
    return put(model.historyCapacity()).put(model.maxKeys());
  }

  /** Takes back what was put behind a position. */
  void truncate(int position) {
    bytes.position(position);
  }

  /** Overwrites a number that was put before. */
  void set(int position, int value) {
    bytes.putInt(position, value);
  }

  private ByteBuffer room(int count) {
    if (bytes.remaining() < count) {
      int least = Math.addExact(bytes.position(), count);
      int twice = (int) Math.min(2L * bytes.capacity(), Integer.MAX_VALUE - 8);
      bytes = ByteBuffer.allocate(Math.max(least, twice)).put(bytes.flip());
    }
    return bytes;
  }

  // Reading

  int getInt() {
    return bytes.getInt();
  }

  long getLong() {
    return bytes.getLong();
  }

  double getDouble() {
    return bytes.getDouble();
  }

  byte getByte() {
    return bytes.get();
  }

  boolean getBoolean() {
    return bytes.get() != 0;
  }

  String getString() {
    char[] chars = new char[count(Character.BYTES)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = bytes.getChar();
    }
    return new String(chars);
  }

  KeyState getState() {
    return new KeyState(getDouble(), getDouble(), getDouble(), getDouble(), getHistory());
  }

  private TrustHistory getHistory() {
    int size = count(2 * Double.BYTES);
    double[] times = new double[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      times[i] = bytes.getDouble();
      values[i] = bytes.getDouble();
    }
    return TrustHistory.ofOwned(times, values);
  }

  EvidenceModel getModel() {
    return new EvidenceModel(
        getDouble(), getDouble(), getDouble(), getDouble(), getInt(), getInt());
  }

  /** A number of elements that are there: no array is made for those that are not. */
  private int count(int elementBytes) {
    int count = bytes.getInt();
    if (count < 0 || count > bytes.remaining() / elementBytes) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  // Checksum

  /** The CRC-32C of two ranges of the bytes, one after the other. */
  int checksum(int from, int to, int from2, int to2) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), bytes.arrayOffset() + from, to - from);
    crc.update(bytes.array(), bytes.arrayOffset() + from2, to2 - from2);
    return (int) crc.getValue();
  }
}
