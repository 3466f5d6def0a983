package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Turns decimal numbers into doubles, correctly rounded in every case. Stateless. */
final class Decimal {
  // Three ways, from the quick to the general. Where digits and power of ten are both exact doubles,
  // one operation rounds once, and so correctly (Clinger, "How to read floating point numbers
  // accurately", PLDI 1990). Else the first 19 digits are multiplied with the first 128 bits of the
  // power (Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51,
  // 2021, after Eisel): the product is off by so little that it nearly always tells how to round.
  // Where it does not, Double.parseDouble does the rest.

  /** The powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Up to here each integer is a double. */
  private static final long MAX_EXACT = 1L << 53;

  /** Decimal digits that any unsigned long can hold. */
  private static final int MAX_DIGITS = 19;

  /** Far beyond what the digits of a number, which are thousands at most, can make up for. */
  private static final int MAX_EXPONENT = 100_000;

  /** The largest power of ten that is a finite double. */
  private static final int MAX_POWER = 308;

  private static final long INFINITY = 0x7FF0_0000_0000_0000L;
  private static final int BIAS = 1023;
  private static final int SIGNIFICAND = 53;

  /** Says that the product does not tell; no double above 0 has these bits. */
  private static final long UNDECIDED = -1;

  private Decimal() {}

  /**
   * The double nearest to a number, ties to even; infinite beyond the range.
   *
   * @param text holds the number, by the grammar of JSON, in ASCII
   * @param from where it starts
   * @param to where it ends
   */
  static double parse(byte[] text, int from, int to) {
    boolean negative = text[from] == '-';
    long digits = 0;
    int count = 0;
    int exponent = 0;
    boolean fraction = false;
    boolean cut = false;
    for (int i = negative ? from + 1 : from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit > 9) {
        exponent += exponent(text, i + 1, to);
        break;
      } else if (digit < 0) {
        fraction = true;
      } else if (count < MAX_DIGITS) {
        digits = 10 * digits + digit;
        count += digits == 0 ? 0 : 1;
        exponent -= fraction ? 1 : 0;
      } else {
        cut |= digit != 0;
        exponent += fraction ? 0 : 1;
      }
    }
    double magnitude = cut ? nearestCut(digits, exponent) : nearest(digits, exponent);
    if (Double.isNaN(magnitude)) {
      return Double.parseDouble(new String(text, from, to - from, ISO_8859_1));
    }
    return negative ? -magnitude : magnitude;
  }

  private static int exponent(byte[] text, int from, int to) {
    boolean negative = text[from] == '-';
    int exponent = 0;
    for (int i = negative || text[from] == '+' ? from + 1 : from; i < to; i++) {
      exponent = Math.min(10 * exponent + (text[i] - '0'), MAX_EXPONENT);
    }
    return negative ? -exponent : exponent;
  }

  private static double nearest(long digits, int exponent) {
    if (Math.abs(exponent) < POWERS.length && digits >= 0 && digits <= MAX_EXACT) {
      return exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
    }
    return Double.longBitsToDouble(bits(digits, exponent));
  }

  /** The nearest where more digits follow: that of the bounds, if it is one and the same. */
  private static double nearestCut(long digits, int exponent) {
    long below = bits(digits, exponent);
    long above = bits(digits + 1, exponent);
    return Double.longBitsToDouble(below == above ? below : UNDECIDED);
  }

  /**
   * The bits of the double nearest to digits · 10^exponent.
   *
   * @param digits unsigned
   */
  private static long bits(long digits, int exponent) {
    if (digits == 0 || exponent < PowersOfTen.MIN) {
      return 0;
    }
    if (exponent > MAX_POWER) {
      return INFINITY;
    }
    int zeros = Long.numberOfLeadingZeros(digits);
    return rounded(digits << zeros, exponent, zeros);
  }

  /**
   * The product of digits, whose topmost bit is set, and power is top, middle, bottom; the true one is
   * above it by less than the digits, counted in units of the bottom, and not at all if the power is
   * exact. So what is below a half is undecided only if it reaches the half by that, and what is a
   * half is above it unless it is exact.
   */
  private static long rounded(long digits, int power, int zeros) {
    long high = PowersOfTen.high(power);
    long low = PowersOfTen.low(power);
    long bottom = digits * low;
    long carried = PowersOfTen.multiplyHigh(digits, low);
    long middle = digits * high + carried;
    long top = PowersOfTen.multiplyHigh(digits, high);
    top += Long.compareUnsigned(middle, carried) < 0 ? 1 : 0;

    int upper = (int) (top >>> 63);
    int biased = PowersOfTen.exponent(power) - zeros + 63 + upper + BIAS;
    int dropped = 63 + upper - SIGNIFICAND + Math.max(0, 1 - biased);
    if (dropped >= Long.SIZE) {
      return UNDECIDED;
    }
    if (biased > 2 * BIAS) {
      return INFINITY;
    }
    long kept = top >>> dropped;
    long rest = top & (1L << dropped) - 1;
    long half = 1L << dropped - 1;
    boolean exact = PowersOfTen.isExact(power);
    boolean mayReachHalf =
        rest == half - 1
            && middle == -1
            && Long.compareUnsigned(bottom + digits, bottom) < 0
            && !exact;
    if (mayReachHalf) {
      return UNDECIDED;
    }
    boolean tie = rest == half && exact && (middle | bottom) == 0;
    boolean up = tie ? (kept & 1) != 0 : rest >= half;
    // The topmost bit of a normal significand adds one to the exponent, and so does a carry.
    return kept + (up ? 1 : 0) + ((long) Math.max(0, biased - 1) << SIGNIFICAND - 1);
  }
}
