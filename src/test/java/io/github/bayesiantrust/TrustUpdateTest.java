package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustUpdateTest {

  @Test
  void of_noWeight_weightOneAtNoTime() {
    assertThat(TrustUpdate.of("a", true)).isEqualTo(new TrustUpdate("a", true, 1, null));
    assertThat(TrustUpdate.of("a", false, 2.5)).isEqualTo(new TrustUpdate("a", false, 2.5, null));
  }

  @Test
  void new_time_isKept() {
    assertThat(new TrustUpdate("a", true, 0, Instant.EPOCH).at()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void new_nullKey_isRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> TrustUpdate.of(null, true))
        .withMessageContaining("key");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -5, -Double.MIN_VALUE, Double.POSITIVE_INFINITY})
  void new_badWeight_isRefused(double weight) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustUpdate.of("a", true, weight))
        .withMessageContainingAll("weight", Double.toString(weight));
  }
}
