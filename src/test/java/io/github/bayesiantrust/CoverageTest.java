package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * How often the intervals of nominal level 95 % cover the rate θ when n outcomes are drawn with it: C(θ)
 * = Σ (n over s)·θ^s·(1 − θ)^(n−s) over the s whose interval holds θ, as in Brown, Cai and DasGupta,
 * "Interval estimation for a binomial proportion", Statistical Science 16 (2001). Exact, without
 * simulation; the prior is uniform, and the mean and the minimum are over a grid of θ.
 */
class CoverageTest {
  private static final Path GUIDE = Path.of("src/site/markdown/uncertainty.md");
  private static final double LEVEL = 0.95;
  private static final int[] SIZES = {20, 50, 100};
  private static final int GRID = 10_000;

  private record Coverage(double mean, double least) {}

  @Test
  void table_inTheGuide_isWhatIsMeasured() throws IOException {
    String table =
        Stream.of(IntervalMethod.values()).map(CoverageTest::row).collect(Collectors.joining("\n"));
    System.out.println("coverage at 95 %, mean / minimum for n = 20, 50, 100\n" + table);
    assertThat(Files.readString(GUIDE)).contains(table);
  }

  private static String row(IntervalMethod method) {
    return Arrays.stream(SIZES)
        .mapToObj(n -> coverage(method, n))
        .map(c -> String.format(Locale.ROOT, " %.3f / %.3f |", c.mean, c.least))
        .collect(Collectors.joining("", "| `" + method + "` |", ""));
  }

  private static Coverage coverage(IntervalMethod method, int n) {
    List<TrustInterval> intervals = intervals(method, n);
    double[] covered = IntStream.range(0, GRID).mapToDouble(i -> at(theta(i), intervals)).toArray();
    return new Coverage(
        Arrays.stream(covered).average().orElseThrow(), Arrays.stream(covered).min().orElseThrow());
  }

  private static List<TrustInterval> intervals(IntervalMethod method, int n) {
    return IntStream.rangeClosed(0, n)
        .mapToObj(s -> BetaPosterior.of(1 + s, 1 + n - s).interval(method, LEVEL))
        .toList();
  }

  private static double theta(int i) {
    return (i + 0.5) / GRID;
  }

  private static double at(double theta, List<TrustInterval> intervals) {
    int n = intervals.size() - 1;
    IntToDoubleFunction binomial = binomial(n, theta);
    return IntStream.rangeClosed(0, n)
        .filter(s -> intervals.get(s).contains(theta))
        .mapToDouble(binomial)
        .sum();
  }

  /** The probabilities of s successes, from the end where nothing underflows. */
  private static IntToDoubleFunction binomial(int n, double theta) {
    if (theta > 0.5) {
      IntToDoubleFunction mirrored = binomial(n, 1 - theta);
      return s -> mirrored.applyAsDouble(n - s);
    }
    double[] weights = new double[n + 1];
    weights[0] = Math.pow(1 - theta, n);
    for (int s = 0; s < n; s++) {
      weights[s + 1] = weights[s] * (n - s) / (s + 1) * (theta / (1 - theta));
    }
    return s -> weights[s];
  }

  /** Averaged over the prior, a credible interval covers as often as it says: no formula is shared. */
  @Test
  void mean_credibleIntervals_isTheLevel() {
    for (int n : SIZES) {
      assertThat(coverage(IntervalMethod.EQUAL_TAILED, n).mean).isCloseTo(LEVEL, within(3e-4));
      assertThat(coverage(IntervalMethod.HIGHEST_DENSITY, n).mean).isCloseTo(LEVEL, within(3e-4));
    }
  }

  @Test
  void minimum_clopperPearson_isAtLeastTheLevel() {
    for (int n : SIZES) {
      assertThat(coverage(IntervalMethod.CLOPPER_PEARSON, n).least).isGreaterThanOrEqualTo(LEVEL);
    }
  }

  /** Brown, Cai and DasGupta: the mean is near the level, and the minimum is not far below it. */
  @Test
  void minimum_recommendedMethods_staysNearTheLevel() {
    for (int n : SIZES) {
      assertThat(coverage(IntervalMethod.WILSON, n).mean).isCloseTo(LEVEL, within(0.006));
      assertThat(coverage(IntervalMethod.JEFFREYS, n).mean).isCloseTo(LEVEL, within(0.006));
      assertThat(coverage(IntervalMethod.AGRESTI_COULL, n).least).isGreaterThan(0.92);
    }
  }
}
