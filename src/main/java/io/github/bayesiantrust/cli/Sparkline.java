package io.github.bayesiantrust.cli;

/**
 * Draws the values of a history as one line of characters, oldest first, each as high as the trust
 * it stands for: the lowest for 0, the highest for 1. Immutable.
 */
final class Sparkline {
  static final Sparkline BLOCKS = new Sparkline("▁▂▃▄▅▆▇█");

  /** Each digit is the first decimal of the trust. */
  static final Sparkline DIGITS = new Sparkline("0123456789");

  private final String levels;

  private Sparkline(String levels) {
    this.levels = levels;
  }

  /** The characters that a line may consist of. */
  String levels() {
    return levels;
  }

  /** At most that many characters: one for each value, or each the mean of a run of them. */
  String draw(double[] values, int width) {
    int length = Math.min(width, values.length);
    StringBuilder line = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      line.append(level(mean(values, start(values, i, length), start(values, i + 1, length))));
    }
    return line.toString();
  }

  private static int start(double[] values, int i, int length) {
    return (int) ((long) i * values.length / length);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private char level(double value) {
    int level = (int) (value * levels.length());
    return levels.charAt(Math.min(level, levels.length() - 1));
  }
}
