package io.github.bayesiantrust;

import java.util.Arrays;
import java.util.Locale;

/**
 * A measured line of the table, ready to print.
 *
 * @param unit of what was measured and of what it is measured against
 * @param measured median over the rounds
 * @param against the same of the other side; NaN if there is none
 * @param values of what the aim is about, the ratio where there is another side, one per round
 * @param aim what the median of the values is to keep to; NaN where the line only informs
 */
record Line(
    String text, String unit, double measured, double against, double[] values, double aim) {

  static final String HEADER =
      "| operation | measured | against | ratio | min – max | aim | reached |\n"
          + "|---|---|---|---|---|---|---|";

  /** A line about a ratio, from the measurements of both sides round by round. */
  static Line ofRatio(
      String text, String unit, double[] measured, double[] against, double aim) {
    double[] ratios = new double[measured.length];
    Arrays.setAll(ratios, i -> measured[i] / against[i]);
    return new Line(text, unit, median(measured), median(against), ratios, aim);
  }

  /** A line about a figure that stands for itself. */
  static Line ofValue(String text, String unit, double[] values, double aim) {
    return new Line(text, unit, median(values), Double.NaN, values, aim);
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Some things: "1 key", "1,000 keys". */
  static String count(int number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }

  String toMarkdown() {
    boolean isRatio = !Double.isNaN(against);
    return String.join(
        " | ",
        "| " + text,
        quantity(measured),
        isRatio ? quantity(against) : "",
        isRatio ? number(median(values)) : "",
        number(Arrays.stream(values).min().orElseThrow())
            + " – "
            + number(Arrays.stream(values).max().orElseThrow()),
        Double.isNaN(aim) ? "" : "≤ " + (isRatio ? number(aim) : quantity(aim)),
        reached() + " |");
  }

  private String reached() {
    return Double.isNaN(aim) ? "" : median(values) <= aim ? "yes" : "no";
  }

  private String quantity(double value) {
    return number(value) + " " + unit;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}
