package io.github.bayesiantrust;

import io.github.bayesiantrust.TrackerWorkload.Setting;
import java.util.List;

/**
 * One line of the table: an operation, what it is measured against, and the ratio to reach.
 *
 * @param id what chooses the line
 * @param aim the ratio to keep to; NaN where the line only informs
 */
record Row(String id, String text, Run measured, Run against, double aim) {

  /**
   * A benchmark with its parameters.
   *
   * @param setting of the tracker, where there is one
   */
  record Run(String benchmark, Setting setting, int keys, int threads) {
    private Run on(int number) {
      return new Run(benchmark, setting, number, threads);
    }

    private Run by(int number) {
      return new Run(benchmark, setting, keys, number);
    }

    private Run with(Setting other) {
      return new Run(benchmark, other, keys, threads);
    }

    String size() {
      return Line.count(keys, "key") + ", " + Line.count(threads, "thread");
    }
  }

  private static final int HOT = 500;
  private static final int MILLION = 1_000_000;
  private static final double NO_AIM = Double.NaN;

  private static final Run TRUST_FLOOR = run("FloorBenchmark.trust");
  private static final Run UPDATE_FLOOR = run("FloorBenchmark.update");
  private static final Run PENDING_FLOOR = run("FloorBenchmark.updatePending");
  private static final Run TRUST = run("TrackerBenchmark.trust");
  private static final Run CACHED = TRUST.with(Setting.WITH_CACHE);
  private static final Run NOT_CACHED = TRUST.with(Setting.NO_CACHE);
  private static final Run TRUST_BATCH = run("TrackerBenchmark.trustBatch");
  private static final Run INTERVAL = run("TrackerBenchmark.interval");
  private static final Run UPDATE = run("TrackerBenchmark.update");
  private static final Run UPDATE_PLAIN = UPDATE.with(Setting.NO_HISTORY);
  private static final Run BATCH = run("TrackerBenchmark.updateBatch");
  private static final Run PENDING = run("TrackerBenchmark.updatePending");
  private static final Run SUCCESS = run("PeerBenchmark.breakerSuccess");
  private static final Run TIMED_SUCCESS = run("PeerBenchmark.breakerTimedSuccess");
  private static final Run FAILURE_RATE = run("PeerBenchmark.breakerFailureRate");
  private static final Run CAFFEINE = run("PeerBenchmark.caffeineTrust");

  private static Run run(String benchmark) {
    return new Run(benchmark, Setting.DEFAULT, HOT, 1);
  }

  /** All lines. A peer is to be beaten: at most 1. */
  static List<Row> all() {
    return List.of(
        new Row("trust-1", "getTrust", TRUST, TRUST_FLOOR, 1.5),
        new Row("trust-2", "getTrust", TRUST.by(2), TRUST_FLOOR.by(2), 1.5),
        new Row("trust-map-1", "getTrust, no cache", NOT_CACHED, TRUST_FLOOR, 1.5),
        new Row("trust-map-2", "getTrust, no cache", NOT_CACHED.by(2), TRUST_FLOOR.by(2), 1.5),
        new Row("cache-hot", "getTrust, cache on : off", CACHED, NOT_CACHED, 1.0),
        new Row("update-1", "update", UPDATE, UPDATE_FLOOR, 1.3),
        new Row("update-2", "update", UPDATE.by(2), UPDATE_FLOOR.by(2), 1.3),
        new Row("update-plain-1", "update, no history", UPDATE_PLAIN, UPDATE_FLOOR, NO_AIM),
        new Row(
            "update-plain-2", "update, no history",
            UPDATE_PLAIN.by(2), UPDATE_FLOOR.by(2), NO_AIM),
        new Row("update-one", "update", UPDATE.on(1).by(2), UPDATE_FLOOR.on(1).by(2), 1.5),
        new Row("batch", "batchUpdate of 1,000 : update", BATCH, UPDATE, 0.5),
        new Row("pending", "addPendingUpdate : update", PENDING.by(2), UPDATE.by(2), 0.7),
        new Row(
            "pending-large", "addPendingUpdate, flushes of 1,000 : update",
            PENDING.with(Setting.LARGE_FLUSHES).by(2), UPDATE.by(2), NO_AIM),
        new Row(
            "pending-floor", "floor of addPendingUpdate : update",
            PENDING_FLOOR.by(2), UPDATE.by(2), NO_AIM),
        new Row("trust-batch", "getTrustBatch of 1,000 : getTrust", TRUST_BATCH, TRUST, 1.5),
        new Row(
            "trust-batch-once", "getTrustBatch of 1,000, none twice : getTrust",
            TRUST_BATCH.on(1_000), TRUST.on(1_000), 1.5),
        new Row("interval", "getConfidenceInterval : getTrust", INTERVAL, TRUST, 3),
        new Row(
            "trust-batch-map", "getTrustBatch of 1,000 : getTrust, no cache",
            TRUST_BATCH.with(Setting.NO_CACHE), NOT_CACHED, 1.5),
        new Row(
            "trust-batch-once-map", "getTrustBatch of 1,000, none twice : getTrust, no cache",
            TRUST_BATCH.with(Setting.NO_CACHE).on(1_000), NOT_CACHED.on(1_000), 1.5),
        new Row(
            "interval-map", "getConfidenceInterval : getTrust, no cache",
            INTERVAL.with(Setting.NO_CACHE), NOT_CACHED, 3),
        new Row(
            "half-life-trust", "getTrust, half-life : none",
            TRUST.with(Setting.HALF_LIFE), TRUST, NO_AIM),
        new Row(
            "half-life-update", "update, half-life : none",
            UPDATE.with(Setting.HALF_LIFE), UPDATE, NO_AIM),
        new Row("breaker-update-1", "update : breaker's onSuccess", UPDATE, SUCCESS, 1),
        new Row("breaker-update-2", "update : breaker's onSuccess", UPDATE.by(2), SUCCESS.by(2), 1),
        new Row("breaker-timed-1", "update : breaker's onSuccess, timed", UPDATE, TIMED_SUCCESS, NO_AIM),
        new Row(
            "breaker-timed-2", "update : breaker's onSuccess, timed",
            UPDATE.by(2), TIMED_SUCCESS.by(2), NO_AIM),
        new Row("breaker-trust-1", "getTrust : breaker's failure rate", TRUST, FAILURE_RATE, 1),
        new Row(
            "breaker-trust-2", "getTrust : breaker's failure rate",
            TRUST.by(2), FAILURE_RATE.by(2), 1),
        new Row("caffeine-1", "getTrust, cache on : Caffeine", CACHED, CAFFEINE, 1),
        new Row("caffeine-2", "getTrust, cache on : Caffeine", CACHED.by(2), CAFFEINE.by(2), 1),
        large("large-trust", "getTrust", TRUST.with(Setting.NO_HISTORY)),
        large("large-trust-floor", "floor of getTrust", TRUST_FLOOR),
        large("large-update", "update, no history", UPDATE_PLAIN),
        large("large-update-floor", "floor of update", UPDATE_FLOOR));
  }

  private static Row large(String id, String text, Run run) {
    return new Row(
        id, text + ", 10,000,000 : 1,000,000 keys",
        run.on(10 * MILLION), run.on(MILLION), NO_AIM);
  }
}
