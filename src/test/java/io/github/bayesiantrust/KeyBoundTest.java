package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
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
  void update_allWereUpdatedAgain_oneOfThoseUpdatedSinceTheLastBirthGoes() {
    BayesianTrustTracker tracker = tracker(3);
    for (String key : new String[] {"a", "b", "c", "b", "a", "d"}) {
      update(tracker, key);
    }
    assertThat(tracker.keys()).containsExactly("a", "b", "d");
  }

  @Test
  void update_clockStandsStillOrTimesAreOld_orderOfCountingDecides() {
    BayesianTrustTracker tracker = tracker(2);
    tracker.update("a", true);
    tracker.update("b", true);
    tracker.update("a", true, 1, clock.instant().minusSeconds(1_000_000));
    tracker.update("c", true, 1, clock.instant().minusSeconds(2_000_000));
    assertThat(tracker.keys()).containsExactly("a", "c");
  }

  @Test
  void readsRetractionsAndDecays_areNoUpdates() {
    BayesianTrustTracker tracker = tracker(2);
    tracker.update("a", true);
    tracker.update("b", true);
    tracker.getTrust("a");
    tracker.retract("a", true, 0.5);
    tracker.applyDecay("a", 0.5, 0);
    tracker.applyGlobalDecay();
    tracker.snapshot();
    tracker.update("c", true);
    assertThat(tracker.keys()).containsExactly("b", "c");
  }

  /** Exactly as the Javadoc says: updates between two births are as old as each other. */
  @Test
  void randomUpdates_whoeverGoes_noOtherWasUpdatedBeforeIt() {
    for (int seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int bound = 1 + random.nextInt(20);
      BayesianTrustTracker tracker = tracker(bound);
      Map<String, Integer> ages = new HashMap<>();
      int births = 0;
      for (int i = 0; i < 2_000; i++) {
        String key = "k" + random.nextInt(3 * bound);
        if (random.nextInt(20) == 0) {
          tracker.remove(key);
          ages.remove(key);
          continue;
        }
        boolean born = !ages.containsKey(key);
        births += born ? 1 : 0;
        tracker.update(key, true);
        if (ages.size() == bound && born) {
          int oldest = Collections.min(ages.values());
          String gone = ages.keySet().stream().filter(k -> !tracker.contains(k)).findAny().get();
          assertThat(ages.remove(gone)).as("seed %d, step %d", seed, i).isEqualTo(oldest);
        }
        ages.put(key, born ? 2 * births - 1 : 2 * births);
        assertThat(tracker.keys()).isEqualTo(ages.keySet());
      }
    }
  }

  @Test
  void batchUpdate_asManyKeysAsTheBound_allStay() {
    BayesianTrustTracker tracker = tracker(3);
    tracker.batchUpdate(updates("a", "b", "c"));
    for (String key : new String[] {"b", "c", "a"}) {
      tracker.update(key, true);
    }
    tracker.batchUpdate(updates("b", "x", "b", "y", "x"));
    assertThat(tracker.keys()).containsExactly("b", "x", "y");
    assertThat(tracker.getSampleSize("b")).isEqualTo(4);
  }

  @Test
  void batchUpdate_randomBatchesThatFit_keepEachOfTheirKeys() {
    SplittableRandom random = new SplittableRandom(17);
    BayesianTrustTracker tracker = tracker(8);
    for (int i = 0; i < 5_000; i++) {
      List<TrustUpdate> batch = new ArrayList<>();
      Set<String> keys = new HashSet<>();
      while (keys.size() < 1 + random.nextInt(8)) {
        String key = "k" + random.nextInt(20);
        keys.add(key);
        batch.add(TrustUpdate.of(key, true));
      }
      tracker.batchUpdate(batch);
      assertThat(tracker.keys()).containsAll(keys).hasSizeLessThanOrEqualTo(8);
      tracker.update("k" + random.nextInt(20), true);
    }
  }

  @Test
  void batchUpdate_moreKeysThanTheBound_lastOnesStay() {
    BayesianTrustTracker tracker = tracker(3);
    tracker.batchUpdate(updates("a", "b", "c", "d", "e", "f"));
    assertThat(tracker.keys()).containsExactly("d", "e", "f");
  }

  @Test
  void flush_moreKeysThanTheBound_lastOnesStay() {
    BayesianTrustTracker tracker = tracker(3);
    for (String key : new String[] {"a", "b", "c", "d", "e"}) {
      tracker.addPendingUpdate(key, true);
    }
    assertThat(tracker.flush()).isEqualTo(5);
    assertThat(tracker.keys()).containsExactly("c", "d", "e");
  }

  private static List<TrustUpdate> updates(String... keys) {
    return Stream.of(keys).map(key -> TrustUpdate.of(key, true)).toList();
  }

  /** What was removed otherwise must not pile up. */
  @Test
  void add_manyKeysThatAreRemovedAgain_holdsOnToFew() {
    KeyBound bound = new KeyBound();
    EvidenceModel model = EvidenceModel.of(TrustConfig.builder().maxKeys(1_000).build());
    for (int i = 0; i < 100_000; i++) {
      bound.add("k" + i, new BoundedStats(model), 0);
      assertThat(bound.size()).isLessThanOrEqualTo(130);
    }
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
