package io.github.bayesiantrust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SparklineTest {

  @Test
  void draw_noValues_empty() {
    assertThat(Sparkline.BLOCKS.draw(new double[0], 20)).isEmpty();
  }

  @Test
  void draw_eachLevel_eachBlock() {
    double[] values = {0, 0.124, 0.125, 0.3, 0.4, 0.5, 0.7, 0.8, 0.875, 1};
    assertThat(Sparkline.BLOCKS.draw(values, 20)).isEqualTo("▁▁▂▃▄▅▆▇██");
  }

  @Test
  void draw_digits_firstDecimal() {
    double[] values = {0, 0.09, 0.1, 0.55, 0.99, 1};
    assertThat(Sparkline.DIGITS.draw(values, 20)).isEqualTo("001599");
  }

  @Test
  void draw_moreValuesThanWidth_meansOfRuns() {
    assertThat(Sparkline.DIGITS.draw(new double[] {0, 0.5, 1, 1, 0.5, 0.6, 0, 0}, 4))
        .isEqualTo("2950");
  }

  @Test
  void draw_widthDoesNotDivide_eachValueCountsOnce() {
    double[] values = new double[7];
    Arrays.fill(values, 5, 7, 1);
    assertThat(Sparkline.DIGITS.draw(values, 3)).isEqualTo("006");
  }

  @Test
  void draw_manyValues_fixedWidth() {
    assertThat(Sparkline.BLOCKS.draw(new double[100_000], 20)).isEqualTo("▁".repeat(20));
  }
}
