package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/**
 * Checks what must hold of every tracker at every moment at which no other thread uses it and its
 * clock stands still.
 */
final class TrackerAssert extends AbstractAssert<TrackerAssert, BayesianTrustTracker> {
  private static final int READS = 3;

  private boolean clockWasSetBack;

  private TrackerAssert(BayesianTrustTracker tracker) {
    super(tracker, TrackerAssert.class);
  }

  static TrackerAssert assertThat(BayesianTrustTracker tracker) {
    return new TrackerAssert(tracker);
  }

  /** Allows histories out of the order of time: what happens now stands last, whatever the clock. */
  TrackerAssert withClockSetBack() {
    clockWasSetBack = true;
    return this;
  }

  TrackerAssert isConsistent() {
    isNotNull();
    Assertions.assertThat(actual.keys()).hasSize(actual.size());
    actual.keys().forEach(this::keyIsConsistent);
    rankingIsOfTheKeys();
    return this;
  }

  private void keyIsConsistent(String key) {
    Assertions.assertThat(actual.contains(key)).as("contains " + key).isTrue();
    BetaStats stats = actual.current(key);
    posteriorIsValid(key, stats.model);
    trustIsTheMean(key);
    historyIsValid(key, stats.model.historyCapacity());
    Assertions.assertThat(actual.getTimeSinceUpdate(key).orElse(Duration.ZERO))
        .as("time since update of " + key)
        .isGreaterThanOrEqualTo(Duration.ZERO);
  }

  private void posteriorIsValid(String key, EvidenceModel model) {
    BetaPosterior posterior = actual.getStats(key);
    double prior = model.priorAlpha() + model.priorBeta();
    Assertions.assertThat(posterior.priorAlpha()).isEqualTo(model.priorAlpha());
    Assertions.assertThat(posterior.priorBeta()).isEqualTo(model.priorBeta());
    Assertions.assertThat(posterior.alpha()).as("alpha of " + key).isFinite()
        .isGreaterThanOrEqualTo(model.priorAlpha());
    Assertions.assertThat(posterior.beta()).as("beta of " + key).isFinite()
        .isGreaterThanOrEqualTo(model.priorBeta());
    Assertions.assertThat(posterior.alpha() + posterior.beta()).as("sum of " + key).isFinite();
    Assertions.assertThat(actual.getSampleSize(key)).as("sample size of " + key)
        .isEqualTo(posterior.alpha() + posterior.beta() - prior)
        .isLessThanOrEqualTo(model.maxEvidence() * (1 + 1e-12));
  }

  /** More than one read, so that the first may fill the cache and the next ones hit it. */
  private void trustIsTheMean(String key) {
    double mean = actual.getStats(key).mean();
    double tolerance = actual.current(key).model.fades() ? 1e-15 : 0;
    Assertions.assertThat(mean).as("mean of " + key).isBetween(0.0, 1.0);
    for (int i = 0; i < READS; i++) {
      Assertions.assertThat(actual.getTrust(key)).as("trust " + i + " of " + key)
          .isCloseTo(mean, within(tolerance));
    }
  }

  private void historyIsValid(String key, int capacity) {
    TrustHistory history = actual.getHistory(key);
    Assertions.assertThat(history.size()).isLessThanOrEqualTo(capacity);
    for (double value : history.values()) {
      Assertions.assertThat(value).as("history of " + key).isBetween(0.0, 1.0);
    }
    if (!clockWasSetBack) {
      Assertions.assertThat(history.times()).as("times of " + key).isSorted();
    }
  }

  private void rankingIsOfTheKeys() {
    List<RankedKey> ranked = actual.rank(Integer.MAX_VALUE, BetaPosterior::mean);
    Assertions.assertThat(ranked)
        .allSatisfy(
            one -> Assertions.assertThat(one.posterior()).isEqualTo(actual.getStats(one.key())));
    Assertions.assertThat(ranked).hasSize(actual.size());
    Assertions.assertThat(new TreeSet<>(ranked.stream().map(RankedKey::key).toList()))
        .isEqualTo(actual.keys());
  }
}
