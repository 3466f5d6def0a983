package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link BayesianTrustTracker} between threads, clause by clause. */
class TrackerConcurrencyTest {
  static final List<String> KEYS = IntStream.range(0, 20).mapToObj(i -> "k" + i).toList();

  /** A task that waits must not hold up another: the common pool may have one thread only. */
  private static final Executor OWN_THREAD = task -> new Thread(task).start();

  private final BayesianTrustTracker tracker = new BayesianTrustTracker(config().build());

  /** The contract holds with everything that subclasses switch on, too. */
  TrustConfig.Builder config() {
    return TrustConfig.builder();
  }

  private BayesianTrustTracker withCache(int capacity) {
    return new BayesianTrustTracker(config().cacheCapacity(capacity).build());
  }

  // One key: none lost

  @Test
  void update_byManyThreads_noneIsLost() throws Exception {
    int rounds = 20_000;
    Race.Round update = round -> tracker.update(KEYS.get(round % KEYS.size()), round % 3 == 0);
    new Race()
        .run(rounds, update)
        .run(rounds, update)
        .run(rounds, update)
        .meanwhile(round -> tracker.snapshot())
        .meanwhile(round -> tracker.applyGlobalDecay(1, 0))
        .start();

    assertThat(KEYS.stream().mapToDouble(tracker::getSampleSize).sum()).isEqualTo(3 * rounds);
  }

  @Test
  void update_newKeysByManyThreads_noneIsLost() throws Exception {
    int rounds = 20_000;
    Race.Round update = round -> tracker.update("new" + round, true);
    new Race()
        .run(rounds, update)
        .run(rounds, update)
        .meanwhile(round -> tracker.snapshot())
        .start();

    assertThat(tracker.size()).isEqualTo(rounds);
    for (int i = 0; i < rounds; i++) {
      assertThat(tracker.getSampleSize("new" + i)).isEqualTo(2);
    }
  }

  @Test
  void addPendingUpdate_byManyThreads_noneIsLost() throws Exception {
    int rounds = 20_000;
    Race.Round add = round -> tracker.addPendingUpdate(KEYS.get(round % KEYS.size()), true);
    AtomicInteger flushed = new AtomicInteger();
    tracker.enablePerformanceStats(true);
    new Race()
        .run(rounds, add)
        .run(rounds, add)
        .meanwhile(round -> flushed.addAndGet(tracker.flush()))
        .start();
    tracker.flush();

    assertThat(KEYS.stream().mapToDouble(tracker::getSampleSize).sum()).isEqualTo(2 * rounds);
    assertThat(tracker.getPerformanceStats().pendingUpdates()).isEqualTo(2L * rounds);
    assertThat(flushed).hasValueLessThanOrEqualTo(2 * rounds);
  }

  @Test
  void flush_queuedBefore_isAppliedAfter() throws Exception {
    Race.Round addAndFlush =
        round -> {
          String key = "mine" + Thread.currentThread().getId();
          tracker.addPendingUpdate(key, true);
          tracker.flush();
          assertThat(tracker.getSampleSize(key)).isEqualTo(round + 1);
        };
    new Race()
        .run(5_000, addAndFlush)
        .run(5_000, addAndFlush)
        .run(5_000, addAndFlush)
        .start();
  }

