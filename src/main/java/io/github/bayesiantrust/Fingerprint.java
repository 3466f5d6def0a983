package io.github.bayesiantrust;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Tells one content of a file from another. It guards against mistakes, not against forgers.
 *
 * @param length in bytes
 * @param checksum the CRC-32C
 */
record Fingerprint(long length, int checksum) {

  static Fingerprint read(JournalBuffer in) {
    return new Fingerprint(in.getLong(), in.getInt());
  }

  void write(JournalBuffer out) {
    out.put(length).put(checksum);
  }

  /** Passes on what is written to it. */
  static final class Output extends FilterOutputStream {
    private final CRC32C crc = new CRC32C();
    private long length;

    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
      crc.update(bytes, from, count);
      length += count;
    }

    /** Of what was written so far. */
    Fingerprint fingerprint() {
      return new Fingerprint(length, (int) crc.getValue());
    }
  }

  /** Passes on what is read from it. */
  static final class Input extends FilterInputStream {
    private final CRC32C crc = new CRC32C();
    private long length;

    Input(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      int read = in.read(bytes, from, count);
      if (read > 0) {
        crc.update(bytes, from, read);
        length += read;
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** Of what was read so far; nothing may have been skipped. */
    Fingerprint fingerprint() {
      return new Fingerprint(length, (int) crc.getValue());
    }
  }
}
