package io.github.bayesiantrust.cli;

import java.util.Locale;

/** Numbers in words, the same in each locale. */
final class Text {
  private static final double LONG = 1e9;

  private Text() {}

  /** A number of things, such as {@code 1 key} or {@code 5,858 keys}. */
  static String count(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }

  /** One decimal, and an exponent where there would be more than nine digits. */
  static String evidence(double evidence) {
    return String.format(Locale.ROOT, evidence < LONG ? "%,.1f" : "%.3e", evidence);
  }
}
