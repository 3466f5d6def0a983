package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaSamplerTest {
  private static final int SAMPLES = 1_000_000;
  private static final int CELLS = 1_000;

  /** χ² with 999 degrees of freedom exceeds this with probability 1e-4 (scipy: chi2.isf(1e-4, 999)). */
  private static final double LIMIT = 1_173.85;

  /** Cells of equal probability between quantiles; a fixed seed, so that it can't fail by chance. */
  @ParameterizedTest
  @CsvSource({"3, 5", "0.05, 0.2", "1.5, 0.75", "300, 20", "1e6, 1e3"})
  void sample_aMillion_fitTheDistribution(double alpha, double beta) {
    BetaPosterior posterior = BetaPosterior.of(alpha, beta);
    RandomGenerator random = new SplittableRandom(20_260_101);
    double[] edges =
        IntStream.range(1, CELLS).mapToDouble(i -> posterior.quantile(i / (double) CELLS)).toArray();
    int[] counts = new int[CELLS];
    for (int i = 0; i < SAMPLES; i++) {
      int at = Arrays.binarySearch(edges, posterior.sample(random));
      counts[at < 0 ? -1 - at : at]++;
    }
    double statistic = chiSquare(counts);
    System.out.printf("1e6 samples of Beta(%s, %s): χ² of 999 is %.1f%n", alpha, beta, statistic);
    assertThat(statistic).isBetween(2 * (CELLS - 1) - LIMIT, LIMIT);
  }

  private static double chiSquare(int[] counts) {
    double expected = (double) SAMPLES / CELLS;
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  /** ln θ of Beta(a, 1) is exponential with mean −1/a, and θ itself underflows most of the time. */
  @Test
  void sample_tinyShapes_isAtAnEndInTheRightShare() {
    RandomGenerator random = new SplittableRandom(3);
    BetaPosterior posterior = BetaPosterior.of(1e-5, 3e-5);
    int ones = 0;
    for (int i = 0; i < 100_000; i++) {
      double x = posterior.sample(random);
      assertThat(x).isBetween(0.0, 1.0);
      ones += x > 0.5 ? 1 : 0;
    }
    assertThat(ones).isBetween(24_400, 25_600);
  }

  @Test
  void sample_hugeShapes_keepsTheSpread() {
    RandomGenerator random = new SplittableRandom(5);
    BetaPosterior posterior = BetaPosterior.of(1e20, 3e20);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      double deviation = (posterior.sample(random) - 0.25) / posterior.standardDeviation();
      sum += deviation * deviation;
    }
    assertThat(sum / 10_000).isBetween(0.95, 1.05);
  }

  @Test
  void sample_sameSeed_sameRates() {
    BetaPosterior posterior = BetaPosterior.of(2.5, 0.5);
    RandomGenerator one = new SplittableRandom(1);
    RandomGenerator other = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      assertThat(posterior.sample(one)).isEqualTo(posterior.sample(other));
    }
  }
}
