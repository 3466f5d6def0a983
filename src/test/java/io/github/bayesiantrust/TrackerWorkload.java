package io.github.bayesiantrust;

import java.time.Duration;
import java.util.Map;

/** The hot operations of a tracker whose keys are all known, as benchmarks measure them. */
final class TrackerWorkload {

  /** What differs from the default configuration. */
  enum Setting {
    DEFAULT(TrustConfig.builder()),
    WITH_CACHE(TrustConfig.builder().cacheCapacity(1024)),
    NO_CACHE(TrustConfig.builder().cacheCapacity(0)),
    LARGE_FLUSHES(TrustConfig.builder().batchSize(1_000)),
    NO_HISTORY(TrustConfig.builder().historyCapacity(0)),
    HALF_LIFE(TrustConfig.builder().halfLife(Duration.ofDays(30)));

    private final TrustConfig config;

    Setting(TrustConfig.Builder config) {
      this.config = config.build();
    }

    /** A tracker whose keys all have one success. */
    BayesianTrustTracker filled(KeySequence keys) {
      BayesianTrustTracker tracker = new BayesianTrustTracker(config);
      keys.forEach(key -> tracker.update(key, true));
      return tracker;
    }
  }

  private final BayesianTrustTracker tracker;

  TrackerWorkload(KeySequence keys, Setting setting) {
    tracker = setting.filled(keys);
  }

  double trust(KeySequence.Cursor keys) {
    return tracker.getTrust(keys.key());
  }

  Map<String, Double> trustBatch(KeySequence.Cursor keys) {
    return tracker.getTrustBatch(keys.batch());
  }

  TrustInterval interval(KeySequence.Cursor keys) {
    return tracker.getConfidenceInterval(keys.key());
  }

  void update(KeySequence.Cursor keys) {
    tracker.update(keys.key(), keys.outcome());
  }

  void updateBatch(KeySequence.Cursor keys) {
    tracker.batchUpdate(keys.updates());
  }

  void updatePending(KeySequence.Cursor keys) {
    tracker.addPendingUpdate(keys.key(), keys.outcome());
  }

  /** The evidence of all keys together, with what waits to be flushed. */
  double evidence() {
    tracker.flush();
    return tracker.keys().stream().mapToDouble(tracker::getSampleSize).sum();
  }
}
