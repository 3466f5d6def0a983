package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Turns decimal numbers into doubles, correctly rounded in every case, and back. */
final class Decimal {
  /** The powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Up to here each integer is a double. */
  private static final long MAX_EXACT = 1L << 53;

  /** Digits of an exponent that can't overflow an int. */
  private static final int MAX_EXPONENT_DIGITS = 8;

  /** From here a number takes fewer characters with an exponent. */
  private static final double MAX_PLAIN = 1e15;

  private Decimal() {}

  /**
   * The double nearest to a number, ties to even. The quick case is that of Clinger, "How to read
   * floating point numbers accurately" (PLDI 1990): where digits and power of ten are both exact
   * doubles, one operation rounds once, and so correctly. {@link Double#parseDouble} does the rest.
   *
   * @param number a number by the grammar of JSON, in ASCII
   * @param length its length in the array
   */
  static double parse(byte[] number, int length) {
    boolean negative = number[0] == '-';
    long digits = 0;
    int exponent = 0;
    boolean fraction = false;
    for (int i = negative ? 1 : 0; i < length; i++) {
      byte c = number[i];
      if (c == '.') {
        fraction = true;
      } else if (c == 'e' || c == 'E') {
        if (length - i > MAX_EXPONENT_DIGITS) {
          return parseSlowly(number, length);
        }
        exponent += exponent(number, i + 1, length);
        break;
      } else {
        digits = 10 * digits + (c - '0');
        exponent -= fraction ? 1 : 0;
        if (digits > MAX_EXACT) {
          return parseSlowly(number, length);
        }
      }
    }
    if (Math.abs(exponent) >= POWERS.length) {
      return parseSlowly(number, length);
    }
    double magnitude = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
    return negative ? -magnitude : magnitude;
  }

  private static int exponent(byte[] number, int from, int length) {
    boolean signed = number[from] == '-' || number[from] == '+';
    int exponent = 0;
    for (int i = signed ? from + 1 : from; i < length; i++) {
      exponent = 10 * exponent + (number[i] - '0');
    }
    return number[from] == '-' ? -exponent : exponent;
  }

  private static double parseSlowly(byte[] number, int length) {
    return Double.parseDouble(new String(number, 0, length, ISO_8859_1));
  }

  /**
   * The digits of {@link Double#toString}, which read back to the same bits, but up to 1e15 without
   * an exponent, for the people that look at epoch seconds.
   */
  static String toString(double number) {
    long whole = (long) number;
    if (whole == number && whole != 0 && Math.abs(number) < MAX_PLAIN) {
      return whole + ".0";
    }
    String digits = Double.toString(number);
    int e = digits.indexOf('E');
    return e < 0 || Math.abs(number) < 1 || Math.abs(number) >= MAX_PLAIN
        ? digits
        : movePoint(digits.substring(0, e), Integer.parseInt(digits.substring(e + 1)));
  }

  private static String movePoint(String digits, int right) {
    int point = digits.indexOf('.');
    String fraction = digits.substring(point + 1);
    String padded = fraction + "0".repeat(Math.max(0, right + 1 - fraction.length()));
    return digits.substring(0, point) + padded.substring(0, right) + '.' + padded.substring(right);
  }
}
