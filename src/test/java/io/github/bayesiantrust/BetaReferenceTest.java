package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Holds the distribution against values of 25 digits and more: beta_tails.csv and beta_quantiles.csv,
 * made by src/test/python/beta_reference.py, and further ones where they are present. The error is
 * relative, of either tail, the smaller one included, and of the quantile's distance to 0 and to 1.
 */
class BetaReferenceTest {
  private static final Path OWN = Path.of("src/test/resources/io/github/bayesiantrust");
  private static final Path FURTHER = Path.of("../shared/data/numerics");

  /** Up to this shape the bounds are tighter. */
  private static final double MIDDLE = 1e4;

  private static final double[] RANGES = {1, 100, MIDDLE, 1e6, 1e9};

  /** The worst relative error by what is computed and by range of the greater shape. */
  private final Map<String, Map<Double, Double>> worst = new TreeMap<>();

  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#") && !line.startsWith("a,"))
        .map(line -> line.split(","))
        .toList();
  }

  @Test
  void cdfAndSurvival_ownReference_withinBounds() throws IOException {
    List<String[]> rows = rows(OWN.resolve("beta_tails.csv"));
    assertThat(rows).hasSizeGreaterThan(150);
    rows.forEach(this::checkTails);
    report("beta_tails.csv");
  }

  @Test
  void quantiles_ownReference_withinBounds() throws IOException {
    List<String[]> rows = rows(OWN.resolve("beta_quantiles.csv"));
    assertThat(rows).hasSizeGreaterThan(150);
    rows.forEach(this::checkQuantiles);
    report("beta_quantiles.csv");
  }

  @Test
  void cdfAndSurvival_furtherReference_withinBounds() throws IOException {
    Path file = FURTHER.resolve("mpmath_beta_cdf.csv");
    assumeTrue(Files.exists(file));
    rows(file).forEach(this::checkTails);
    report(file.getFileName().toString());
  }

  @Test
  void quantiles_furtherReference_withinBounds() throws IOException {
    Path file = FURTHER.resolve("mpmath_beta_quantile.csv");
    assumeTrue(Files.exists(file));
    rows(file).forEach(this::checkQuantiles);
    report(file.getFileName().toString());
  }

  /** Where cancellation or underflow are near; the last one by beta_reference.py. */
  @Test
  void quantile_knownHardCases_withinBounds() {
    assertThat(error(BetaPosterior.of(0.01, 0.01).quantile(1e-3), "1.2472643212277697e-270"))
        .isLessThan(1e-12);
    assertThat(error(BetaPosterior.of(1_000_001, 3).quantile(0.025), "0.9999927753528795"))
        .isLessThan(1e-15);
    BetaPosterior skewed = BetaPosterior.of(11, 99_990);
    double x = skewed.upperQuantile(1e-11);
    assertThat(error(skewed.survival(x), "1e-11")).isLessThan(1e-13);
    BetaPosterior tiny = BetaPosterior.of(66.92120429095172, 0.009219818065257865);
    assertThat(error(tiny.cdf(0.9882794558860817), "0.002975384480681568705299863"))
        .as("above the mean, and little below it").isLessThan(1e-13);
  }

  private void checkTails(String[] row) {
    double x = Double.parseDouble(row[2]);
    BetaPosterior posterior = posterior(row[0], row[1]);
    count("cdf", row, posterior.cdf(x), row[3], 1e-13, 1e-11);
    count("survival", row, posterior.survival(x), row[4], 1e-13, 1e-11);
  }

  private void checkQuantiles(String[] row) {
    double p = Double.parseDouble(row[2]);
    double x = posterior(row[0], row[1]).quantile(p);
    double y = posterior(row[1], row[0]).upperQuantile(p);
    count("quantile", row, x, row[3], 1e-12, 1e-11);
    count("quantile of the mirror image", row, y, row[4], 1e-12, 1e-11);
  }

  private static BetaPosterior posterior(String alpha, String beta) {
    return BetaPosterior.of(Double.parseDouble(alpha), Double.parseDouble(beta));
  }

  private void count(
      String what, String[] row, double got, String exact, double bound, double boundOfLarge) {
    double shape = Math.max(Double.parseDouble(row[0]), Double.parseDouble(row[1]));
    double error = error(got, exact);
    assertThat(error).as(what + where(row)).isLessThan(shape <= MIDDLE ? bound : boundOfLarge);
    worst.computeIfAbsent(what, any -> new TreeMap<>()).merge(range(shape), error, Math::max);
  }

  private static double range(double shape) {
    for (double range : RANGES) {
      if (shape <= range) {
        return range;
      }
    }
    throw new AssertionError("no range for shape " + shape);
  }

  private static String where(String[] row) {
    return String.format(" of Beta(%s, %s) at %s", row[0], row[1], row[2]);
  }

  private static double error(double got, String exact) {
    BigDecimal truth = new BigDecimal(exact);
    if (truth.signum() == 0) {
      return Math.abs(got);
    }
    BigDecimal difference = new BigDecimal(got).subtract(truth).abs();
    return difference.divide(truth.abs(), MathContext.DECIMAL32).doubleValue();
  }

  private void report(String reference) {
    worst.forEach(
        (what, ranges) ->
            ranges.forEach(
                (range, error) ->
                    System.out.printf(
                        "%s: %s, greater shape up to %.0e: worst relative error %.1e%n",
                        reference, what, range, error)));
  }
}
