package io.github.bayesiantrust;

import java.math.BigInteger;

/**
 * The first 128 bits of each power of ten that the conversions between decimal numbers and doubles
 * need. Stateless; the table takes 11 KB and is computed once.
 */
final class PowersOfTen {
  /** With 19 digits before it, what is smaller rounds to zero: 10^19 · 10^-344 &lt; 2^-1075. */
  static final int MIN = -343;

  /** The largest that {@link ShortestDecimal} scales with, for the smallest double. */
  static final int MAX = 324;

  /** The largest whose significand, 5^p, has no more than 128 bits. */
  private static final int MAX_EXACT = 55;

  private static final int BITS = 128;

  private static final long[] HIGH = new long[MAX - MIN + 1];
  private static final long[] LOW = new long[MAX - MIN + 1];

  static {
    BigInteger five = BigInteger.valueOf(5);
    BigInteger power = BigInteger.ONE;
    for (int p = 0; p <= Math.max(-MIN, MAX); p++) {
      int bits = power.bitLength();
      if (p <= MAX) {
        put(p, bits > BITS ? power.shiftRight(bits - BITS) : power.shiftLeft(BITS - bits));
      }
      if (p > 0 && p <= -MIN) {
        put(-p, BigInteger.ONE.shiftLeft(bits + BITS - 1).divide(power));
      }
      power = power.multiply(five);
    }
  }

  private PowersOfTen() {}

  private static void put(int power, BigInteger significand) {
    HIGH[power - MIN] = significand.shiftRight(Long.SIZE).longValue();
    LOW[power - MIN] = significand.longValue();
  }

  /**
   * The upper half of the significand: 10^p = (2^64·high + low + δ) · 2^(exponent(p) − 127), where the
   * topmost bit of high is set, and 0 ≤ δ &lt; 1.
   */
  static long high(int power) {
    return HIGH[power - MIN];
  }

  /** The lower half of the significand. */
  static long low(int power) {
    return LOW[power - MIN];
  }

  /** Whether the significand is all of 10^p: δ = 0. */
  static boolean isExact(int power) {
    return power >= 0 && power <= MAX_EXACT;
  }

  /** ⌊log₂ 10^p⌋, for |p| ≤ 1233: the factor is log₂ 10 in 2^-38. */
  static int exponent(int power) {
    return (int) (power * 913_124_641_741L >> 38);
  }

  /** The upper half of the product of two unsigned numbers. */
  static long multiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }
}