  // One key: no stale read

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1024})
  void getTrust_ownUpdateReturned_seesIt(int cacheCapacity) throws Exception {
    BayesianTrustTracker cached = withCache(cacheCapacity);
    Race.Round updateAndAsk =
        round -> {
          String key = "mine" + Thread.currentThread().getId();
          cached.update(key, true);
          double expected = (2.0 + round) / (3.0 + round);
          assertThat(cached.getTrust(key)).isEqualTo(expected);
          assertThat(cached.getTrust(key)).isEqualTo(expected);
        };
    new Race()
        .run(20_000, updateAndAsk)
        .run(20_000, updateAndAsk)
        .meanwhile(round -> cached.getTrust("other" + round % 5))
        .meanwhile(round -> cached.update("other" + round % 5, false))
        .start();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1024})
  void getTrust_othersUpdateReturned_seesIt(int cacheCapacity) throws Exception {
    BayesianTrustTracker cached = withCache(cacheCapacity);
    AtomicIntegerArray returned = new AtomicIntegerArray(3);
    Race.Round ask =
        round -> {
          int key = round % 3;
          int atLeast = returned.get(key);
          double trust = cached.getTrust("k" + key);
          assertThat(trust).isGreaterThanOrEqualTo((1.0 + atLeast) / (2.0 + atLeast));
        };
    new Race()
        .run(
            30_000,
            round -> {
              cached.update("k" + round % 3, true);
              returned.incrementAndGet(round % 3);
            })
        .meanwhile(ask)
        .meanwhile(ask)
        .start();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1024})
  void getTrust_globalDecayReturned_seesIt(int cacheCapacity) throws Exception {
    BayesianTrustTracker cached = withCache(cacheCapacity);
    KEYS.forEach(key -> cached.update(key, true, 1e15));
    AtomicInteger returned = new AtomicInteger();
    Race.Round ask =
        round -> {
          String key = KEYS.get(round % KEYS.size());
          double most = 1.0001e15 * Math.pow(0.9, returned.get());
          assertThat(cached.getTrust(key)).isLessThanOrEqualTo(most / (most + 1));
          assertThat(cached.getStats(key).alpha()).isLessThanOrEqualTo(most);
        };
    new Race()
        .run(
            250,
            round -> {
              cached.applyGlobalDecay(0.9, 0);
              returned.incrementAndGet();
            })
        .meanwhile(ask)
        .meanwhile(ask)
        .start();
    assertThat(cached.getStats("k0").alpha()).isCloseTo(1e15 * Math.pow(0.9, 250), within(1.0));
  }

  @Test
  void getTrust_restoreReturned_seesIt() throws Exception {
    KEYS.forEach(key -> tracker.update(key, true, 3));
    TrustSnapshot many = tracker.snapshot();
    AtomicInteger returned = new AtomicInteger();
    new Race()
        .run(
            2_000,
            round -> {
              tracker.restore(many);
              returned.incrementAndGet();
              tracker.update("mine", true);
              assertThat(tracker.getSampleSize("mine")).isEqualTo(1);
              assertThat(tracker.getTrust("k1")).isGreaterThanOrEqualTo(0.8);
            })
        .meanwhile(round -> tracker.update("k1", true))
        .meanwhile(round -> tracker.update("other" + round % 7, true))
        .start();
    assertThat(returned).hasValue(2_000);
  }

  // Many keys: whole or not at all

  @Test
  void batchUpdate_seenByManyKeyReaders_isWhole() throws Exception {
    List<TrustUpdate> batch = KEYS.stream().map(key -> TrustUpdate.of(key, true)).toList();
    new Race()
        .run(3_000, round -> tracker.batchUpdate(batch))
        .meanwhile(round -> assertThat(distinct(tracker.getTrustBatch(KEYS).values())).hasSize(1))
        .meanwhile(round -> assertThat(distinctRanked()).hasSizeLessThanOrEqualTo(1))
        .meanwhile(round -> assertThat(distinctSnapshot()).hasSizeLessThanOrEqualTo(1))
        .start();
  }

  @Test
  void flush_seenByManyKeyReaders_isWhole() throws Exception {
    BayesianTrustTracker pending =
        new BayesianTrustTracker(config().batchSize(KEYS.size()).build());
    new Race()
        .run(3_000, round -> KEYS.forEach(key -> pending.addPendingUpdate(key, true)))
        .meanwhile(round -> assertThat(distinct(pending.getTrustBatch(KEYS).values())).hasSize(1))
        .start();
  }

  @Test
  void globalDecay_seenByManyKeyReaders_isWhole() throws Exception {
    KEYS.forEach(key -> tracker.update(key, true, 1e100));
    new Race()
        .run(600, round -> tracker.applyGlobalDecay(0.9, 0))
        .meanwhile(round -> assertThat(distinct(tracker.getTrustBatch(KEYS).values())).hasSize(1))
        .meanwhile(round -> assertThat(distinctRanked()).hasSize(1))
        .meanwhile(round -> assertThat(distinctSnapshot()).hasSize(1))
        .start();
  }

  @Test
  void restore_seenByManyKeyReaders_isAtOnce() throws Exception {
    KEYS.forEach(key -> tracker.update(key, true));
    TrustSnapshot one = tracker.snapshot();
    KEYS.forEach(key -> tracker.update(key, true));
    TrustSnapshot two = tracker.snapshot();
    new Race()
        .run(2_000, round -> tracker.restore(round % 2 == 0 ? one : two))
        .meanwhile(round -> assertThat(distinct(tracker.getTrustBatch(KEYS).values())).hasSize(1))
        .meanwhile(round -> assertThat(distinctRanked()).hasSize(1))
        .meanwhile(round -> assertThat(distinctSnapshot()).hasSize(1))
        .start();
  }

  @Test
  void clearAndMerge_seenByManyKeyReaders_areWhole() throws Exception {
    KEYS.forEach(key -> tracker.update(key, true));
    TrustSnapshot one = tracker.snapshot();
    new Race()
        .run(
            2_000,
            round -> {
              tracker.merge(one);
              if (round % 5 == 0) {
                tracker.clear();
              }
            })
        .meanwhile(round -> assertThat(distinct(tracker.getTrustBatch(KEYS).values())).hasSize(1))
        .meanwhile(round -> assertThat(tracker.snapshot().keys().size()).isIn(0, KEYS.size()))
        .meanwhile(round -> assertThat(distinctRanked()).hasSizeLessThanOrEqualTo(1))
        .start();
  }

  static Set<Object> distinct(Collection<?> values) {
    return new HashSet<>(values);
  }

  private Set<Object> distinctRanked() {
    return distinctRanked(tracker);
  }

  static Set<Object> distinctRanked(BayesianTrustTracker tracker) {
    List<RankedKey> ranked = tracker.rank(KEYS.size(), BetaPosterior::alpha);
    return distinct(ranked.stream().map(RankedKey::score).toList());
  }

  private Set<Object> distinctSnapshot() {
    TrustSnapshot snapshot = tracker.snapshot();
    return distinct(snapshot.keys().stream().map(key -> snapshot.posterior(key).alpha()).toList());
  }

  // A cut: causal

  @Test
  void snapshot_updatesOfTwoKeysInTurn_neverShowsTheSecondWithoutTheFirst() throws Exception {
    Race.Round inTurn =
        round -> {
          tracker.update("x", true);
          tracker.update("y", true);
        };
    new Race()
        .run(30_000, inTurn)
        .meanwhile(
            round -> {
              TrustSnapshot cut = tracker.snapshot();
              double ahead = cut.posterior("x").alpha() - cut.posterior("y").alpha();
              assertThat(ahead).isBetween(0.0, 1.0);
            })
        .meanwhile(round -> assertThat(aheadInRanking()).isBetween(0.0, 1.0))
        .start();
  }

  private double aheadInRanking() {
    double ahead = 0;
    for (RankedKey ranked : tracker.rank(2, BetaPosterior::successes)) {
      ahead += ranked.key().equals("x") ? ranked.score() : -ranked.score();
    }
    return ahead;
  }

  @Test
  void snapshot_newAndRemovedKeysInTurn_neverShowsTheSecondWithoutTheFirst() throws Exception {
    new Race()
        .run(30_000, this::createAndRemoveInTurn)
        .run(30_000, round -> createAndRemoveInTurn(round + 1_000_000))
        .meanwhile(
            round -> {
              Set<String> keys = tracker.snapshot().keys();
              for (String key : keys) {
                assertThat(keys).contains(key.replace("second", "first"));
              }
            })
        .start();
  }

  private void createAndRemoveInTurn(int round) {
    tracker.update("first" + round, true);
    tracker.update("second" + round, true);
    tracker.remove("second" + (round - 10));
    tracker.remove("first" + (round - 10));
  }

  @Test
  void snapshot_keyRemovedWhileItIsTaken_showsItAsItWas() throws Exception {
    KEYS.forEach(key -> tracker.update(key, true));
    CompletableFuture<TrustSnapshot> snapshot;
    Set<String> removed = new HashSet<>(KEYS);
    String held = KEYS.get(7);
    removed.remove(held);
    BetaStats busy = tracker.current(held);
    busy.lock();
    try {
      snapshot = whenCut();
      removed.forEach(tracker::remove);
      removed.forEach(key -> tracker.update(key, false, 100));
    } finally {
      busy.unlock();
    }
    TrustSnapshot cut = snapshot.get(60, TimeUnit.SECONDS);

    assertThat(cut.keys()).containsExactlyInAnyOrderElementsOf(KEYS);
    assertThat(KEYS).allSatisfy(key -> assertThat(cut.posterior(key).mean()).isEqualTo(2.0 / 3));
  }

  /** A snapshot that another thread is taking: its cut is made, and it waits for a key. */
  private CompletableFuture<TrustSnapshot> whenCut() {
    int before = tracker.appendedEpochs();
    CompletableFuture<TrustSnapshot> snapshot = CompletableFuture.supplyAsync(tracker::snapshot, OWN_THREAD);
    while (tracker.appendedEpochs() == before) {
      Thread.onSpinWait();
    }
    return snapshot;
  }

  // No tracker-wide wait

  @Test
  void manyKeyOperation_isRunning_singleKeysGoOn() throws Exception {
    KEYS.forEach(key -> tracker.update(key, true));
    CountDownLatch entered = new CountDownLatch(1);
    CompletableFuture<Void> batch;
    BetaStats busy = tracker.current("k0");
    busy.lock();
    try {
      batch =
          CompletableFuture.runAsync(
              () -> {
                entered.countDown();
                tracker.batchUpdate(List.of(TrustUpdate.of("k5", true), TrustUpdate.of("k0", true)));
              },
              OWN_THREAD);
      entered.await();
      while (tracker.getSampleSize("k5") < 2) {
        Thread.onSpinWait();
      }
      CompletableFuture.runAsync(this::useOneKey, OWN_THREAD).get(60, TimeUnit.SECONDS);
      assertThat(batch).isNotDone();
    } finally {
      busy.unlock();
    }
    batch.get(60, TimeUnit.SECONDS);
    assertThat(tracker.getSampleSize("k0")).isEqualTo(2);
  }

  private void useOneKey() {
    tracker.update("k1", true);
    tracker.update("brand new", true);
    tracker.retract("k1", true, 1);
    tracker.applyDecay("k1");
    tracker.addPendingUpdate("k1", true);
    assertThat(tracker.getTrust("k1")).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(tracker.getHistory("k1").size()).isPositive();
    assertThat(tracker.remove("k1")).isTrue();
    assertThat(tracker.contains("k1")).isFalse();
  }

  @Test
  void globalDecay_keyIsBusy_doesNotWaitForIt() throws Exception {
    KEYS.forEach(key -> tracker.update(key, true, 99));
    BetaStats busy = tracker.current("k3");
    busy.lock();
    try {
      CompletableFuture.runAsync(() -> tracker.applyGlobalDecay(0.5, 0), OWN_THREAD)
          .get(60, TimeUnit.SECONDS);
    } finally {
      busy.unlock();
    }
    assertThat(tracker.getStats("k3").alpha()).isEqualTo(50);
  }

  @Test
  void snapshot_waitsForOneKey_othersDoNotWaitForTheSnapshot() throws Exception {
    KEYS.forEach(key -> tracker.update(key, true));
    CompletableFuture<TrustSnapshot> snapshot;
    BetaStats busy = tracker.current("k3");
    busy.lock();
    try {
      snapshot = whenCut();
      CompletableFuture.runAsync(
              () -> {
                tracker.batchUpdate(List.of(TrustUpdate.of("k1", true)));
                tracker.applyGlobalDecay(1, 0);
                tracker.getTrustBatch(List.of("k1", "k2"));
                tracker.retract("k1", true, 1);
                useOneKey();
              },
              OWN_THREAD)
          .get(60, TimeUnit.SECONDS);
      assertThat(snapshot).isNotDone();
    } finally {
      busy.unlock();
    }
    TrustSnapshot cut = snapshot.get(60, TimeUnit.SECONDS);
    assertThat(KEYS).allSatisfy(key -> assertThat(cut.posterior(key).alpha()).isEqualTo(2));
  }

  // The shared instance

  /** In a class loader of its own, so that the first use is still to come. */
  @Test
  void getInstance_firstUseByManyThreads_isOne() throws Exception {
    URL[] library = {
      BayesianTrustTracker.class.getProtectionDomain().getCodeSource().getLocation()
    };
    for (int i = 0; i < 20; i++) {
      try (URLClassLoader loader = new URLClassLoader(library, null)) {
        Method getInstance =
            loader.loadClass(BayesianTrustTracker.class.getName()).getMethod("getInstance");
        Set<Object> seen = ConcurrentHashMap.newKeySet();
        Race.Round use = round -> seen.add(getInstance.invoke(null));
        new Race().run(1, use).run(1, use).run(1, use).run(1, use).start();
        assertThat(seen).hasSize(1);
      }
    }
  }

  // A key's life

  @Test
  void remove_whileOthersUpdate_keyIsKnownAfterTheLastUpdate() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      String key = "k" + i;
      tracker.update(key, true);
      new Race()
          .run(1, round -> tracker.remove(key))
          .run(1, round -> tracker.update(key, true))
          .start();
      double size = tracker.getSampleSize(key);
      assertThat(size).isIn(0.0, 1.0);
      assertThat(tracker.contains(key)).isEqualTo(size > 0);
    }
  }
}
