package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaComparisonTest {
  private static final Path REFERENCE =
      Path.of("src/test/resources/io/github/bayesiantrust/beta_comparisons.csv");

  private record Row(BetaPosterior first, BetaPosterior second, double[] numbers) {
    static Row of(String line) {
      double[] n = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
      return new Row(BetaPosterior.of(n[0], n[1]), BetaPosterior.of(n[2], n[3]), n);
    }

    double firstGreater() {
      return numbers[4];
    }

    double lossOfFirst() {
      return numbers[5];
    }

    double lossOfSecond() {
      return numbers[6];
    }
  }

  /** Made by src/test/python/beta_reference.py, from finite sums of 80 digits. */
  private static List<Row> reference() throws IOException {
    List<Row> rows =
        Files.readAllLines(REFERENCE).stream()
            .filter(line -> !line.startsWith("#") && !line.startsWith("a1"))
            .map(Row::of)
            .toList();
    assertThat(rows).hasSizeGreaterThan(20);
    return rows;
  }

  @Test
  void probabilityGreaterThan_reference_within1e10() throws IOException {
    double worst = 0;
    for (Row row : reference()) {
      double greater = row.first.probabilityGreaterThan(row.second);
      double less = row.second.probabilityGreaterThan(row.first);
      assertThat(greater).as(row.toString()).isCloseTo(row.firstGreater(), within(1e-10));
      assertThat(greater + less).as(row.toString()).isEqualTo(1);
      worst = Math.max(worst, Math.abs(greater - row.firstGreater()));
    }
    System.out.printf("P(θ > θ'): worst error %.1e%n", worst);
  }

  @Test
  void expectedLoss_reference_within1e10OfTheDeviation() throws IOException {
    double worst = 0;
    for (Row row : reference()) {
      double unit = Math.max(row.first.standardDeviation(), row.second.standardDeviation());
      double first = row.first.expectedLoss(row.second) - row.lossOfFirst();
      double second = row.second.expectedLoss(row.first) - row.lossOfSecond();
      assertThat(first / unit).as(row.toString()).isCloseTo(0, within(1e-10));
      assertThat(second / unit).as(row.toString()).isCloseTo(0, within(1e-10));
      worst = Math.max(worst, Math.max(Math.abs(first), Math.abs(second)) / unit);
    }
    System.out.printf("expected loss: worst error %.1e standard deviations%n", worst);
  }

  /** P(θ > θ') for uniform θ' is E θ, whatever the shapes of θ. */
  @ParameterizedTest
  @CsvSource({"0.001, 1e9", "1e9, 0.001", "0.3, 0.7", "1e9, 1e9", "17.5, 2.25", "123456.7, 3.5"})
  void probabilityGreaterThan_uniform_isTheMean(double alpha, double beta) {
    BetaPosterior posterior = BetaPosterior.of(alpha, beta);
    assertThat(posterior.probabilityGreaterThan(BetaPosterior.of(1, 1)))
        .isCloseTo(posterior.mean(), within(1e-10));
  }

  /** The means differ by one standard deviation of the difference, √(2/(8·10⁹)): Φ(1). */
  @Test
  void probabilityGreaterThan_nearlyEqualLargeShapes_isTheNormalLimit() {
    BetaPosterior one = BetaPosterior.of(1e9, 1e9);
    assertThat(one.probabilityGreaterThan(one)).isEqualTo(0.5);
    assertThat(BetaPosterior.of(1e9 + 31_622.7766, 1e9 - 31_622.7766).probabilityGreaterThan(one))
        .isCloseTo(0.841344746068543, within(1e-8));
    assertThat(BetaPosterior.of(Math.nextUp(1e9), 1e9).probabilityGreaterThan(one))
        .isCloseTo(0.5, within(1e-10));
  }

  @Test
  void comparison_randomShapes_isSymmetric() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 60; i++) {
      BetaPosterior x = random(random);
      BetaPosterior y = random(random);
      String pair = x + " " + y;
      double greater = x.probabilityGreaterThan(y);
      assertThat(greater + y.probabilityGreaterThan(x)).as(pair).isEqualTo(1);
      assertThat(mirrored(y).probabilityGreaterThan(mirrored(x))).as(pair)
          .isCloseTo(greater, within(2e-10));
      assertThat(mirrored(y).expectedLoss(mirrored(x))).as(pair)
          .isCloseTo(x.expectedLoss(y), within(1e-12));
      assertThat(x.expectedLoss(y) - y.expectedLoss(x)).as(pair)
          .isCloseTo(y.mean() - x.mean(), within(1e-12));
    }
  }

  private static BetaPosterior random(SplittableRandom random) {
    return BetaPosterior.of(
        Math.pow(10, random.nextDouble(-3, 9)), Math.pow(10, random.nextDouble(-3, 9)));
  }

  private static BetaPosterior mirrored(BetaPosterior posterior) {
    return BetaPosterior.of(posterior.beta(), posterior.alpha());
  }
}
