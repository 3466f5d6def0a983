package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrustConfigTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** The numbers of section 4 of the design, each of which the ancestor had in its code. */
  @Test
  void defaults_each_isTheAncestors() {
    TrustConfig config = TrustConfig.defaults();
    assertThat(config.priorAlpha()).isEqualTo(1);
    assertThat(config.priorBeta()).isEqualTo(1);
    assertThat(config.batchSize()).isEqualTo(50);
    assertThat(config.decayFactor()).isEqualTo(0.99);
    assertThat(config.decayMinCount()).isEqualTo(5);
    assertThat(config.z()).isEqualTo(1.96);
    assertThat(config.historyCapacity()).isEqualTo(100);
    assertThat(config.cacheCapacity()).isEqualTo(1024);
    assertThat(config.strengthSlope()).isEqualTo(0.1);
    assertThat(config.strengthMidpoint()).isEqualTo(10);
    assertThat(config.maxKeys()).isEqualTo(Integer.MAX_VALUE);
    assertThat(config.halfLife()).isEmpty();
    assertThat(config.maxEvidence()).isEqualTo(INFINITY);
    assertThat(config.clock()).isEqualTo(Clock.systemUTC());
  }

  @Test
  void builder_nothingSet_buildsTheDefaults() {
    assertThat(TrustConfig.builder().build()).isEqualTo(TrustConfig.defaults());
  }

  @Test
  void toBuilder_everythingSet_roundTrips() {
    ManualClock clock = new ManualClock();
    TrustConfig config =
        TrustConfig.builder()
            .prior(2, 3)
            .batchSize(4)
            .decayFactor(0.5)
            .decayMinCount(6)
            .z(7)
            .historyCapacity(8)
            .cacheCapacity(9)
            .strengthSlope(10)
            .strengthMidpoint(11)
            .maxKeys(12)
            .halfLife(Duration.ofDays(13))
            .maxEvidence(14)
            .clock(clock)
            .build();
    assertThat(config)
        .isEqualTo(
            new TrustConfig(
                2, 3, 4, 0.5, 6, 7, 8, 9, 10, 11, 12, Optional.of(Duration.ofDays(13)), 14, clock));
    assertThat(config.toBuilder().build()).isEqualTo(config);
    assertThat(config.toBuilder().halfLife(null).build().halfLife()).isEmpty();
  }

  @Test
  void build_boundsOfTheRanges_areAccepted() {
    TrustConfig config =
        TrustConfig.builder()
            .prior(Double.MIN_VALUE, Double.MIN_VALUE)
            .batchSize(1)
            .decayFactor(1)
            .decayMinCount(0)
            .z(0)
            .historyCapacity(0)
            .cacheCapacity(0)
            .strengthMidpoint(0)
            .maxKeys(1)
            .halfLife(Duration.ofNanos(1))
            .maxEvidence(INFINITY)
            .build();
    assertThat(config.decayFactor()).isEqualTo(1);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
            numbers("priorAlpha", (b, x) -> b.prior(x, 1), NAN, 0, -1, INFINITY),
            numbers("priorBeta", (b, x) -> b.prior(1, x), NAN, 0, -1, INFINITY),
            numbers("batchSize", (b, x) -> b.batchSize(x.intValue()), 0, -1),
            numbers("factor", TrustConfig.Builder::decayFactor, NAN, 0, -0.5, Math.nextUp(1.0)),
            numbers("decayMinCount", TrustConfig.Builder::decayMinCount, NAN, -1, INFINITY),
            numbers("z", TrustConfig.Builder::z, NAN, -1, INFINITY),
            numbers("historyCapacity", (b, x) -> b.historyCapacity(x.intValue()), -1),
            numbers("cacheCapacity", (b, x) -> b.cacheCapacity(x.intValue()), -1),
            numbers("strengthSlope", TrustConfig.Builder::strengthSlope, NAN, 0, -1, INFINITY),
            numbers("strengthMidpoint", TrustConfig.Builder::strengthMidpoint, NAN, -1, INFINITY),
            numbers("maxKeys", (b, x) -> b.maxKeys(x.intValue()), 0, -1),
            numbers("maxEvidence", TrustConfig.Builder::maxEvidence, NAN, 0, -1))
        .flatMap(arguments -> arguments);
  }

  private static Stream<Arguments> numbers(
      String name,
      BiFunction<TrustConfig.Builder, Double, TrustConfig.Builder> setter,
      double... values) {
    return DoubleStream.of(values).mapToObj(value -> Arguments.of(name, setter, value));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("refused")
  void build_numberOutsideItsRange_isRefusedByName(
      String name,
      BiFunction<TrustConfig.Builder, Double, TrustConfig.Builder> setter,
      double value) {
    TrustConfig.Builder builder = setter.apply(TrustConfig.builder(), value);
    String shown = Double.toString(value).replaceFirst("\\.0$", "");
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContainingAll(name, "is " + shown);
  }

  @Test
  void build_halfLifeNotAboveZero_isRefused() {
    for (Duration halfLife : new Duration[] {Duration.ZERO, Duration.ofNanos(-1)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TrustConfig.builder().halfLife(halfLife).build())
          .withMessageContainingAll("halfLife", halfLife.toString());
    }
  }

  @Test
  void build_noClock_isRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> TrustConfig.builder().clock(null).build())
        .withMessageContaining("clock");
  }

  /** Otherwise α₀ + β₀ is infinite, and the trust in an unknown key zero. */
  @Test
  void build_priorsOfInfiniteSum_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustConfig.builder().prior(1e308, 1e308).build());
  }
}
