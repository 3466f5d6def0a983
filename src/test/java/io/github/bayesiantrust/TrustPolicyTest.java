package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustPolicyTest {
  private final TrustPolicy policy = new TrustPolicy(0.5, 0.9, 0.7);

  /** P(θ > ½) of Beta(k, 1) is 1 − 2^−k: 0.75 of Beta(2, 1), 0.9375 of Beta(4, 1). */
  @ParameterizedTest
  @CsvSource({
    "UNDECIDED, 1, 1, UNDECIDED",
    "UNDECIDED, 2, 1, UNDECIDED",
    "UNDECIDED, 4, 1, TRUSTED",
    "UNDECIDED, 1, 4, DISTRUSTED",
    "TRUSTED, 2, 1, TRUSTED",
    "TRUSTED, 1, 1, UNDECIDED",
    "TRUSTED, 1, 2, UNDECIDED",
    "TRUSTED, 1, 4, DISTRUSTED",
    "DISTRUSTED, 1, 2, DISTRUSTED",
    "DISTRUSTED, 1, 1, UNDECIDED",
    "DISTRUSTED, 2, 1, UNDECIDED",
    "DISTRUSTED, 4, 1, TRUSTED"
  })
  void next_anyPrevious_staysUntilTheLowerConfidenceIsLost(
      TrustDecision previous, double alpha, double beta, TrustDecision next) {
    assertThat(policy.next(previous, BetaPosterior.of(alpha, beta))).isEqualTo(next);
  }

  @Test
  void next_outcomesNearTheBoundary_doesNotFlip() {
    TrustDecision decision = TrustDecision.UNDECIDED;
    TrustPolicy strict = new TrustPolicy(0.5, 0.9, 0.9);
    int kept = 0;
    int flips = 0;
    for (int i = 0; i < 20; i++) {
      BetaPosterior posterior = BetaPosterior.of(20 + i / 2 + i % 2, 12 + i / 2);
      TrustDecision next = policy.next(decision, posterior);
      kept += next == TrustDecision.TRUSTED ? 1 : 0;
      flips += strict.next(decision, posterior) == next ? 0 : 1;
      decision = next;
    }
    assertThat(kept).as("trusted from the start and on").isEqualTo(20);
    assertThat(flips).as("without hysteresis").isPositive();
  }

  @Test
  void new_badNumbers_areRefused() {
    assertRefused("threshold", () -> new TrustPolicy(1.5, 0.9, 0.8));
    assertRefused("threshold", () -> new TrustPolicy(Double.NaN, 0.9, 0.8));
    assertRefused("enterConfidence", () -> new TrustPolicy(0.5, 1, 0.8));
    assertRefused("enterConfidence", () -> new TrustPolicy(0.5, Double.NaN, 0.8));
    assertRefused("leaveConfidence", () -> new TrustPolicy(0.5, 0.9, 0.5));
    assertRefused("leaveConfidence", () -> new TrustPolicy(0.5, 0.9, Double.NaN));
    assertRefused("leaveConfidence", () -> new TrustPolicy(0.5, 0.9, 0.95));
  }

  private static void assertRefused(String name, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessageContaining(name);
  }

  @Test
  void next_null_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> policy.next(null, BetaPosterior.of(1, 1)));
    assertThatNullPointerException()
        .isThrownBy(() -> policy.next(TrustDecision.UNDECIDED, null));
  }
}
