package io.github.bayesiantrust;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
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

/**
 * What a half-life costs: the same operations with it on and off, and what they can't do without, the
 * reading of the clock and the power. Compare within one run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@State(Scope.Benchmark)
public class HalfLifeBenchmark {
  private static final int KEYS = 500;
  private static final double HALF_LIFE = Duration.ofDays(30).toNanos();

  final Clock clock = Clock.systemUTC();
  final LongSupplier time = SystemTime.of(clock);
  final EvidenceModel model = EvidenceModel.of(fading().build());
  final BayesianTrustTracker off = new BayesianTrustTracker();
  final BayesianTrustTracker on = new BayesianTrustTracker(fading().build());
  final BayesianTrustTracker capped =
      new BayesianTrustTracker(TrustConfig.builder().maxEvidence(100).build());
  final BayesianTrustTracker bounded =
      new BayesianTrustTracker(TrustConfig.builder().maxKeys(KEYS).build());
  String[] names;

  private static TrustConfig.Builder fading() {
    return TrustConfig.builder().halfLife(Duration.ofDays(30));
  }

  @Setup
  public void fill() {
    names = IntStream.range(0, KEYS).mapToObj(i -> "service-" + i).toArray(String[]::new);
    for (String name : names) {
      off.update(name, true);
      on.update(name, true);
      capped.update(name, true);
      bounded.update(name, true);
    }
  }

  private String key() {
    return names[ThreadLocalRandom.current().nextInt(KEYS)];
  }

  @Benchmark
  public double getTrust_off() {
    return off.getTrust(key());
  }

  @Benchmark
  public double getTrust_halfLife() {
    return on.getTrust(key());
  }

  @Benchmark
  public void update_off() {
    off.update(key(), true);
  }

  @Benchmark
  public void update_halfLife() {
    on.update(key(), true);
  }

  @Benchmark
  public void update_maxEvidence() {
    capped.update(key(), true);
  }

  @Benchmark
  public void update_maxKeys() {
    bounded.update(key(), true);
  }

  @Benchmark
  public long part_clock() {
    return time.getAsLong();
  }

  @Benchmark
  public double part_share() {
    return model.retained(ThreadLocalRandom.current().nextInt());
  }

  @Benchmark
  public double alternative_exp() {
    return Math.exp(ThreadLocalRandom.current().nextInt() * (-Math.log(2) / HALF_LIFE));
  }

  @Benchmark
  public long alternative_instant() {
    return Times.nanos(clock.instant());
  }

  @Benchmark
  public long alternative_millis() {
    return clock.millis();
  }
}
