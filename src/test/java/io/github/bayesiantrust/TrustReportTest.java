package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrustReportTest {
  private final ManualClock clock = new ManualClock();
  private final BayesianTrustTracker tracker =
      new BayesianTrustTracker(
          TrustConfig.builder().clock(clock).prior(2, 1).halfLife(Duration.ofDays(1)).build());

  @AfterEach
  void trackerIsConsistent() {
    TrackerAssert.assertThat(tracker).isConsistent();
  }

  @Test
  void explain_fadedKey_showsRawAndEffectiveEvidence() {
    tracker.update("a", true, 8);
    tracker.update("a", false, 2);
    clock.advance(Duration.ofDays(2));
    TrustReport report = tracker.explain("a", 0.9, 0.95);
    BetaPosterior now = tracker.getStats("a");
    assertThat(report.posterior()).isEqualTo(now);
    assertThat(report.rawSuccesses()).isEqualTo(8);
    assertThat(report.rawFailures()).isEqualTo(2);
    assertThat(now.successes()).isEqualTo(2);
    assertThat(report.age()).contains(Duration.ofDays(2));
    assertThat(report.trust()).isEqualTo(now.mean());
    assertThat(report.interval()).isEqualTo(now.credibleInterval(0.95));
    assertThat(report.decision()).isEqualTo(now.decide(0.9, 0.95));
    assertThat(report.successesToTrust()).isEqualTo(now.successesToTrust(0.9, 0.95));
    assertThat(report.failuresToDistrust()).isEqualTo(now.failuresToDistrust(0.9, 0.95));
  }

  @Test
  void toString_fadedKey_isReadable() {
    tracker.update("search-v2", true, 8);
    tracker.update("search-v2", false, 2.5);
    clock.advance(Duration.ofHours(25));
    assertThat(tracker.explain("search-v2", 0.9, 0.95)).hasToString(
        """
        search-v2
          trust     0.727, between 0.397 and 0.953 with confidence 0.95
          decision  UNDECIDED at threshold 0.9
          prior     2 successes, 1 failure
          evidence  3.886 successes, 1.214 failures; before fading 8 successes, 2.5 failures
          updated   1 d 01:00:00 ago
          needed    42 successes in a row for TRUSTED; 1 failure in a row for DISTRUSTED"""
            .replace("\n", System.lineSeparator()));
  }

  @Test
  void explain_unknownKey_isThePriorAndStaysUnknown() {
    TrustReport report = tracker.explain("a");
    assertThat(report.posterior()).isEqualTo(new BetaPosterior(2, 1, 2, 1));
    assertThat(report.age()).isEqualTo(Optional.empty());
    assertThat(report.threshold()).isEqualTo(0.5);
    assertThat(report.confidence()).isEqualTo(0.95);
    assertThat(report.toString()).contains("updated   never", "evidence  0 successes, 0 failures");
    assertThat(tracker.contains("a")).isFalse();
  }

  @Test
  void explain_fixedEvidence_hasNoOtherRawEvidence() {
    BayesianTrustTracker fixed = new BayesianTrustTracker();
    fixed.update("a", true, 3);
    TrustReport report = fixed.explain("a", 1, 0.95);
    assertThat(report.rawSuccesses()).isEqualTo(3);
    assertThat(report.toString())
        .contains("evidence  3 successes, 0 failures" + System.lineSeparator())
        .contains("no number of successes in a row for TRUSTED");
  }

  @Test
  void toString_decided_tellsOnlyWhatTheOtherDecisionNeeds() {
    tracker.update("a", true, 1);
    assertThat(tracker.explain("a", 0.1, 0.95).toString())
        .contains("TRUSTED at threshold 0.1", "evidence  1 success, 0 failures")
        .doesNotContain("in a row for TRUSTED");
    assertThat(tracker.explain("a", 0.99, 0.9).toString())
        .contains("DISTRUSTED at threshold 0.99")
        .doesNotContain("in a row for DISTRUSTED");
  }

  @Test
  void explain_badArguments_areRefused() {
    assertThatNullPointerException().isThrownBy(() -> tracker.explain(null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.explain("a", Double.NaN, 0.95))
        .withMessageContaining("threshold");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tracker.explain("a", 0.5, Double.NaN))
        .withMessageContaining("confidence");
  }
}
