package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a segment of the journal begins with: a mark by which it is known, the version of its format,
 * and how the tracker counted evidence whose operations it has. Immutable.
 */
record JournalHeader(EvidenceModel model) {
  static final int BYTES = 56;

  private static final long MARK = 0x747275737420_6a6cL; // "trust jl"
  private static final int VERSION = 1;
  private static final int CHECKSUM_AT = BYTES - Integer.BYTES;

  void write(JournalBuffer out) {
    int start = out.position();
    out.put(MARK).put(VERSION).put(model);
    out.put(out.checksum(start, out.position(), 0, 0));
  }

  /**
   * Reads a header.
   *
   * @return null if it is none, or damaged
   * @throws IOException if it is that of a newer version
   */
  static JournalHeader read(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    JournalBuffer in = new JournalBuffer(bytes);
    if (in.getLong() != MARK) {
      return null;
    }
    int version = in.getInt();
    if (version > VERSION) {
      throw new IOException("it is of version " + version + ", which is newer than " + VERSION);
    }
    EvidenceModel model = in.getModel();
    boolean whole = in.checksum(start, start + CHECKSUM_AT, 0, 0) == in.getInt();
    return whole ? new JournalHeader(model) : null;
  }
}
