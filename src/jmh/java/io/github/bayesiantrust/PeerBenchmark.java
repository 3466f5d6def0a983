package io.github.bayesiantrust;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same operations by what a user would pick instead. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(5)
@State(Scope.Benchmark)
public class PeerBenchmark {
  private final ConcurrentHashMap<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  private final long start = System.nanoTime();

  /** In front of a tracker without a cache of its own; nothing is ever updated. */
  private LoadingCache<String, Double> caffeine;

  @Setup
  public void fill(HotKeys keys) {
    keys.sequence.forEach(key -> breakers.put(key, CircuitBreaker.ofDefaults(key)));
    BayesianTrustTracker tracker = TrackerWorkload.Setting.NO_CACHE.filled(keys.sequence);
    caffeine = Caffeine.newBuilder().maximumSize(1024).build(tracker::getTrust);
  }

  @Benchmark
  public void breakerSuccess(HotKeys.Cursor keys) {
    breakers.get(keys.at.key()).onSuccess(1, TimeUnit.MICROSECONDS);
  }

  /** With the reading of the clock that its caller has to do, as an update does its own. */
  @Benchmark
  public void breakerTimedSuccess(HotKeys.Cursor keys) {
    CircuitBreaker breaker = breakers.get(keys.at.key());
    breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
  }

  @Benchmark
  public float breakerFailureRate(HotKeys.Cursor keys) {
    return breakers.get(keys.at.key()).getMetrics().getFailureRate();
  }

  @Benchmark
  public double caffeineTrust(HotKeys.Cursor keys) {
    return caffeine.get(keys.at.key());
  }
}
