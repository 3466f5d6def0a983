package io.github.bayesiantrust;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Reads one JSON document by RFC 8259, and nothing that it forbids, from a stream of UTF-8 bytes.
 * The caller pulls: it says what it expects next, and whatever else is there is a {@link
 * TrustFormatException} that says where. Holds one buffer of bytes and the current string, never
 * the document. Confined to one thread; to be thrown away after the document or after an exception.
 */
final class JsonReader {
  // Names and elements are pulled with nextName() and nextElement(), which take the commas and the
  // closing bracket. Whether a comma must come first depends on `fresh` alone: it is true between an
  // opening bracket and its first item, and whatever is nested in that item leaves it false.
  //
  // Positions cost nothing per byte. A line ends in "\n", which can stand between tokens only. The
  // column is the distance to lineStart, which moves along with each byte of a character after its
  // first, so that columns count characters.
  //
  // A surrogate that stands alone can't be written in UTF-8, but can be as an escape, which RFC 8259
  // allows. It is accepted and kept, because a Java string that is a key may contain it.

  /** Containers within a skipped value. Ours nest three deep; 500 are found in test collections. */
  static final int MAX_DEPTH = 512;

  /**
   * Characters of a string that is kept. A key is a name: this is far above any, and the few MB that
   * it takes at most, and only as the bytes arrive, are no danger to a small heap. What is skipped
   * takes no memory, and may be of any length.
   */
  static final int MAX_STRING = 1 << 20;

  /**
   * Characters of a number. The exact decimal expansion of a double takes up to 1,077; this leaves
   * room for padding, keeps the conversion, which is not linear, short, and fits into the buffer.
   */
  static final int MAX_NUMBER = 4096;

  private static final int BUFFER_SIZE = 1 << 14;

  /** What stands for the end, of the input or of a string. */
  private static final int END = -1;

  private static final int NONE = -1;

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  /** The smallest character that needs so many bytes after the first. */
  private static final int[] SMALLEST = {0, 0x80, 0x800, 0x10000};

  private final InputStream in;
  private final String source;

  private final byte[] buffer = new byte[BUFFER_SIZE];
  /** The next byte is buffer[next], if next < limit. */
  private int next;
  private int limit;
  /** Bytes of the input before the buffer. */
  private long consumed;
  /** The first byte in the buffer that is still of use when it is filled again; or NONE. */
  private int kept = NONE;

  private long line = 1;
  private long lineStart;
  private long tokenLine = 1;
  private long tokenColumn = 1;

  private boolean fresh;

  private final StringBuilder text = new StringBuilder();

