package io.github.bayesiantrust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparklineTest {

  private static double[] curve(int width, double... values) {
    return Sparkline.curve(values, width);
  }

  @Test
  void curve_noValues_empty() {
    assertThat(curve(20)).isEmpty();
    assertThat(Sparkline.BLOCKS.draw(new double[0], 0, 1)).isEmpty();
  }

  @Test
  void curve_fewerValuesThanWidth_areThemselves() {
    assertThat(curve(20, 0.5, 0.25)).containsExactly(0.5, 0.25);
  }

  @Test
  void curve_moreValuesThanWidth_meansOfRuns() {
    assertThat(curve(4, 0, 0.5, 1, 1, 0.5, 0.75, 0, 0)).containsExactly(0.25, 1, 0.625, 0);
  }

  @Test
  void curve_widthDoesNotDivide_eachValueCountsOnce() {
    assertThat(curve(3, 0, 0, 0, 0, 0, 1, 1)).containsExactly(0, 0, 2.0 / 3);
  }

  @Test
  void curve_manyValues_fixedWidth() {
    assertThat(Sparkline.curve(new double[100_000], 20)).hasSize(20).containsOnly(0);
  }

  @Test
  void draw_eachLevel_eachBlock() {
    double[] curve = {0, 0.124, 0.125, 0.3, 0.4, 0.5, 0.7, 0.8, 0.875, 1};
    assertThat(Sparkline.BLOCKS.draw(curve, 0, 1)).isEqualTo("▁▁▂▃▄▅▆▇██");
  }

  @Test
  void draw_range_isSpreadOverAllLevels() {
    double[] curve = {0.5, 0.8, 0.81, 0.9, 0.99, 1};
    assertThat(Sparkline.BLOCKS.draw(curve, 0.8, 1)).isEqualTo("▁▁▁▅██");
  }

  @Test
  void draw_digits_firstDecimal() {
    double[] curve = {0, 0.09, 0.1, 0.55, 0.99, 1};
    assertThat(Sparkline.DIGITS.draw(curve, 0, 1)).isEqualTo("001599");
  }
}
