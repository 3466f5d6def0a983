package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussLegendreTest {

  @Test
  void integral_polynomialOfDegree31_isExact() {
    assertThat(GaussLegendre.integral(x -> 32 * Math.pow(x, 31), 0, 1)).isCloseTo(1, within(1e-14));
    assertThat(GaussLegendre.integral(x -> 31 * Math.pow(x, 30), -1, 2))
        .isCloseTo(Math.pow(2, 31) + 1, within(1e-4));
  }

  @Test
  void integral_exponential_isExactToTheLastDigits() {
    assertThat(GaussLegendre.integral(Math::exp, -3, 2))
        .isCloseTo(Math.exp(2) - Math.exp(-3), within(4e-15));
  }
}
