package io.github.bayesiantrust;

/**
 * Turns doubles into the shortest decimal numbers that read back to the same bits, and of these into
 * the nearest. The digits are those of {@link Double#toString} as Java 19 and later specify it: at
 * least two. Writes into an array, and allocates nothing. Stateless.
 */
final class ShortestDecimal {
  // The algorithm is that of Giulietti, "The Schubfach way to render doubles" (2020). The numbers
  // that round to a double v = c·2^q fill an interval around it. With k = ⌊log₁₀ of its width⌋ it
  // holds at least one multiple of 10^k, and at most one of 10^(k+1); candidates are the neighbours
  // of v among them. The bounds and v are compared as multiples of 10^k/4, which need 126 bits of
  // 10^-k, rounded to odd: they keep the order, and equality too.

  /** The longest: a sign, 17 digits, a point, and an exponent of a sign and three digits. */
  static final int MAX_LENGTH = 24;

  /** From here a number takes fewer characters with an exponent. */
  private static final double MAX_PLAIN = 1e15;

  /** The digits before the point of the largest and the smallest number without an exponent. */
  private static final int MAX_PLAIN_POINT = 15;

  private static final int MIN_PLAIN_POINT = -2;

  private static final int FRACTION_BITS = 52;
  private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
  private static final int MIN_EXPONENT = -1074;
  private static final long MASK_63 = Long.MAX_VALUE;

  /** Below this multiple of 2^-1074 two digits need a finer scale. */
  private static final long TINY = 3;

  private static final long[] POWERS = new long[19];