  /**
   * Reads from a stream, which it does not close.
   *
   * @param source what messages call the stream
   */
  JsonReader(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  // Structure

  void beginObject() throws IOException {
    begin('{', "an object");
  }

  void beginArray() throws IOException {
    begin('[', "an array");
  }

  /** The name of the next member of the object; null, once, at its end. */
  String nextName() throws IOException {
    return nextName(null);
  }

  /**
   * The same, for a caller that has a guess: if the name is that, the very string is returned, and
   * nothing allocated.
   *
   * @param guess null for no guess
   */
  String nextName(String guess) throws IOException {
    if (!nextItem('}')) {
      return null;
    }
    startToken('"', "a name in quotes");
    String name = guess != null && takeIfPlain(guess) ? guess : string();
    endName();
    return name;
  }

  /** Whether the array has a next element, which must then be read; false, once, at its end. */
  boolean nextElement() throws IOException {
    return nextItem(']');
  }

  /** Takes the end of the array, after the elements that it must have. */
  void endArray() throws IOException {
    expect(token() == ']', "']'");
    nextElement();
  }

  /** Makes sure that nothing but white space follows. */
  void endDocument() throws IOException {
    expect(token() == END, "the end of the document");
  }

  // Values

  /** The first character of the next value, which tells its kind; -1 at the end of the input. */
  int peekKind() throws IOException {
    return token();
  }

  String nextString() throws IOException {
    startToken('"', "a string");
    return string();
  }

  /** A number, correctly rounded; one that rounds to infinity is refused. */
  double nextDouble() throws IOException {
    double value = nextNumber();
    if (Double.isInfinite(value)) {
      throw errorAtToken("expected a finite number, but found one beyond the range of a double");
    }
    return value;
  }

  /** A number, correctly rounded; infinite where it is beyond the range of a double. */
  double nextNumber() throws IOException {
    int c = token();
    expect(c == '-' || isDigit(c), "a number");
    markToken();
    scanNumber();
    double value = Decimal.parse(buffer, kept, next);
    kept = NONE;
    return value;
  }

  /** Reads any value and keeps nothing of it. */
  void skipValue() throws IOException {
    BitSet objects = new BitSet();
    int depth = 0;
    do {
      if (depth > 0 && !skipToValue(objects.get(depth))) {
        depth--;
      } else if (token() == '{' || token() == '[') {
        objects.set(++depth, token() == '{');
        expect(depth <= MAX_DEPTH, "at most " + MAX_DEPTH + " nested arrays and objects");
        open();
      } else {
        skipScalar();
      }
    } while (depth > 0);
  }

  private boolean skipToValue(boolean inObject) throws IOException {
    return inObject ? skipName() : nextElement();
  }

  private boolean skipName() throws IOException {
    if (!nextItem('}')) {
      return false;
    }
    startToken('"', "a name in quotes");
    skipString();
    endName();
    return true;
  }

  private void skipScalar() throws IOException {
    markToken();
    switch (token()) {
      case '"' -> {
        next++;
        skipString();
      }
      case 't' -> skipLiteral("true");
      case 'f' -> skipLiteral("false");
      case 'n' -> skipLiteral("null");
      default -> {
        expect(peek() == '-' || isDigit(peek()), "a value");
        scanNumber();
        kept = NONE;
      }
    }
  }

  private void skipLiteral(String literal) throws IOException {
    for (int i = 0; i < literal.length(); i++) {
      expect(peek() == literal.charAt(i), literal);
      next++;
    }
  }

  // Brackets, commas and colons

  private void begin(char bracket, String expected) throws IOException {
    expect(token() == bracket, expected);
    open();
  }

  private void open() {
    markToken();
    next++;
    fresh = true;
  }

  /** Goes to the next item of a container; at the closing bracket takes that, and says false. */
  private boolean nextItem(char bracket) throws IOException {
    int c = token();
    boolean first = fresh;
    fresh = false;
    if (c == bracket) {
      markToken();
      next++;
      return false;
    }
    if (!first) {
      expect(c == ',', bracket == '}' ? "',' or '}'" : "',' or ']'");
      next++;
    }
    return true;
  }

  private void startToken(char quote, String expected) throws IOException {
    expect(token() == quote, expected);
    markToken();
    next++;
  }

  private void endName() throws IOException {
    expect(token() == ':', "':'");
    next++;
  }

  // Strings, from behind the opening quote

  private String string() throws IOException {
    int end = plainEnd();
    if (end < limit && buffer[end] == '"') {
      String plain = new String(buffer, next, end - next, ISO_8859_1);
      next = end + 1;
      return plain;
    }
    return composedString();
  }

  /** Takes a string and its closing quote if they are in the buffer without escapes, in ASCII. */
  private boolean takeIfPlain(String string) {
    int length = string.length();
    if (limit - next <= length || buffer[next + length] != '"') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      byte b = buffer[next + i];
      if (b != string.charAt(i) || !isPlain(b)) {
        return false;
      }
    }
    next += length + 1;
    return true;
  }

  private String composedString() throws IOException {
    text.setLength(0);
    for (int c = character(); c != END; c = character()) {
      text.appendCodePoint(c);
      if (text.length() > MAX_STRING) {
        throw errorAtToken(
            "expected a string of at most " + MAX_STRING + " characters, but found a longer one");
      }
    }
    return text.toString();
  }

  private void skipString() throws IOException {
    do {
      next = plainEnd();
    } while (character() != END);
  }

  /** The index of the first byte in the buffer that is not plain: a quote, an escape, not ASCII. */
  private int plainEnd() {
    int i = next;
    while (i < limit && isPlain(buffer[i])) {
      i++;
    }
    return i;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\';
  }

  /** The next character of a string, decoded; END, once, behind the closing quote. */
  private int character() throws IOException {
    int b = peek();
    expect(b >= ' ', "a character or the closing quote of a string");
    next++;
    return switch (b) {
      case '"' -> END;
      case '\\' -> escape();
      default -> b < 0x80 ? b : multiByteCharacter(b);
    };
  }

