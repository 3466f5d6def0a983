package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same contract with bounds on keys and evidence that are checked all the time, but not reached;
 * then where they are.
 */
class BoundedConcurrencyTest extends TrackerConcurrencyTest {
  private static final int MAX_KEYS = 20;

  @Override
  TrustConfig.Builder config() {
    return TrustConfig.builder().maxKeys(1_000_000).maxEvidence(1e200);
  }

  private final BayesianTrustTracker tracker =
      new BayesianTrustTracker(TrustConfig.builder().maxKeys(MAX_KEYS).maxEvidence(10).build());

  @Test
  void anyOperation_newKeysAllTheTime_neverMoreThanTheBounds() throws Exception {
    tracker.batchUpdate(KEYS.stream().map(key -> TrustUpdate.of(key, true, 3)).toList());
    TrustSnapshot full = tracker.snapshot();
    new Race()
        .run(20_000, round -> tracker.update("a" + round, true, 4))
        .run(2_000, round -> tracker.batchUpdate(someNewKeys(round)))
        .meanwhile(round -> tracker.merge(full))
        .meanwhile(round -> tracker.restore(full))
        .meanwhile(round -> tracker.addPendingUpdate("p" + round, true))
        .meanwhile(round -> tracker.applyGlobalDecay(0.9, 0))
        .meanwhile(round -> tracker.remove("a" + round))
        .meanwhile(round -> assertThat(tracker.size()).isLessThanOrEqualTo(MAX_KEYS))
        .meanwhile(round -> assertWithinBounds(tracker.snapshot()))
        .start();
    TrackerAssert.assertThat(tracker).isConsistent();
  }

  private static List<TrustUpdate> someNewKeys(int round) {
    return KEYS.subList(0, 10).stream().map(key -> TrustUpdate.of(key + round, true, 7)).toList();
  }

  private static void assertWithinBounds(TrustSnapshot snapshot) {
    assertThat(snapshot.size()).isLessThanOrEqualTo(MAX_KEYS);
    assertThat(snapshot.keys())
        .allSatisfy(
            key ->
                assertThat(snapshot.posterior(key).sampleSize()).isLessThanOrEqualTo(10));
  }

  @Test
  void removeIdle_whileOthersUpdate_updatedKeysStay() throws Exception {
    BayesianTrustTracker idle = new BayesianTrustTracker();
    new Race()
        .run(
            20_000,
            round -> {
              idle.update("k" + round % 100, true);
              assertThat(idle.contains("k" + round % 100)).isTrue();
            })
        .meanwhile(round -> idle.removeIdle(Duration.ofHours(1)))
        .start();
    assertThat(idle.size()).isEqualTo(100);
    assertThat(KEYS.stream().mapToDouble(idle::getSampleSize).sum()).isEqualTo(20 * 200);
  }
}
