package io.github.bayesiantrust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads rows of comma-separated values by RFC 4180, in UTF-8, as a stream. Lines end with LF, CRLF
 * or CR; a byte order mark at the start and blank lines are skipped. Memory is bounded by the
 * longest row that is accepted, {@value #MAX_ROW} bytes. For one thread, and one pass.
 *
 * <p>The syntax is ASCII and no byte of a longer UTF-8 sequence looks like ASCII, so rows are split
 * as bytes, and only the fields that are asked for become strings.
 */
final class CsvReader {
  static final int MAX_ROW = 1 << 20;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int END = -1;

  private final InputStream in;
  private final byte[] buffer;
  private int position;
  private int limit;
  private boolean started;

  /** The fields of the row without their quotes, each followed by a comma. */
  private byte[] row = new byte[256];

  private int length;

  /** For each field the index of its comma in {@link #row}. */
  private int[] ends = new int[8];

  private int fields;
  private boolean quoted;

  /** The bitwise or of the row's bytes: negative if one of them is not ASCII. */
  private byte bits;

  /** The first thing that is wrong with the row, or null. */
  private String problem;

  private long line = 1;
  private long rowLine;

  CsvReader(InputStream in) {
    this(in, 1 << 16);
  }

  /** With a buffer of at least 3 bytes. */
  CsvReader(InputStream in, int bufferSize) {
    this.in = in;
    this.buffer = new byte[bufferSize];
  }

  /**
   * Goes on to the next row that is not blank.
   *
   * @return false at the end
   * @throws BadRowException if the row is not well-formed; unless that is fatal, the next call goes
   *     on behind it
   */
  boolean next() throws IOException, BadRowException {
    if (!started) {
      start();
    }
    do {
      if (peek() == END) {
        return false;
      }
      readRow();
    } while (isBlank());
    check();
    return true;
  }

  /** The physical line that the row starts in, from 1. */
  long line() {
    return rowLine;
  }

  /** The number of fields in the row. */
  int size() {
    return fields;
  }

  /** The text of a field, from 0. */
  String text(int field) {
    int from = field == 0 ? 0 : ends[field - 1] + 1;
    int count = ends[field] - from;
    return bits < 0
        ? new String(row, from, count, StandardCharsets.UTF_8)
        : new String(row, from, count, StandardCharsets.ISO_8859_1);
  }

  private void start() throws IOException {
    started = true;
    limit = in.readNBytes(buffer, 0, BYTE_ORDER_MARK.length);
    if (limit == BYTE_ORDER_MARK.length
        && Arrays.equals(buffer, 0, limit, BYTE_ORDER_MARK, 0, limit)) {
      position = limit;
    }
  }

  private void readRow() throws IOException, BadRowException {
    rowLine = line;
    length = 0;
    fields = 0;
    bits = 0;
    quoted = false;
    problem = null;
    int delimiter;
    do {
      delimiter = readField();
      endField();
    } while (delimiter == ',');
  }

  /** Appends a field; returns the delimiter behind it: a comma, LF for any end of line, or END. */
  private int readField() throws IOException, BadRowException {
    int b = read();
    if (b != '"') {
      return readPlain(b);
    }
    readQuoted();
    b = read();
    if (!isDelimiter(b)) {
      complain("text after the closing quote of a field");
    }
    return readPlain(b);
  }

  private int readPlain(int first) throws IOException, BadRowException {
    int b = first;
    while (!isDelimiter(b)) {
      if (b == '"') {
        complain("a quote in a field that does not start with one");
      }
      append(b);
      b = read();
    }
    return b == ',' || b == END ? b : endLine(b);
  }

  /** Appends what stands between the quotes; the opening one has been read. */
  private void readQuoted() throws IOException, BadRowException {
    quoted = true;
    for (int b = read(); b != '"' || peek() == '"'; b = read()) {
      if (b == '"') {
        read();
      } else if (b == '\n' || b == '\r' && peek() != '\n') {
        line++;
      } else if (b == END) {
        throw BadRowException.fatal(rowLine, "a quote that opens in this row is never closed");
      }
      append(b);
    }
  }

  private int endLine(int b) throws IOException {
    if (b == '\r' && peek() == '\n') {
      read();
    }
    line++;
    return '\n';
  }

  private void endField() throws BadRowException {
    if (fields == ends.length) {
      ends = Arrays.copyOf(ends, 2 * fields);
    }
    ends[fields++] = length;
    append(',');
  }

  private void append(int b) throws BadRowException {
    if (length == row.length) {
      grow();
    }
    row[length++] = (byte) b;
    bits |= (byte) b;
  }

  private void grow() throws BadRowException {
    if (length == MAX_ROW) {
      throw BadRowException.fatal(
          rowLine, "the row is longer than " + MAX_ROW + " bytes; is a quote missing?");
    }
    row = Arrays.copyOf(row, 2 * length);
  }

  private static boolean isDelimiter(int b) {
    return b == ',' || b == '\n' || b == '\r' || b == END;
  }

  private boolean isBlank() {
    return fields == 1 && !quoted && text(0).isBlank();
  }

  private void complain(String what) {
    if (problem == null) {
      problem = what;
    }
  }

  /** The commas in between keep a sequence from being completed by the next field. */
  private void check() throws BadRowException {
    if (problem == null && bits < 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(row, 0, length));
      } catch (CharacterCodingException e) {
        problem = "the row is not valid UTF-8";
      }
    }
    if (problem != null) {
      throw BadRowException.skippable(rowLine, problem);
    }
  }

  private int read() throws IOException {
    int b = peek();
    if (b != END) {
      position++;
    }
    return b;
  }

  private int peek() throws IOException {
    return position < limit || fill() ? buffer[position] & 0xFF : END;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }
}
