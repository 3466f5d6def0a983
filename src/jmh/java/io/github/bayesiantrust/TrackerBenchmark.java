package io.github.bayesiantrust;

import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/** {@link TrackerWorkload} under the harness. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(5)
@State(Scope.Benchmark)
public class TrackerBenchmark {
  /** The name of a {@link TrackerWorkload.Setting}. */
  @Param("DEFAULT")
  public String setting;

  private TrackerWorkload tracker;

  @Setup
  public void fill(HotKeys keys) {
    tracker = new TrackerWorkload(keys.sequence, TrackerWorkload.Setting.valueOf(setting));
  }

  @Benchmark
  public double trust(HotKeys.Cursor keys) {
    return tracker.trust(keys.at);
  }

  @Benchmark
  @OperationsPerInvocation(KeySequence.BATCH)
  public Map<String, Double> trustBatch(HotKeys.Cursor keys) {
    return tracker.trustBatch(keys.at);
  }

  @Benchmark
  public TrustInterval interval(HotKeys.Cursor keys) {
    return tracker.interval(keys.at);
  }

  @Benchmark
  public void update(HotKeys.Cursor keys) {
    tracker.update(keys.at);
  }

  @Benchmark
  @OperationsPerInvocation(KeySequence.BATCH)
  public void updateBatch(HotKeys.Cursor keys) {
    tracker.updateBatch(keys.at);
  }

  @Benchmark
  public void updatePending(HotKeys.Cursor keys) {
    tracker.updatePending(keys.at);
  }
}
