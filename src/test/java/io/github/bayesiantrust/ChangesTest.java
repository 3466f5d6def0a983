package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangesTest {
  private final Changes changes = new Changes();

  @Test
  void since_nothingMarked_false() {
    assertThat(changes.since(0)).isFalse();
    assertThat(changes.since(changes.look())).isFalse();
  }

  @Test
  void since_markedBeforeTheLook_onlyForTheFirstLook() {
    changes.mark();
    assertThat(changes.since(0)).isTrue();
    assertThat(changes.since(changes.look())).isFalse();
  }

  @Test
  void since_twoObservers_eachSeesTheChange() {
    long first = changes.look();
    long second = changes.look();
    changes.mark();
    assertThat(changes.since(first)).isTrue();
    assertThat(changes.since(second)).isTrue();
    long third = changes.look();
    assertThat(changes.since(first)).isTrue();
    assertThat(changes.since(third)).isFalse();
  }

  static Stream<Named<Consumer<BayesianTrustTracker>>> changing() {
    TrustSnapshot snapshot = new BayesianTrustTracker().snapshot();
    return Stream.of(
        Named.of("update", t -> t.update("a", true)),
        Named.of("update at", t -> t.update("a", true, 1, Instant.EPOCH)),
        Named.of("updateGraded", t -> t.updateGraded("a", 0.5, 1)),
        Named.of("retract", t -> t.retract("a", true, 1)),
        Named.of("retract at", t -> t.retract("a", true, 1, Instant.EPOCH)),
        Named.of("batchUpdate", t -> t.batchUpdate(List.of(TrustUpdate.of("a", true)))),
        Named.of("addPendingUpdate", t -> t.addPendingUpdate("a", true)),
        Named.of("applyDecay", t -> t.applyDecay("a")),
        Named.of("applyGlobalDecay", BayesianTrustTracker::applyGlobalDecay),
        Named.of("purge", BayesianTrustTracker::purgeOldTimestamps),
        Named.of("remove", t -> t.remove("a")),
        Named.of("clear", BayesianTrustTracker::clear),
        Named.of("restore", t -> t.restore(snapshot)),
        Named.of("merge", t -> t.merge(snapshot)));
  }

  @ParameterizedTest
  @MethodSource("changing")
  void tracker_changes_marksIt(Consumer<BayesianTrustTracker> change) {
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    tracker.update("a", true);
    long look = tracker.changes().look();
    change.accept(tracker);
    assertThat(tracker.changes().since(look)).isTrue();
  }

  @Test
  void tracker_isAsked_marksNothing() {
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    tracker.update("a", true);
    long look = tracker.changes().look();
    tracker.getTrust("a");
    tracker.getStats("b");
    tracker.getTrustBatch(List.of("a", "b"));
    tracker.rank(3, BetaPosterior::mean);
    tracker.snapshot();
    tracker.flush();
    assertThat(tracker.changes().since(look)).isFalse();
  }

  /**
   * Whoever looks and then makes a cut misses nothing. An update may be seen before its thread comes to
   * marking it, but not its successor.
   */
  @Test
  void since_whileOthersChange_whatTheCutDoesNotShowIsMarked() throws Exception {
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    new Race()
        .run(3_000, round -> observe(tracker))
        .meanwhile(round -> tracker.update("a", true))
        .meanwhile(round -> tracker.update("b" + round % 50, true))
        .start();
  }

  private static void observe(BayesianTrustTracker tracker) {
    long look = tracker.changes().look();
    double shown = tracker.snapshot().posterior("a").alpha();
    while (tracker.getStats("a").alpha() <= shown + 1) {
      Thread.onSpinWait();
    }
    assertThat(tracker.changes().since(look)).isTrue();
  }
}
