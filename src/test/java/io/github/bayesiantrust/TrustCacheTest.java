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

  private final Counters counters = new Counters();

  TrustCacheTest() {
    counters.enable(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void trust_moreKeysThanCapacity_neverMoreEntriesThanCapacity(int capacity) {
    TrustCache cache = new TrustCache(capacity, counters);
    List<BetaStats> keys = keys(200);
    Random random = new Random(capacity);
    for (int i = 0; i < 20_000; i++) {
      BetaStats key = keys.get((int) (200 * random.nextDouble() * random.nextDouble()));
      assertThat(cache.trust(key)).isEqualTo(key.trust(0));
      if (i % 20 == 0) {
        assertThat(cached(keys)).hasSizeLessThanOrEqualTo(capacity);
      }
    }
    assertThat(cached(keys)).hasSize(capacity);
  }

  @Test
  void trust_hotKey_hitsButForTheFirst() {
    TrustCache cache = new TrustCache(2, counters);
    BetaStats hot = key();
    for (int i = 0; i < 100; i++) {
      cache.trust(hot);
    }
    assertThat(counters.read().cacheHits()).isEqualTo(99);
    assertThat(counters.read().cacheMisses()).isEqualTo(1);
  }

  @Test
  void trust_capacityZero_missesAlways() {
    TrustCache cache = new TrustCache(0, counters);
    BetaStats hot = key();
    for (int i = 0; i < 100; i++) {
      assertThat(cache.trust(hot)).isEqualTo(2.0 / 3);
    }
    assertThat(counters.read().cacheHits()).isZero();
    assertThat(counters.read().cacheMisses()).isEqualTo(100);
    assertThat(hot.cached()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void trust_oneEntryNotUsed_newcomerTakesItsPlace(int unused) {
    TrustCache cache = new TrustCache(4, counters);
    List<BetaStats> keys = keys(4);
    keys.forEach(cache::trust);
    IntStream.range(0, 4).filter(i -> i != unused).mapToObj(keys::get).forEach(cache::trust);
    BetaStats newcomer = admit(cache);
    assertThat(newcomer.cached()).isNotNull();
    assertThat(cached(keys)).hasSize(3).doesNotContain(keys.get(unused));
  }

  @Test
  void trust_allEntriesUsed_oneGoes() {
    TrustCache cache = new TrustCache(4, counters);
    List<BetaStats> keys = keys(4);
    keys.forEach(cache::trust);
    keys.forEach(cache::trust);
    admit(cache);
    assertThat(cached(keys)).hasSize(3);
  }

  private static BetaStats admit(TrustCache cache) {
    BetaStats newcomer = key();
    for (int i = 0; i < ENOUGH_MISSES && newcomer.cached() == null; i++) {
      cache.trust(newcomer);
    }
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

  private static void locked(BetaStats stats, Runnable change) {
    synchronized (stats) {
      change.run();
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void trust_afterChange_isNew(Consumer<BetaStats> change) {
    TrustCache cache = new TrustCache(2, counters);
    BetaStats stats = key();
    cache.trust(stats);
    double before = cache.trust(stats);
    assertThat(counters.read().cacheHits()).isEqualTo(1);
    change.accept(stats);
    double expected = stats.alpha / (stats.alpha + stats.beta);
    assertThat(expected).isNotEqualTo(before);
    assertThat(cache.trust(stats)).isEqualTo(expected);
    assertThat(cache.trust(stats)).isEqualTo(expected);
    assertThat(counters.read().cacheHits()).as("the entry stays").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1024})
  void getTrust_keyRemovedAndBack_answersForTheNewOne(int capacity) {
    BayesianTrustTracker tracker =
        new BayesianTrustTracker(TrustConfig.builder().cacheCapacity(capacity).build());
    tracker.update("k", true);
    tracker.getTrust("k");
    tracker.remove("k");
    assertThat(tracker.getTrust("k")).isEqualTo(0.5);
    tracker.update("k", false);
    assertThat(tracker.getTrust("k")).isEqualTo(1.0 / 3);
    for (int i = 0; i < ENOUGH_MISSES; i++) {
      tracker.getTrust("k");
    }
    TrackerAssert.assertThat(tracker).isConsistent();
  }

  private static List<BetaStats> keys(int count) {
    return Stream.generate(TrustCacheTest::key).limit(count).toList();
  }

  /** A living key with one success. */
  private static BetaStats key() {
    BetaStats stats = new BetaStats(MODEL);
    locked(stats, () -> stats.begin(new Epoch.Start()));
    stats.add("k", 1, 0, 0, true);
    return stats;
  }

  private static List<BetaStats> cached(List<BetaStats> keys) {
    return keys.stream().filter(key -> key.cached() != null).toList();
  }
}
