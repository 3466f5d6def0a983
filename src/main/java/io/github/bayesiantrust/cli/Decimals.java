package io.github.bayesiantrust.cli;

/** Reads numbers as people and CSV files write them. */
final class Decimals {
  private Decimals() {}

  /**
   * A decimal number such as {@code 2}, {@code 0.25} or {@code 1e-3}; NaN for anything else. What
   * only Java takes for a number is refused: {@code 1f}, {@code 0x1p3}, {@code Infinity}.
   */
  static double parse(String text) {
    if (text.equals("1")) {
      return 1;
    }
    try {
      return text.chars().allMatch(Decimals::isDecimal) ? Double.parseDouble(text) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean isDecimal(int c) {
    return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  }

  static boolean isNonNegative(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }
}
