package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.bayesiantrust.TrackerWorkload.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the benchmarks measure does what it says; how fast is not asked here. */
class WorkloadTest {
  private static final int KEYS = 50;
  private static final int ROUNDS = 200;

  private final KeySequence keys = new KeySequence(KEYS);
  private final KeySequence.Cursor cursor = keys.cursor();

  @Test
  void cursor_goingThrough_comesToEveryKeyAndBothOutcomes() {
    Set<String> seen = new HashSet<>();
    int successes = 0;
    for (int i = 0; i < 40 * KEYS; i++) {
      seen.add(cursor.key());
      successes += cursor.outcome() ? 1 : 0;
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(keys.names()).hasSize(KEYS);
    assertThat(successes).isEqualTo(30 * KEYS);
  }

  @Test
  void batch_enoughKeys_noneTwice() {
    List<String> batch = new KeySequence(KeySequence.BATCH).cursor().batch();
    assertThat(batch).hasSize(KeySequence.BATCH).doesNotHaveDuplicates();
    assertThat(cursor.batch()).hasSize(KeySequence.BATCH);
  }

  @Test
  void floor_afterOneSuccess_answersAsATrackerDoes() {
    FloorWorkload floor = new FloorWorkload(keys);
    TrackerWorkload tracker = new TrackerWorkload(keys, Setting.DEFAULT);
    floor.update(cursor);
    assertThat(floor.trust(cursor)).isEqualTo(tracker.trust(cursor)).isEqualTo(2.0 / 3);
  }

  @Test
  void floor_queued_isCountedInBatches() {
    FloorWorkload floor = new FloorWorkload(keys);
    for (int i = 1; i <= 4 * FloorWorkload.BATCH; i++) {
      floor.updatePending(cursor);
      assertThat(floor.evidence()).isEqualTo(KEYS + i - i % FloorWorkload.BATCH);
    }
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void tracker_allOperations_answerAndCount(Setting setting) {
    TrackerWorkload tracker = new TrackerWorkload(keys, setting);
    for (int i = 0; i < ROUNDS; i++) {
      tracker.update(cursor);
      tracker.updatePending(cursor);
      assertThat(tracker.trust(cursor)).isBetween(0.0, 1.0);
      assertThat(tracker.interval(cursor).width()).isPositive();
    }
    tracker.updateBatch(cursor);
    Map<String, Double> answers = tracker.trustBatch(cursor);
    assertThat(answers.keySet()).isSubsetOf(keys.names()).hasSizeGreaterThan(KEYS / 2);
    assertThat(tracker.evidence())
        .isCloseTo(KEYS + 2 * ROUNDS + KeySequence.BATCH, withinPercentage(0.1));
  }
}
