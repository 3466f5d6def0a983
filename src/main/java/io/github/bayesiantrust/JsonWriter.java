package io.github.bayesiantrust;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes one JSON document as UTF-8, without white space, to a stream. Holds one buffer of bytes,
 * never the document. Puts the commas; the caller sees to it that brackets match and that each
 * value in an object follows a name. Confined to one thread.
 */
final class JsonWriter {
  private static final int BUFFER_SIZE = 1 << 14;

  /** Characters of a long, at most. */
  private static final int MAX_LONG = 20;

  private static final char[] HEXADECIMAL = "0123456789abcdef".toCharArray();

  /** The characters of ASCII that stand for themselves. */
  private static final boolean[] PLAIN = new boolean[0x80];

  static {
    Arrays.fill(PLAIN, ' ', PLAIN.length, true);
    PLAIN['"'] = false;
    PLAIN['\\'] = false;
  }

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private int length;

  /** Whether the next name or value needs no comma: after an opening bracket, or after a name. */
  private boolean fresh = true;

  /** Writes to a stream, which it does not close. */
  JsonWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes to a stream what is to stand behind an item that is not the last of its container. */
  static JsonWriter continuing(OutputStream out) {
    JsonWriter json = new JsonWriter(out);
    json.fresh = false;
    return json;
  }

  JsonWriter beginObject() throws IOException {
    return open('{');
  }

  JsonWriter endObject() throws IOException {
    return close('}');
  }

  JsonWriter beginArray() throws IOException {
    return open('[');
  }

  JsonWriter endArray() throws IOException {
    return close(']');
  }

  JsonWriter name(String name) throws IOException {
    value(name);
    put(':');
    fresh = true;
    return this;
  }

  /**
   * Writes a string of any content: a surrogate that stands alone, which UTF-8 can't hold, is
   * written as an escape.
   *
   * @throws IOException if it is longer than the reader takes
   */
  JsonWriter value(String string) throws IOException {
    if (string.length() > JsonReader.MAX_STRING) {
      throw new IOException(
          "a string must be of at most " + JsonReader.MAX_STRING + " characters, but is of "
              + string.length());
    }
    separate();
    put('"');
    for (int i = plain(string, 0); i < string.length(); i = plain(string, i)) {
      int c = string.codePointAt(i);
      character(c);
      i += Character.charCount(c);
    }
    put('"');
    return this;
  }

  JsonWriter value(long number) throws IOException {
    separate();
    makeRoom(MAX_LONG);
    plain(Long.toString(number), 0);
    return this;
  }

  /**
   * Writes a number in digits that read back to the same bits.
   *
   * @throws IllegalArgumentException if it is not finite, which JSON can't hold
   */
  JsonWriter value(double number) throws IOException {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("a number must be finite, but is " + number);
    }
    separate();
    makeRoom(ShortestDecimal.MAX_LENGTH);
    length = ShortestDecimal.write(number, buffer, length);
    return this;
  }

  /** Hands everything that was written to the stream, and flushes that. */
  void flush() throws IOException {
    drain();
    out.flush();
  }

  private JsonWriter open(char bracket) throws IOException {
    separate();
    put(bracket);
    fresh = true;
    return this;
  }

  private JsonWriter close(char bracket) throws IOException {
    put(bracket);
    fresh = false;
    return this;
  }

  private void separate() throws IOException {
    if (!fresh) {
      put(',');
    }
    fresh = false;
  }

  private void character(int c) throws IOException {
    if (c < ' ' || c == '"' || c == '\\') {
      escape(c);
    } else if (c < 0x80) {
      put(c);
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      hexadecimalEscape(c);
    } else {
      multiByte(c);
    }
  }

  private void escape(int c) throws IOException {
    switch (c) {
      case '"', '\\' -> escape('\\', c);
      case '\b' -> escape('\\', 'b');
      case '\f' -> escape('\\', 'f');
      case '\n' -> escape('\\', 'n');
      case '\r' -> escape('\\', 'r');
      case '\t' -> escape('\\', 't');
      default -> hexadecimalEscape(c);
    }
  }

  private void escape(char backslash, int c) throws IOException {
    put(backslash);
    put(c);
  }

  private void hexadecimalEscape(int c) throws IOException {
    escape('\\', 'u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      put(HEXADECIMAL[c >> shift & 0xF]);
    }
  }

  private void multiByte(int c) throws IOException {
    if (c < 0x800) {
      put(0xC0 | c >> 6);
    } else if (c < 0x10000) {
      put(0xE0 | c >> 12);
      put(0x80 | c >> 6 & 0x3F);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | c >> 12 & 0x3F);
      put(0x80 | c >> 6 & 0x3F);
    }
    put(0x80 | c & 0x3F);
  }

  /**
   * Writes the characters that stand for themselves, from an index on, as far as the buffer has room.
   *
   * @return the index of the first that is not written
   */
  private int plain(String string, int from) {
    int end = Math.min(string.length(), from + buffer.length - length);
    int i = from;
    for (; i < end; i++) {
      char c = string.charAt(i);
      if (c >= PLAIN.length || !PLAIN[c]) {
        break;
      }
      buffer[length++] = (byte) c;
    }
    return i;
  }

  private void put(int b) throws IOException {
    makeRoom(1);
    buffer[length++] = (byte) b;
  }

  private void makeRoom(int bytes) throws IOException {
    if (buffer.length - length < bytes) {
      drain();
    }
  }

  private void drain() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }
}
