package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustCacheTest {
  private static final EvidenceModel MODEL = EvidenceModel.of(TrustConfig.defaults());

  /** A full cache admits a key in one of 512 misses; (511/512)^25000 is below 1e-20. */
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
    boolean hits(TrustCache cache) {
      double trust = cache.trust(new String(name));
      if (Double.isNaN(trust)) {
        cache.offer(name, stats);
        return false;
      }
      assertThat(trust).isEqualTo(stats.trust(0));
      return true;
    }

    boolean isCached() {
      return stats.cached() != null;
    }
  }

  private static List<Key> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> Key.of("k" + i)).toList();
  }

  private static List<Key> cached(List<Key> keys) {
    return keys.stream().filter(Key::isCached).toList();
  }

  private static void locked(BetaStats stats, Runnable change) {
    synchronized (stats) {
      change.run();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void trust_moreKeysThanCapacity_neverMoreEntriesThanCapacity(int capacity) {
    TrustCache cache = new TrustCache(capacity);
    List<Key> keys = keys(200);
    Random random = new Random(capacity);
    for (int i = 0; i < 20_000; i++) {
      keys.get((int) (200 * random.nextDouble() * random.nextDouble())).hits(cache);
      if (i % 20 == 0) {
        assertThat(cached(keys)).hasSizeLessThanOrEqualTo(capacity);
      }
    }
    assertThat(cached(keys)).hasSize(capacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, Integer.MAX_VALUE})
  void trust_hotKey_hitsButForTheFirst(int capacity) {
    TrustCache cache = new TrustCache(capacity);
    Key hot = Key.of("hot");
    assertThat(hot.hits(cache)).isFalse();
    for (int i = 0; i < 100; i++) {
      assertThat(hot.hits(cache)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void trust_oneEntryNotUsed_newcomerTakesItsPlace(int unused) {
    TrustCache cache = new TrustCache(4);
    List<Key> keys = keys(4);
    keys.forEach(key -> key.hits(cache));
    IntStream.range(0, 4).filter(i -> i != unused).forEach(i -> keys.get(i).hits(cache));
    assertThat(cached(keys)).hasSize(4);
    Key newcomer = admitted("k8", cache);
    assertThat(newcomer.hits(cache)).isTrue();
    assertThat(cached(keys)).hasSize(3).doesNotContain(keys.get(unused));
    assertThat(keys.get(unused).hits(cache)).isFalse();
  }

  @Test
  void trust_allEntriesUsed_oneGoes() {
    TrustCache cache = new TrustCache(4);
    List<Key> keys = keys(4);
    keys.forEach(key -> key.hits(cache));
    keys.forEach(key -> key.hits(cache));
    admitted("k8", cache);
    assertThat(cached(keys)).hasSize(3);
  }

  /** "Aa" and "BB" have the same hash code. */
  @Test
  void trust_keysOfOnePlace_theOneThatIsAskedHasIt() {
    TrustCache cache = new TrustCache(1024);
    Key first = Key.of("Aa");
    first.hits(cache);
    Key second = admitted("BB", cache);
    assertThat(second.hits(cache)).isTrue();
    assertThat(first.isCached()).isFalse();
    second.stats.add("BB", 0, 1, 0, true);
    first.stats.add("Aa", 0, 2, 0, true);
    assertThat(second.hits(cache)).isTrue();
    assertThat(first.hits(cache)).isFalse();
  }

  @Test
  void trust_keysOfOnePlace_theOneThatWasAskedLatelyHasASecondChance() {
    TrustCache cache = new TrustCache(1024);
    Key first = Key.of("Aa");
    first.hits(cache);
    Key second = Key.of("BB");
    for (int i = 0; i < ENOUGH_MISSES; i++) {
      assertThat(first.hits(cache)).as("asked as often as the other one").isEqualTo(true);
      assertThat(second.hits(cache)).isFalse();
    }
  }

  private static Key admitted(String name, TrustCache cache) {
    Key newcomer = Key.of(name);
    for (int i = 0; i < ENOUGH_MISSES && !newcomer.isCached(); i++) {
      newcomer.hits(cache);
    }
    assertThat(newcomer.isCached()).isTrue();
    return newcomer;
  }

  static Stream<Named<Consumer<BetaStats>>> changes() {
    KeyState state = new KeyState(3, 9, 1, Double.NaN, TrustHistory.EMPTY);
    return Stream.of(
        Named.of("add", stats -> stats.add("k", 0, 3, 1, true)),
        Named.of("add late", stats -> stats.add("k", 0, 3, 1, false)),
        Named.of("retract", stats -> locked(stats, () -> stats.takeBack(1, 0, 1))),
        Named.of("decay", stats -> locked(stats, () -> stats.decay(0.75, 0, 1))),
        Named.of("load", stats -> locked(stats, () -> stats.load(state))),
        Named.of("merge", stats -> locked(stats, () -> stats.merge(state))));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void trust_afterChange_isNewAndReady(Consumer<BetaStats> change) {
    TrustCache cache = new TrustCache(2);
    Key key = Key.of("k");
    key.hits(cache);
    double before = cache.trust("k");
    change.accept(key.stats);
    assertThat(cache.trust("k"))
        .isEqualTo(key.stats.alpha / (key.stats.alpha + key.stats.beta))
        .isNotEqualTo(before);
  }

  @Test
  void trust_epochBegun_isNotReadyUntilTheKeyHasPassedIt() {
    TrustCache cache = new TrustCache(2);
    BetaStats stats = new BetaStats(MODEL);
    Epoch born = new Epoch.Start();
    locked(stats, () -> stats.begin(born));
    stats.add("k", 9, 0, 0, true);
    cache.offer("k", stats);
    assertThat(cache.trust("k")).isEqualTo(10.0 / 11);
    born.append(new Epoch.Decay(0.5, 0, 0));
    assertThat(cache.trust("k")).isNaN();
    assertThat(stats.isCurrent("k")).isTrue();
    assertThat(cache.trust("k")).isEqualTo(5.0 / 6);
    assertThat(stats.cached().epoch()).isSameAs(born.next());
  }

  @Test
  void trust_keyEnded_isNotReadyAndHoldsNoEpoch() {
    TrustCache cache = new TrustCache(2);
    Key old = Key.of("k");
    old.hits(cache);
    CachedTrust entry = old.stats.cached();
    locked(old.stats, old.stats::retire);
    assertThat(cache.trust("k")).isNaN();
    assertThat(entry.epoch()).isSameAs(new CachedTrust("any").epoch());
    cache.offer("k", old.stats);
    assertThat(cache.trust("k")).as("a key that has ended fills no entry").isNaN();
    Key back = Key.of("k");
    back.hits(cache);
    assertThat(back.hits(cache)).as("takes the place at once").isTrue();
    assertThat(old.isCached()).isFalse();
  }

  static Stream<Named<Consumer<BayesianTrustTracker>>> operations() {
    BayesianTrustTracker other = new BayesianTrustTracker();
    other.update("k", false, 5);
    TrustSnapshot saved = other.snapshot();
    return Stream.of(
        Named.of("update", t -> t.update("k", false)),
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
    assertThat(tracker.getPerformanceStats().cacheMisses()).isEqualTo(2);
    assertThat(tracker.getPerformanceStats().cacheHits()).isEqualTo(9);
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
    assertThat(tracker.current("k").cached()).isNull();
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