  /** The digits of 00 to 99. */
  private static final byte[] PAIRS = new byte[200];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
  }

  private ShortestDecimal() {}

  /**
   * Writes a finite number: without an exponent from 0.001 up to 1e15, for the people that look at
   * epoch seconds.
   *
   * @param at where to; {@link #MAX_LENGTH} bytes must be left
   * @return the place behind it
   */
  static int write(double number, byte[] to, int at) {
    long bits = Double.doubleToRawLongBits(number);
    int i = at;
    if (bits < 0) {
      to[i++] = '-';
    }
    double magnitude = Math.abs(number);
    long whole = (long) magnitude;
    if (whole == magnitude && magnitude < MAX_PLAIN) {
      i = putDigits(whole, count(whole), to, i);
      to[i] = '.';
      to[i + 1] = '0';
      return i + 2;
    }
    return writeShortest(bits & MASK_63, to, i);
  }

  private static int writeShortest(long bits, byte[] to, int at) {
    long fraction = bits & HIDDEN_BIT - 1;
    int exponent = (int) (bits >>> FRACTION_BITS);
    if (exponent > 0) {
      return writeShortest(fraction | HIDDEN_BIT, MIN_EXPONENT + exponent - 1, 0, to, at);
    }
    return fraction < TINY
        ? writeShortest(10 * fraction, MIN_EXPONENT, -1, to, at)
        : writeShortest(fraction, MIN_EXPONENT, 0, to, at);
  }

  /** Writes the decimal for c·2^q·10^shift. */
  private static int writeShortest(long c, int q, int shift, byte[] to, int at) {
    // Below a power of two doubles are twice as dense.
    boolean regular = c != HIDDEN_BIT || q == MIN_EXPONENT;
    int k = regular ? log10OfPowerOf2(q) : log10OfThreeQuarters(q);
    int h = q + PowersOfTen.exponent(-k) + 2;
    long high = PowersOfTen.high(-k) >>> 1;
    long low = (PowersOfTen.high(-k) << 62 & MASK_63 | PowersOfTen.low(-k) >>> 2) + 1;
    long v = scaled(high, low, 4 * c << h);
    long lower = scaled(high, low, 4 * c - (regular ? 2 : 1) << h);
    long upper = scaled(high, low, 4 * c + 2 << h);
    // The bounds themselves round to v if its last bit is even.
    long open = c & 1;

    long below = v >> 2;
    long tens = below / 10 * 10;
    boolean lowerTen = lower + open <= 4 * tens;
    boolean upperTen = 4 * (tens + 10) + open <= upper;
    if (below >= 100 && lowerTen != upperTen) {
      return put(lowerTen ? tens : tens + 10, k + shift, to, at);
    }
    boolean lowerOne = lower + open <= 4 * below;
    boolean upperOne = 4 * (below + 1) + open <= upper;
    if (lowerOne != upperOne) {
      return put(lowerOne ? below : below + 1, k + shift, to, at);
    }
    long distance = v - 2 * (2 * below + 1);
    boolean down = distance < 0 || distance == 0 && (below & 1) == 0;
    return put(down ? below : below + 1, k + shift, to, at);
  }

  /** ⌊g·c / 2^126⌋ for g = 2^63·high + low; its last bit is set also if anything was cut off. */
  private static long scaled(long high, long low, long c) {
    long middle = (high * c >>> 1) + Math.multiplyHigh(low, c);
    long whole = Math.multiplyHigh(high, c) + (middle >>> 63);
    return whole | (middle & MASK_63) + MASK_63 >>> 63;
  }

  /** ⌊log₁₀ 2^q⌋; the factor is log₁₀ 2 in 2^-41. */
  private static int log10OfPowerOf2(int q) {
    return (int) (q * 661_971_961_083L >> 41);
  }

  /** ⌊log₁₀ (¾·2^q)⌋; the summand is log₁₀ ¾ in 2^-41. */
  private static int log10OfThreeQuarters(int q) {
    return (int) (q * 661_971_961_083L - 274_743_187_321L >> 41);
  }

  // Digits

  /** Writes digits·10^exponent. */
  private static int put(long digits, int exponent, byte[] to, int at) {
    long shortest = digits;
    int power = exponent;
    if (shortest % 100_000_000 == 0) {
      shortest /= 100_000_000;
      power += 8;
    }
    while (shortest % 10 == 0) {
      shortest /= 10;
      power++;
    }
    int count = count(shortest);
    int point = count + power;
    if (point > MAX_PLAIN_POINT || point < MIN_PLAIN_POINT) {
      return putScientific(shortest, count, point - 1, to, at);
    }
    return point <= 0
        ? putFraction(shortest, count, point, to, at)
        : putSplit(shortest, count, point, to, at);
  }

  /** Writes 0.digits·10^point, for a point that is not positive. */
  private static int putFraction(long digits, int count, int point, byte[] to, int at) {
    int i = at;
    to[i++] = '0';
    to[i++] = '.';
    for (int zeros = point; zeros < 0; zeros++) {
      to[i++] = '0';
    }
    return putDigits(digits, count, to, i);
  }

  /** Writes the digits with a point behind so many, padded with zeros where there are not enough. */
  private static int putSplit(long digits, int count, int point, byte[] to, int at) {
    int fraction = Math.max(1, count - point);
    long scaled = digits * POWERS[point + fraction - count];
    long whole = scaled / POWERS[fraction];
    int i = putDigits(whole, point, to, at);
    to[i] = '.';
    return putDigits(scaled - whole * POWERS[fraction], fraction, to, i + 1);
  }

  private static int putScientific(long digits, int count, int exponent, byte[] to, int at) {
    int i = putSplit(digits, count, 1, to, at);
    to[i++] = 'E';
    if (exponent < 0) {
      to[i++] = '-';
    }
    int magnitude = Math.abs(exponent);
    return putDigits(magnitude, count(magnitude), to, i);
  }

  private static int putDigits(long number, int count, byte[] to, int at) {
    long rest = number;
    int i = at + count;
    for (; i > at + 1; rest /= 100) {
      int pair = (int) (rest % 100) << 1;
      to[--i] = PAIRS[pair + 1];
      to[--i] = PAIRS[pair];
    }
    if (i > at) {
      to[at] = (byte) ('0' + rest);
    }
    return at + count;
  }

  /** The number of decimal digits; 1233 / 4096 is a little above log₁₀ 2. */
  private static int count(long number) {
    int floor = (Long.SIZE - Long.numberOfLeadingZeros(number | 1)) * 1233 >> 12;
    return number >= POWERS[floor] ? floor + 1 : Math.max(1, floor);
  }
}
