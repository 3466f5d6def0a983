package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCacheTest {
  private static final EvidenceModel MODEL = EvidenceModel.of(TrustConfig.defaults());

  /** A cache admits a key in one of some 512 misses; (511/512)^25000 is below 1e-20. */
  private static final int ENOUGH_MISSES = 25_000;

  /** A key with one success, and how it is asked for: by an equal text that is not the same object. */
  private record Key(String name, BetaStats stats) {
    static Key of(String name) {
      BetaStats stats = new BetaStats(MODEL);
      locked(stats, () -> stats.begin(new Epoch.Start()));
      stats.add(name, 1, 0, 0, true);
      return new Key(name, stats);
    }

    /** Asks a cache, and offers it the key if it does not know it; whether it did. */
    boolean hits(KeyCache cache) {
      BetaStats found = cache.get(new String(name));
      if (found == null) {
        cache.offer(name, stats);
        return false;
      }
      assertThat(found).isSameAs(stats);
      return true;
    }

    /** Comes to life in the table of a cache. */
    Key bornIn(KeyCache cache) {
      cache.offerNew(name, stats);
      return this;
    }

    boolean isIn(KeyCache cache) {
      return cache.holds(name, stats);
    }
  }

  private static List<Key> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> Key.of("k" + i)).toList();
  }

  private static List<Key> in(KeyCache cache, List<Key> keys) {
    return keys.stream().filter(key -> key.isIn(cache)).toList();
  }

  private static void locked(BetaStats stats, Runnable change) {
    stats.lock();
    try {
      change.run();
    } finally {
      stats.unlock();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void get_moreKeysThanCapacity_neverMoreEntriesThanCapacity(int capacity) {
    KeyCache cache = new KeyCache(capacity);
    List<Key> keys = keys(200);
    Random random = new Random(capacity);
    for (int i = 0; i < 200_000; i++) {
      keys.get((int) (200 * random.nextDouble() * random.nextDouble())).hits(cache);
      if (i % 200 == 0) {
        assertThat(in(cache, keys)).hasSizeLessThanOrEqualTo(capacity);
      }
    }
    assertThat(in(cache, keys)).hasSize(capacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, Integer.MAX_VALUE})
  void get_keyBornWhereThereIsRoom_hits(int capacity) {
    KeyCache cache = new KeyCache(capacity);
    Key hot = Key.of("hot").bornIn(cache);
    for (int i = 0; i < 100; i++) {
      assertThat(hot.hits(cache)).isTrue();
    }
  }

  @Test
  void offerNew_cacheIsFull_isNotTakenIn() {
    KeyCache cache = new KeyCache(4);
    List<Key> keys = keys(8);
    keys.forEach(key -> key.bornIn(cache));
    assertThat(in(cache, keys)).isEqualTo(keys.subList(0, 4));
  }

  /** "Aa" and "BB" have the same hash code. */
  @Test
  void offerNew_placeIsTaken_isNotTakenIn() {
    KeyCache cache = new KeyCache(1024);
    Key first = Key.of("Aa").bornIn(cache);
    Key second = Key.of("BB").bornIn(cache);
    assertThat(in(cache, List.of(first, second))).containsExactly(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void get_oneEntryNotUsed_newcomerTakesItsPlace(int unused) {
    KeyCache cache = new KeyCache(4);
    List<Key> keys = keys(4);
    keys.forEach(key -> key.bornIn(cache));
    IntStream.range(0, 4).filter(i -> i != unused).forEach(i -> keys.get(i).hits(cache));
    assertThat(in(cache, keys)).hasSize(4);
    Key newcomer = admitted("k8", cache);
    assertThat(newcomer.hits(cache)).isTrue();
    assertThat(in(cache, keys)).hasSize(3).doesNotContain(keys.get(unused));
    assertThat(keys.get(unused).hits(cache)).isFalse();
  }

  @Test
  void get_allEntriesUsed_oneGoes() {
    KeyCache cache = new KeyCache(4);
    List<Key> keys = keys(4);
    keys.forEach(key -> key.bornIn(cache).hits(cache));
    admitted("k8", cache);
    assertThat(in(cache, keys)).hasSize(3);
  }

  /** "Aa" and "BB" have the same hash code. */
  @Test
  void get_keysOfOnePlace_theOneThatIsAskedHasIt() {
    KeyCache cache = new KeyCache(1024);
    Key first = Key.of("Aa").bornIn(cache);
    Key second = admitted("BB", cache);
    assertThat(second.hits(cache)).isTrue();
    assertThat(first.isIn(cache)).isFalse();
    assertThat(first.hits(cache)).isFalse();
  }

  @Test
  void get_keysOfOnePlace_theOneThatWasAskedLatelyHasASecondChance() {
    KeyCache cache = new KeyCache(1024);
    Key first = Key.of("Aa").bornIn(cache);
    Key second = Key.of("BB");
    for (int i = 0; i < ENOUGH_MISSES; i++) {
      assertThat(first.hits(cache)).as("asked as often as the other one").isEqualTo(true);
      assertThat(second.hits(cache)).isFalse();
    }
  }

  @Test
  void get_farMoreKeysThanCapacity_takesInOneMissIn512AtMost() {
    KeyCache cache = new KeyCache(64);
    List<Key> keys = keys(8_000);
    Random random = new Random(1);
    askAtRandom(cache, keys, 1_000_000, random);
    long newcomers = 0;
    int rounds = 2_000;
    for (int i = 0; i < rounds; i++) {
      Set<Key> before = Set.copyOf(in(cache, keys));
      askAtRandom(cache, keys, 512, random);
      newcomers += in(cache, keys).stream().filter(key -> !before.contains(key)).count();
    }
    assertThat(newcomers).as("some find a place that was used").isBetween(rounds / 2L, (long) rounds);
  }

  @Test
  void get_fewKeysAfterFarTooMany_theyAreTakenIn() {
    List<Key> keys = keys(8_000);
    for (int seed = 0; seed < 20; seed++) {
      KeyCache cache = new KeyCache(64);
      Random random = new Random(seed);
      askAtRandom(cache, keys, 100_000, random);
      List<Key> few = keys.subList(400 * seed, 400 * seed + 40);
      askAtRandom(cache, few, 500_000, random);
      assertThat(in(cache, few)).hasSizeGreaterThan(30);
    }
  }

  private static void askAtRandom(KeyCache cache, List<Key> keys, int times, Random random) {
    for (int i = 0; i < times; i++) {
      keys.get(random.nextInt(keys.size())).hits(cache);
    }
  }

  private static Key admitted(String name, KeyCache cache) {
    Key newcomer = Key.of(name);
    for (int i = 0; i < ENOUGH_MISSES && !newcomer.isIn(cache); i++) {
      newcomer.hits(cache);
    }
    assertThat(newcomer.isIn(cache)).isTrue();
    return newcomer;
  }

  @Test
  void drop_keyThatIsHere_leavesItsPlaceToTheNextOne() {
    KeyCache cache = new KeyCache(1);
    Key old = Key.of("k").bornIn(cache);
    locked(old.stats, old.stats::retire);
    cache.drop("k", old.stats);
    assertThat(cache.get("k")).isNull();
    Key back = Key.of("k").bornIn(cache);
    assertThat(back.hits(cache)).as("takes the place at once").isTrue();
  }

  @Test
  void drop_keyThatIsNotHere_changesNothing() {
    KeyCache cache = new KeyCache(1);
    Key here = Key.of("k").bornIn(cache);
    cache.drop("k", Key.of("k").stats);
    cache.drop("other", Key.of("other").stats);
    assertThat(here.hits(cache)).isTrue();
  }

  @Test
  void offer_keyThatDoesNotLive_isNotTakenIn() {
    KeyCache cache = new KeyCache(2);
    Key ended = Key.of("k");
    locked(ended.stats, ended.stats::retire);
    BetaStats unborn = new BetaStats(MODEL);
    for (int i = 0; i < ENOUGH_MISSES; i++) {
      cache.offer("k", ended.stats);
      cache.offer("u", unborn);
    }
    cache.offerNew("k", ended.stats);
    cache.offerNew("u", unborn);
    assertThat(cache.get("k")).isNull();
    assertThat(cache.get("u")).isNull();
  }

  @Test
  void offer_keyThatIsHere_isTakenInOnce() {
    KeyCache cache = new KeyCache(2);
    List<Key> keys = keys(2);
    for (int i = 0; i < ENOUGH_MISSES; i++) {
      cache.offer(keys.get(0).name, keys.get(0).stats);
    }
    keys.get(1).bornIn(cache);
    assertThat(in(cache, keys)).as("room for the second one").hasSize(2);
  }

  /** The hash code of an empty key is 0. */
  @ParameterizedTest
  @ValueSource(strings = {"", "k"})
  void get_placeThatIsFree_neitherHitsNorRefusesTheNextOne(String name) {
    KeyCache cache = new KeyCache(1);
    assertThat(cache.get("")).isNull();
    Key key = Key.of(name).bornIn(cache);
    assertThat(key.hits(cache)).isTrue();
  }

  @Test
  void offer_capacityZero_takesNothing() {
    KeyCache cache = new KeyCache(0);
    Key key = Key.of("k").bornIn(cache);
    for (int i = 0; i < ENOUGH_MISSES; i++) {
      assertThat(key.hits(cache)).isFalse();
    }
  }

  static Stream<Named<Consumer<BayesianTrustTracker>>> operations() {
    BayesianTrustTracker other = new BayesianTrustTracker();
    other.update("k", false, 5);
    TrustSnapshot saved = other.snapshot();
    return Stream.of(
        Named.of("update", t -> t.update("k", false)),
        Named.of("late update", t -> t.update("k", false, 1, Instant.EPOCH)),
        Named.of("graded update", t -> t.updateGraded("k", 0.25, 1)),
        Named.of("retract", t -> t.retract("k", true, 2)),
        Named.of("decay", t -> t.applyDecay("k", 0.5, 0)),
        Named.of("global decay", t -> t.applyGlobalDecay(0.5, 0)),
        Named.of(
            "two global decays",
            t -> {
              t.applyGlobalDecay(0.5, 0);
              t.applyGlobalDecay(0.5, 0);
            }),
        Named.of("batch", t -> t.batchUpdate(List.of(TrustUpdate.of("k", false)))),
        Named.of(
            "flush",
            t -> {
              t.addPendingUpdate("k", false);
              t.flush();
            }),
        Named.of("remove", t -> t.remove("k")),
        Named.of(
            "remove and update",
            t -> {
              t.remove("k");
              t.update("k", false);
            }),
        Named.of("remove idle", t -> t.removeIdle(Duration.ZERO)),
        Named.of("clear", BayesianTrustTracker::clear),
        Named.of("restore", t -> t.restore(saved)),
        Named.of("merge", t -> t.merge(saved)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void getTrust_afterOperation_isNew(Consumer<BayesianTrustTracker> operation) {
    for (int capacity : new int[] {0, 1, 1024}) {
      BayesianTrustTracker tracker = tracker(capacity);
      tracker.update("k", true, 9);
      tracker.getTrust("k");
      assertThat(tracker.getTrust(new String("k"))).isEqualTo(10.0 / 11);
      operation.accept(tracker);
      double expected = tracker.getStats("k").mean();
      assertThat(expected).isNotEqualTo(10.0 / 11);
      assertThat(tracker.getTrust(new String("k"))).isEqualTo(expected);
      assertThat(tracker.getTrust("k")).isEqualTo(expected);
      assertThat(tracker.getTrustBatch(List.of("k"))).containsEntry("k", expected);
      TrackerAssert.assertThat(tracker).isConsistent();
    }
  }

  @Test
  void getTrust_noUpdateOrMany_countsHitsAndMisses() {
    BayesianTrustTracker tracker = tracker(1024);
    tracker.enablePerformanceStats(true);
    tracker.getTrust("unknown");
    for (int i = 0; i < 10; i++) {
      tracker.update("k", true);
      tracker.getTrust("k");
    }
    assertThat(tracker.getPerformanceStats().cacheMisses()).isEqualTo(1);
    assertThat(tracker.getPerformanceStats().cacheHits()).isEqualTo(10);
  }

  @Test
  void getTrust_capacityZero_missesAlways() {
    BayesianTrustTracker tracker = tracker(0);
    tracker.enablePerformanceStats(true);
    tracker.update("k", true);
    for (int i = 0; i < 100; i++) {
      assertThat(tracker.getTrust("k")).isEqualTo(2.0 / 3);
    }
    assertThat(tracker.getPerformanceStats().cacheHits()).isZero();
    assertThat(tracker.getPerformanceStats().cacheMisses()).isEqualTo(100);
  }

  /** However it comes to life: also when it comes back. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1024})
  void getTrust_keyThatHasComeToLife_isAtHand(int capacity) {
    BayesianTrustTracker source = tracker(capacity);
    source.update("k", true);
    List<Consumer<BayesianTrustTracker>> ways =
        List.of(
            t -> t.update("k", true),
            t -> t.updateGraded("k", 0.5, 1),
            t -> t.batchUpdate(List.of(TrustUpdate.of("k", true))),
            t -> t.restore(source.snapshot()),
            t -> t.merge(source.snapshot()));
    BayesianTrustTracker tracker = tracker(capacity);
    for (Consumer<BayesianTrustTracker> way : ways) {
      tracker.remove("k");
      way.accept(tracker);
      tracker.enablePerformanceStats(true);
      tracker.getTrust("k");
      assertThat(tracker.getPerformanceStats().cacheHits()).isEqualTo(1);
    }
  }

  @Test
  void update_keyOftenUsed_putsItAtHand() {
    BayesianTrustTracker tracker = tracker(1);
    tracker.update("other", true);
    for (int i = 0; i < ENOUGH_MISSES; i++) {
      tracker.update("k", true);
    }
    tracker.enablePerformanceStats(true);
    tracker.getTrust("k");
    assertThat(tracker.getPerformanceStats().cacheHits()).isEqualTo(1);
  }

  /** A bound on the keys lets them go, too; the one that is at hand among them. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024})
  void getTrust_keyMadeRoom_isUnknown(int capacity) {
    BayesianTrustTracker tracker =
        new BayesianTrustTracker(TrustConfig.builder().cacheCapacity(capacity).maxKeys(1).build());
    for (int i = 0; i < 100; i++) {
      String key = "k" + i % 2;
      assertThat(tracker.getTrust(key)).isEqualTo(0.5);
      tracker.update(key, true);
      assertThat(tracker.getTrust(key)).isEqualTo(2.0 / 3);
      assertThat(tracker.getTrust(key)).isEqualTo(2.0 / 3);
    }
  }

  /** A key at hand ends and comes back again and again; who uses it meanwhile loses nothing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1024})
  void update_keyRemovedMeanwhile_countsInTheOldLifeOrTheNewOne(int capacity) throws Exception {
    BayesianTrustTracker tracker = tracker(capacity);
    Race.Round ask = round -> assertThat(tracker.getTrust("k")).isBetween(0.5, 1.0);
    new Race()
        .run(
            50_000,
            round -> {
              tracker.update("k", true);
              tracker.remove("k");
            })
        .meanwhile(round -> tracker.update("k", true))
        .meanwhile(ask)
        .start();
    tracker.remove("k");
    assertThat(tracker.getTrust("k")).isEqualTo(0.5);
    tracker.update("k", true);
    assertThat(tracker.getTrust("k")).isEqualTo(2.0 / 3);
  }

  /** Each way to ask comes after the other one, while keys push each other out of the cache. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1024})
  void getTrust_betweenTwoLooksAtTheState_isNeitherOlderNorNewer(int capacity) throws Exception {
    BayesianTrustTracker tracker = tracker(capacity);
    Race.Round ask =
        round -> {
          String key = "k" + round % 3;
          double before = tracker.getStats(key).mean();
          double trust = tracker.getTrust(key);
          double after = tracker.getStats(key).mean();
          assertThat(trust).isBetween(before, after);
        };
    new Race()
        .run(100_000, round -> tracker.update("k" + round % 3, true))
        .meanwhile(ask)
        .meanwhile(ask)
        .start();
  }

  private static BayesianTrustTracker tracker(int capacity) {
    return new BayesianTrustTracker(TrustConfig.builder().cacheCapacity(capacity).build());
  }
}
