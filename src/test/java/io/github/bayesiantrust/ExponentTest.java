package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExponentTest {

  @Test
  void add_termThatCancels_keepsWhatRoundingLost() {
    Exponent exponent = new Exponent().add(1e16).add(1).add(-1e16);
    assertThat(exponent.sum() + exponent.lost()).isEqualTo(1);
  }

  @Test
  void subtractDeviance_equalNumbers_isNothing() {
    Exponent exponent = new Exponent();
    exponent.subtractDeviance(7.5, 7.5, 0);
    assertThat(exponent.sum() + exponent.lost()).isZero();
  }

  /** python3: Decimal with 50 digits, -(k*ln(k/m) - (k - m)). */
  @Test
  void subtractDeviance_nearAndFar_isExactToAnUlp() {
    assertDeviance(1000, 1001, -0.0004996669164668332);
    assertDeviance(1000, 400, -316.2907318741551);
    assertDeviance(3, 1e-100, -691.0713647642181);
    assertDeviance(3, 4e5, -399961.5981773877);
  }

  private static void assertDeviance(double k, double m, double expected) {
    Exponent exponent = new Exponent();
    exponent.subtractDeviance(k, m, 0);
    assertThat(exponent.sum() + exponent.lost())
        .isCloseTo(expected, within(2 * Math.ulp(expected)));
  }

  @Test
  void artanhExcess_upToItsBound_isTheLogarithmsRest() {
    assertThat(Exponent.artanhExcess(0.171875))
        .isCloseTo(Math.log(1.171875 / 0.828125) - 2 * 0.171875, within(1e-16));
    assertThat(Exponent.artanhExcess(-0.1)).isEqualTo(-Exponent.artanhExcess(0.1));
  }
}
