package io.github.bayesiantrust.cli;

/**
 * Draws a curve as one line of characters, each as high as the value it stands for: the lowest one for
 * the low end of a range, the highest one for its high end. Immutable.
 */
final class Sparkline {
  static final Sparkline BLOCKS = new Sparkline("▁▂▃▄▅▆▇█");

  /** Over the range from 0 to 1, each digit is the first decimal of the value. */
  static final Sparkline DIGITS = new Sparkline("0123456789");

  private final String levels;

  private Sparkline(String levels) {
    this.levels = levels;
  }

  /** The characters that a line may consist of. */
  String levels() {
    return levels;
  }

  /** At most that many points, oldest first: one for each value, or each the mean of a run of them. */
  static double[] curve(double[] values, int width) {
    double[] curve = new double[Math.min(width, values.length)];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = mean(values, start(values, i, curve.length), start(values, i + 1, curve.length));
    }
    return curve;
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

  /** One character for each point; what is outside the range stands at its end. */
  String draw(double[] curve, double low, double high) {
    StringBuilder line = new StringBuilder(curve.length);
    for (double value : curve) {
      line.append(level((value - low) / (high - low)));
    }
    return line.toString();
  }

  private char level(double height) {
    int level = (int) (height * levels.length());
    return levels.charAt(Math.max(0, Math.min(level, levels.length() - 1)));
  }
}
