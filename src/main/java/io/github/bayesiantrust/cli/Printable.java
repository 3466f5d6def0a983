package io.github.bayesiantrust.cli;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Makes text from outside fit to be printed in one line of a terminal: what would steer the
 * terminal, hide text, turn its direction or break the line, and what the charset lacks, appears as
 * an escape. For one thread: it holds an encoder.
 */
final class Printable {
  private static final int QUOTED_WIDTH = 60;

  private final CharsetEncoder encoder;
  private final String ellipsis;

  Printable(Charset charset) {
    encoder = charset.newEncoder();
    ellipsis = canEncode("…") ? "…" : "...";
  }

  boolean canEncode(String text) {
    return encoder.canEncode(text);
  }

  /** A value within a message. */
  static String quote(String value) {
    return '"' + new Printable(StandardCharsets.UTF_8).shorten(value, QUOTED_WIDTH) + '"';
  }

  /** A message in one line. */
  static String line(String message) {
    return new Printable(StandardCharsets.UTF_8).escape(message);
  }

  /** The text with an escape such as {@code \n} for each character that can't be shown. */
  String escape(String text) {
    return text.codePoints().mapToObj(this::escape).collect(Collectors.joining());
  }

  /** The escaped text, its middle replaced by an ellipsis if it is wider than that. */
  String shorten(String text, int width) {
    String escaped = escape(text);
    if (width(escaped) <= width) {
      return escaped;
    }
    int rest = width - ellipsis.length();
    String head = head(escaped, (rest + 1) / 2);
    return head + ellipsis + tail(escaped, rest - width(head));
  }

  /** The columns that escaped text takes: none for a combining mark, two for a wide character. */
  static int width(String text) {
    return text.codePoints().map(Printable::width).sum();
  }

  private String escape(int c) {
    String plain = Character.toString(c);
    if (!isUnsafe(c) && canEncode(plain)) {
      return plain;
    }
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format(c < 0x10000 ? "\\u%04x" : "\\u{%x}", c);
    };
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE,
              Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static String head(String text, int width) {
    int end = 0;
    for (int used = 0; end < text.length(); end += Character.charCount(text.codePointAt(end))) {
      used += width(text.codePointAt(end));
      if (used > width) {
        break;
      }
    }
    return text.substring(0, end);
  }

  private static String tail(String text, int width) {
    int start = text.length();
    for (int used = 0; start > 0; start -= Character.charCount(text.codePointBefore(start))) {
      used += width(text.codePointBefore(start));
      if (used > width) {
        break;
      }
    }
    return text.substring(start);
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /** The blocks that terminals show two columns wide: East Asian scripts and emoji. */
  private static boolean isWide(int c) {
    return c >= 0x1100
        && (c <= 0x115F
            || c >= 0x2E80 && c <= 0xA4CF && c != 0x303F
            || c >= 0xAC00 && c <= 0xD7A3
            || c >= 0xF900 && c <= 0xFAFF
            || c >= 0xFE30 && c <= 0xFE6F
            || c >= 0xFF00 && c <= 0xFF60
            || c >= 0xFFE0 && c <= 0xFFE6
            || c >= 0x1F300 && c <= 0x1F64F
            || c >= 0x1F680 && c <= 0x1FAFF
            || c >= 0x20000 && c <= 0x3FFFD);
  }
}
