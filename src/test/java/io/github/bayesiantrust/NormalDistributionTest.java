package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalDistributionTest {

  /** python3: mpmath 1.3, 60 digits, findroot of erfc(z/sqrt(2))/2 - q. */
  @ParameterizedTest
  @CsvSource({
    "0.3, 0.52440051270804081597",
    "0.1, 1.2815515655446004353",
    "0.025, 1.9599639845400542118",
    "0.005, 2.5758293035489007538",
    "1e-06, 4.7534243088228989573",
    "1e-15, 7.9413453261709967713",
    "5.551115123125783e-17, 8.2923610758135955382"
  })
  void upperQuantile_knownTails_isExactToSomeUlps(double q, double z) {
    assertThat(NormalDistribution.upperQuantile(q)).isCloseTo(z, within(6 * Math.ulp(z)));
    assertThat(NormalDistribution.roughUpperQuantile(Math.log(q))).isCloseTo(z, within(5e-4));
  }

  @Test
  void upperQuantile_half_isZero() {
    assertThat(NormalDistribution.upperQuantile(0.5)).isCloseTo(0, within(1e-15));
  }
}
