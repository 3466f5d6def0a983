package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What many threads do at a time comes back as it was, whatever order it took. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrustJournalConcurrencyTest {
  private static final List<String> KEYS = IntStream.range(0, 6).mapToObj(i -> "k" + i).toList();
  private static final List<TrustUpdate> BATCH =
      KEYS.stream().map(key -> TrustUpdate.of(key, true, 0.1)).toList();

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();

  static List<TrustConfig> configs() {
    return List.of(
        TrustConfig.defaults(),
        TrustConfig.builder().halfLife(Duration.ofSeconds(3)).historyCapacity(5).build(),
        TrustConfig.builder().maxKeys(4).historyCapacity(5).build());
  }

  /**
   * Updates, batches, decays, removals, replacements and checkpoints at once; sums of weights like 0.1
   * and the entries of the history tell every order from every other.
   */
  @ParameterizedTest
  @MethodSource("configs")
  void recovery_afterManyThreads_sameToTheLastBit(TrustConfig base) throws Exception {
    TrustConfig config = base.toBuilder().clock(clock).build();
    BayesianTrustTracker tracker = new BayesianTrustTracker(config);
    JournalFolder files = new JournalFolder(folder);
    TrustJournal journal = files.open(tracker, SyncPolicy.BY_SYSTEM);
    tracker.batchUpdate(BATCH);
    TrustSnapshot saved = tracker.snapshot();
    new Race()
        .run(4_000, round -> single(tracker))
        .run(4_000, round -> single(tracker))
        .run(300, round -> many(tracker, saved))
        .meanwhile(round -> journal.checkpoint())
        .start();
    tracker.flush();
    Map<String, KeyState> expected = JournalFolder.states(tracker);
    JournalFolder.assertSame(files.copy(folder.resolve("copy")).recovered(config), expected);
    journal.checkpoint();
    journal.close();
    JournalFolder.assertSame(files.recovered(config), expected);
  }

  static List<Named<Consumer<BayesianTrustTracker>>> ofAllKeys() {
    TrustSnapshot nothing = new BayesianTrustTracker().snapshot();
    return List.of(
        Named.of("decay", tracker -> tracker.applyGlobalDecay(0.5, 0)),
        Named.of("restore", tracker -> tracker.restore(nothing)),
        Named.of("clear", BayesianTrustTracker::clear));
  }

  /** It has come to its key before, and is to be logged: it must take effect after, and be so logged. */
  @ParameterizedTest
  @MethodSource("ofAllKeys")
  void recovery_updateWaitedToBeLogged_sameToTheLastBit(Consumer<BayesianTrustTracker> ofAllKeys)
      throws Exception {
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    JournalFolder files = new JournalFolder(folder);
    TrustJournal journal = files.open(tracker, SyncPolicy.BY_SYSTEM);
    KEYS.forEach(key -> tracker.update(key, true, 8));
    List<Thread> updaters =
        List.of(
            new Thread(() -> tracker.update("k0", true, 0.1)),
            new Thread(() -> tracker.update("new", true, 0.1)),
            new Thread(() -> tracker.retract("k1", true, 0.1)),
            new Thread(() -> tracker.remove("k2")));
    synchronized (tracker.log()) {
      updaters.forEach(Thread::start);
      while (!updaters.stream().allMatch(one -> one.getState() == Thread.State.BLOCKED)) {
        Thread.onSpinWait();
      }
      ofAllKeys.accept(tracker);
    }
    for (Thread updater : updaters) {
      updater.join();
    }
    journal.close();
    JournalFolder.assertSame(
        files.recovered(TrustConfig.defaults()), JournalFolder.states(tracker));
  }

  private void single(BayesianTrustTracker tracker) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String key = KEYS.get(random.nextInt(KEYS.size()));
    clock.advance(Duration.ofMillis(random.nextInt(10)));
    switch (random.nextInt(12)) {
      case 0 -> tracker.retract(key, true, 0.3);
      case 1 -> tracker.applyDecay(key, 0.7, 0);
      case 2 -> tracker.remove(key);
      case 3 -> tracker.addPendingUpdate(key, false, 0.2);
      case 4 -> tracker.update(key, true, 0.6, clock.instant().minusMillis(random.nextInt(2_000)));
      default -> tracker.update(key, random.nextBoolean(), random.nextDouble());
    }
  }

  private static void many(BayesianTrustTracker tracker, TrustSnapshot saved) {
    switch (ThreadLocalRandom.current().nextInt(10)) {
      case 0 -> tracker.restore(saved);
      case 1 -> tracker.merge(saved);
      case 2 -> tracker.purgeOldTimestamps(7);
      case 3 -> tracker.clear();
      case 4, 5, 6 -> tracker.applyGlobalDecay(0.9, 0);
      default -> tracker.batchUpdate(BATCH);
    }
  }

  /** While it goes on, copies of the files are opened: what had returned before is in each of them. */
  @Test
  void recovery_whileThreadsUpdate_hasWhatReturnedAndNothingTwice() throws Exception {
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    JournalFolder files = new JournalFolder(folder);
    TrustJournal journal = files.open(tracker, SyncPolicy.BY_SYSTEM);
    AtomicLongArray returned = new AtomicLongArray(2);
    new Race()
        .run(5_000, round -> returned.set(0, counted(tracker, "a", round)))
        .run(5_000, round -> returned.set(1, counted(tracker, "b", round)))
        .meanwhile(round -> copyHasAll(files, round, returned))
        .start();
    assertThat(returned.get(0) + returned.get(1)).isEqualTo(10_000);
    journal.close();
  }

  private static long counted(BayesianTrustTracker tracker, String key, int round) {
    tracker.update(key, true);
    return round + 1;
  }

  /** No checkpoint is under way: a copy is made file by file, and a crash is not. */
  private void copyHasAll(JournalFolder files, int round, AtomicLongArray returned)
      throws IOException {
    double leastA = returned.get(0);
    double leastB = returned.get(1);
    JournalFolder copy = files.copy(folder.resolve("copy" + round));
    double mostA = returned.get(0) + 1;
    double mostB = returned.get(1) + 1;
    Map<String, KeyState> states = copy.recovered(TrustConfig.defaults());
    assertThat(count(states, "a")).isBetween(leastA, mostA);
    assertThat(count(states, "b")).isBetween(leastB, mostB);
  }

  private static double count(Map<String, KeyState> states, String key) {
    return states.containsKey(key) ? states.get(key).alpha() - 1 : 0;
  }
}
