package io.github.bayesiantrust;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ChengBetaSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the answers of a posterior cost; the equal-tailed interval beside Apache Commons Statistics, and
 * a sample beside Cheng's methods in Apache Commons RNG. Compare within one run, as ratios.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@State(Scope.Benchmark)
public class PosteriorBenchmark {
  private static final double LEVEL = 0.95;

  /** α and β. */
  @Param({"3,5", "300,20", "1e6,1e3", "1e9,1e9", "0.5,0.2"})
  String shapes;

  double alpha;
  double beta;
  BetaPosterior posterior;
  BetaPosterior other;
  SplittableRandom random;
  SharedStateContinuousSampler peerSampler;

  @Setup
  public void parse() {
    String[] parts = shapes.split(",");
    alpha = Double.parseDouble(parts[0]);
    beta = Double.parseDouble(parts[1]);
    posterior = BetaPosterior.of(alpha, beta);
    other = BetaPosterior.of(beta + 1, alpha);
    random = new SplittableRandom(1);
    UniformRandomProvider bits = random::nextLong;
    peerSampler = ChengBetaSampler.of(bits, alpha, beta);
  }

  @Benchmark
  public TrustInterval interval() {
    return posterior.credibleInterval(LEVEL);
  }

  @Benchmark
  public TrustInterval interval_commonsStatistics() {
    BetaDistribution peer = BetaDistribution.of(alpha, beta);
    return new TrustInterval(
        peer.inverseCumulativeProbability((1 - LEVEL) / 2),
        peer.inverseSurvivalProbability((1 - LEVEL) / 2));
  }

  @Benchmark
  public double cdf() {
    return posterior.cdf(0.5);
  }

  @Benchmark
  public double probabilityGreaterThan() {
    return posterior.probabilityGreaterThan(other);
  }

  @Benchmark
  public double sample_commonsCheng() {
    return peerSampler.sample();
  }

  @Benchmark
  public double sample() {
    return posterior.sample(random);
  }
}
