package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyBoundTest {
  private final ManualClock clock = new ManualClock();

  private BayesianTrustTracker tracker(int maxKeys) {
    return new BayesianTrustTracker(TrustConfig.builder().maxKeys(maxKeys).clock(clock).build());
  }

  private void update(BayesianTrustTracker tracker, String key) {
    clock.advance(Duration.ofSeconds(1));
    tracker.update(key, true);
  }

  @Test
  void update_fullAndNobodyUpdatedAgain_oldestGoes() {
    BayesianTrustTracker tracker = tracker(3);
    for (String key : new String[] {"a", "b", "c", "d"}) {
      update(tracker, key);
    }
    assertThat(tracker.keys()).containsExactly("b", "c", "d");
  }

  @Test
  void update_oldestWasUpdatedAgain_nextOldestGoes() {
    BayesianTrustTracker tracker = tracker(3);
    for (String key : new String[] {"a", "b", "c", "a", "d"}) {
      update(tracker, key);
    }
    assertThat(tracker.keys()).containsExactly("a", "c", "d");
  }

  @Test
  void update_allWereUpdatedAgain_newKeyStays() {
    BayesianTrustTracker tracker = tracker(2);
    for (String key : new String[] {"a", "b", "a", "b", "c"}) {
      update(tracker, key);
    }
    assertThat(tracker.keys()).contains("c").hasSize(2);
  }

  @Test
  void update_keyUpdatedAllTheTime_neverGoes() {
    BayesianTrustTracker tracker = tracker(2);
    for (int i = 0; i < 1_000; i++) {
      update(tracker, "busy");
      update(tracker, "new" + i);
    }
    assertThat(tracker.getSampleSize("busy")).isEqualTo(1_000);
  }

  @Test
  void update_boundOfOne_holdsTheLastKey() {
    BayesianTrustTracker tracker = tracker(1);
    for (int i = 0; i < 100; i++) {
      update(tracker, "k" + i);
      assertThat(tracker.keys()).containsExactly("k" + i);
    }
  }

  @Test
  void randomOperations_neverMoreThanTheBound_updatedKeyIsThere() {
    BayesianTrustTracker tracker = tracker(10);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      String key = "k" + random.nextInt(30);
      if (random.nextInt(5) == 0) {
        tracker.remove(key);
        assertThat(tracker.contains(key)).isFalse();
      } else {
        update(tracker, key);
        assertThat(tracker.contains(key)).isTrue();
      }
      assertThat(tracker.size()).isLessThanOrEqualTo(10);
    }
  }

  @Test
  void update_byManyThreads_neverMoreThanTheBound() throws Exception {
    BayesianTrustTracker tracker = tracker(10);
    new Race()
        .run(30_000, round -> tracker.update("a" + round % 40, true))
        .run(30_000, round -> tracker.update("b" + round % 40, true))
        .meanwhile(round -> assertThat(tracker.snapshot().size()).isLessThanOrEqualTo(10))
        .meanwhile(round -> tracker.remove("a" + round % 40))
        .start();
    assertThat(tracker.size()).isLessThanOrEqualTo(10);
  }

  @Test
  void restore_moreKeysThanTheBound_keepsThoseUpdatedLast() {
    BayesianTrustTracker many = tracker(1_000);
    for (int i = 0; i < 100; i++) {
      update(many, "k" + i);
    }
    BayesianTrustTracker few = tracker(3);
    few.restore(many.snapshot());
    assertThat(few.keys()).isEqualTo(Set.of("k97", "k98", "k99"));

    update(few, "new");
    assertThat(few.keys()).isEqualTo(Set.of("k98", "k99", "new"));
  }

  @Test
  void merge_moreKeysThanTheBound_keepsToIt() {
    BayesianTrustTracker many = tracker(1_000);
    for (int i = 0; i < 100; i++) {
      update(many, "k" + i);
    }
    BayesianTrustTracker few = tracker(3);
    few.merge(many.snapshot());
    assertThat(few.keys()).isEqualTo(Set.of("k97", "k98", "k99"));
  }
}
