package io.github.bayesiantrust;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hot operations of a tracker beside the least that each must do: look a key up, read the clock,
 * enter the monitor of the key. Compare within one run, as ratios.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@State(Scope.Benchmark)
public class TrackerBenchmark {
  private static final int BATCH = 1000;

  /** What a key is at least: two numbers, a time and a published answer. */
  static final class Kernel {
    double alpha = 1;
    double beta = 1;
    double lastUpdate;
    volatile double trust = 0.5;
  }

  /** The number of keys, asked at random. */
  @Param({"500", "100000"})
  int keys;

  String[] names;
  BayesianTrustTracker tracker;
  BayesianTrustTracker withoutCache;
  BayesianTrustTracker withoutHistory;
  BayesianTrustTracker fading;
  final ConcurrentHashMap<String, Kernel> kernels = new ConcurrentHashMap<>();
  final Clock clock = Clock.systemUTC();
  List<TrustUpdate> batch;
  List<String> batchKeys;

  @Setup
  public void fill() {
    names = IntStream.range(0, keys).mapToObj(i -> "service-" + i).toArray(String[]::new);
    tracker = new BayesianTrustTracker();
    withoutCache = tracker(TrustConfig.builder().cacheCapacity(0));
    withoutHistory = tracker(TrustConfig.builder().cacheCapacity(0).historyCapacity(0));
    fading = tracker(TrustConfig.builder().halfLife(Duration.ofDays(30)));
    for (String name : names) {
      kernels.put(name, new Kernel());
      List.of(tracker, withoutCache, withoutHistory, fading).forEach(t -> t.update(name, true));
    }
    batchKeys = Arrays.asList(names).subList(0, Math.min(BATCH, keys));
    batch =
        IntStream.range(0, BATCH)
            .mapToObj(i -> TrustUpdate.of(names[i % keys], i % 3 == 0))
            .toList();
  }

  private static BayesianTrustTracker tracker(TrustConfig.Builder config) {
    return new BayesianTrustTracker(config.build());
  }

  private String key() {
    return names[ThreadLocalRandom.current().nextInt(keys)];
  }

  @Benchmark
  public double trust_floor() {
    return kernels.get(key()).trust;
  }

  @Benchmark
  public double trust() {
    return tracker.getTrust(key());
  }

  @Benchmark
  public double trust_noCache() {
    return withoutCache.getTrust(key());
  }

  @Benchmark
  public double trust_halfLife() {
    return fading.getTrust(key());
  }

  @Benchmark
  public TrustInterval interval() {
    return tracker.getConfidenceInterval(key());
  }

  @Benchmark
  public double update_floor() {
    double now = Times.epochSeconds(clock.instant());
    Kernel kernel = kernels.get(key());
    synchronized (kernel) {
      kernel.lastUpdate = now;
      kernel.alpha += 1;
      return kernel.beta += 0;
    }
  }

  @Benchmark
  public void update() {
    tracker.update(key(), true);
  }

  @Benchmark
  public void update_noHistory() {
    withoutHistory.update(key(), true);
  }

  @Benchmark
  public void update_halfLife() {
    fading.update(key(), true);
  }

  @Benchmark
  public void update_pending() {
    tracker.addPendingUpdate(key(), true);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void update_batchOf1000() {
    tracker.batchUpdate(batch);
  }

  @Benchmark
  public void globalDecay() {
    withoutHistory.applyGlobalDecay(1, 0);
  }
}
