package io.github.bayesiantrust;

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

/** {@link FloorWorkload} under the harness. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(5)
@State(Scope.Benchmark)
public class FloorBenchmark {
  private FloorWorkload floor;

  @Setup
  public void fill(HotKeys keys) {
    floor = new FloorWorkload(keys.sequence);
  }

  @Benchmark
  public double trust(HotKeys.Cursor keys) {
    return floor.trust(keys.at);
  }

  @Benchmark
  public void update(HotKeys.Cursor keys) {
    floor.update(keys.at);
  }

  @Benchmark
  public void updatePending(HotKeys.Cursor keys) {
    floor.updatePending(keys.at);
  }
}