  private int escape() throws IOException {
    int c = peek();
    if (c == 'u') {
      next++;
      return hexadecimal(4);
    }
    int i = ESCAPES.indexOf(c);
    expect(i >= 0, "one of \"\\/bfnrtu after a backslash");
    next++;
    return ESCAPED.charAt(i);
  }

  private int hexadecimal(int digits) throws IOException {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(peek(), 16);
      expect(digit >= 0, "a hexadecimal digit");
      next++;
      value = value << 4 | digit;
    }
    return value;
  }

  private int multiByteCharacter(int lead) throws IOException {
    int more = lead < 0xC0 || lead > 0xF7 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    int c = lead & 0x3F >> more;
    for (int i = 0; i < more; i++) {
      c = c << 6 | continuation();
    }
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    if (more == 0 || c < SMALLEST[more] || surrogate || c > Character.MAX_CODE_POINT) {
      throw notUtf8();
    }
    return c;
  }

  private int continuation() throws IOException {
    int b = peek();
    if ((b & 0xC0) != 0x80) {
      throw notUtf8();
    }
    next++;
    lineStart++;
    return b & 0x3F;
  }

  private TrustFormatException notUtf8() {
    return error(line, column() - 1, "expected a character in UTF-8, but found other bytes");
  }

  // Numbers

  /** Takes a number, which is in the buffer then, from `kept` to `next`. */
  private void scanNumber() throws IOException {
    kept = next;
    takeIf(peek() == '-');
    if (!takeIf(peek() == '0')) {
      takeDigits();
    }
    if (takeIf(peek() == '.')) {
      takeDigits();
    }
    if (takeIf(peek() == 'e' || peek() == 'E')) {
      takeIf(peek() == '-' || peek() == '+');
      takeDigits();
    }
  }

  private void takeDigits() throws IOException {
    expect(isDigit(peek()), "a digit");
    do {
      while (next < limit && isDigit(buffer[next])) {
        next++;
      }
      if (next - kept > MAX_NUMBER) {
        throw errorAtToken(
            "expected a number of at most " + MAX_NUMBER + " characters, but found a longer one");
      }
    } while (isDigit(peek()));
  }

  private boolean takeIf(boolean accepted) {
    next += accepted ? 1 : 0;
    return accepted;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  // Bytes

  /** The next byte that is not white space, without taking it. */
  private int token() throws IOException {
    int c = peek();
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      next++;
      if (c == '\n') {
        line++;
        lineStart = consumed + next;
      }
      c = peek();
    }
    return c;
  }

  private int peek() throws IOException {
    return next < limit || fill() ? buffer[next] & 0xFF : END;
  }

  /** Reads on, at the end of the buffer, after what is kept of it. */
  private boolean fill() throws IOException {
    int from = kept == NONE ? limit : kept;
    System.arraycopy(buffer, from, buffer, 0, limit - from);
    consumed += from;
    next -= from;
    limit -= from;
    kept -= kept == NONE ? 0 : from;
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read == 0) {
      throw new IOException(source + ": the stream neither gives a byte nor ends");
    }
    limit += Math.max(read, 0);
    return read > 0;
  }

  // Errors

  /** An exception that points at the start of the name, value or bracket that was read last. */
  TrustFormatException errorAtToken(String problem) {
    return error(tokenLine, tokenColumn, problem);
  }

  /** An exception that says what was expected instead of what comes next, and points there. */
  TrustFormatException unexpected(String expected) throws IOException {
    token();
    return error(line, column(), "expected " + expected + ", but found " + found());
  }

  private void expect(boolean accepted, String expected) throws IOException {
    if (!accepted) {
      throw error(line, column(), "expected " + expected + ", but found " + found());
    }
  }

  private TrustFormatException error(long atLine, long atColumn, String problem) {
    return new TrustFormatException(source, atLine, atColumn, problem);
  }

  private String found() throws IOException {
    int c = peek();
    if (c == END) {
      return "the end of the input";
    }
    if (c > ' ' && c < 0x7F) {
      return "'" + (char) c + "'";
    }
    String mark = c > 0x7F && consumed + next == 0 ? ", perhaps of a byte order mark" : "";
    return String.format(Locale.ROOT, "byte 0x%02X", c) + mark;
  }

  private void markToken() {
    tokenLine = line;
    tokenColumn = column();
  }

  private long column() {
    return consumed + next - lineStart + 1;
  }
}
