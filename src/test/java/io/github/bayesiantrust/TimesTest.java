package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimesTest {
  private static final double YEAR_1971 = 31_536_000;
  private static final double YEAR_2100 = 4_102_444_800.0;

  /** In the first months of 1970 a double resolves less than an instant's nanosecond. */
  @Test
  void epochSeconds_ofInstant_roundTripsTheDouble() {
    new Random(1)
        .doubles(200_000, YEAR_1971, YEAR_2100)
        .forEach(t -> assertThat(Times.epochSeconds(Times.instant(t))).isEqualTo(t));
  }

  @Test
  void instant_wholeMicros_roundTrips() {
    new Random(2)
        .longs(100_000, 0, (long) YEAR_2100 * 1_000)
        .mapToObj(Instant::ofEpochMilli)
        .forEach(instant -> assertThat(Duration.between(instant, roundTrip(instant)).abs())
            .isLessThanOrEqualTo(Duration.ofNanos(300)));
  }

  private static Instant roundTrip(Instant instant) {
    return Times.instant(Times.epochSeconds(instant));
  }

  @Test
  void instant_beforeTheEpochOrCloseToASecond_isExact() {
    assertThat(Times.instant(-0.5)).isEqualTo(Instant.ofEpochSecond(-1, 500_000_000));
    assertThat(Times.instant(Math.nextDown(1.0))).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(Times.epochSeconds(Instant.ofEpochSecond(-1, 500_000_000))).isEqualTo(-0.5);
  }

  @Test
  void epochSeconds_extremeInstants_areFinite() {
    assertThat(Times.epochSeconds(Instant.MIN)).isEqualTo(-31_557_014_167_219_200.0);
    assertThat(Times.epochSeconds(Instant.MAX)).isEqualTo(31_556_889_864_403_200.0);
  }

  @Test
  void between_timeRunsBack_isZero() {
    assertThat(Times.between(2, 1)).isZero();
    assertThat(Times.between(1.25, 3.5)).isEqualTo(Duration.ofMillis(2_250));
  }

  @Test
  void seconds_durations_areExactInBinary() {
    assertThat(Times.seconds(Duration.ofMillis(1_500))).isEqualTo(1.5);
    assertThat(Times.seconds(Duration.ofMillis(-250))).isEqualTo(-0.25);
  }

  @Test
  void nanos_ofInstant_isExact() {
    assertThat(Times.nanos(Instant.EPOCH)).isZero();
    assertThat(Times.nanos(Instant.ofEpochSecond(1_750_000_000, 123_456_789)))
        .isEqualTo(1_750_000_000_123_456_789L);
    assertThat(Times.nanos(Instant.ofEpochSecond(-1, 999_999_999))).isEqualTo(-1);
  }

  @Test
  void nanos_outsideTheRange_isItsNearerEnd() {
    assertThat(Times.nanos(Instant.MIN)).isEqualTo(Times.EARLIEST);
    assertThat(Times.nanos(Instant.MAX)).isEqualTo(Times.LATEST);
    assertThat(Times.nanos(-1e300)).isEqualTo(Times.EARLIEST);
    assertThat(Times.nanos(Double.POSITIVE_INFINITY)).isEqualTo(Times.LATEST);
    assertThat(Times.nanos(Double.NaN)).isEqualTo(Times.EARLIEST);
    assertThat(Times.LATEST - Times.EARLIEST).isPositive();
  }

  /** A file holds doubles: what it says must come back as it was, however often. */
  @Test
  void epochSecondsNotBefore_ofAnyTime_isTheNextThatRoundTrips() {
    Random random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      long time = 1_000_000_000L * random.nextInt() + random.nextInt(1_000_000_000);
      double stated = Times.epochSecondsNotBefore(time);
      assertThat(Times.nanos(stated) - time).isBetween(0L, 239L);
      assertThat(Times.epochSecondsNotBefore(Times.nanos(stated))).isEqualTo(stated);
    }
  }

  @Test
  void epochSeconds_ofNanos_sameAsOfTheInstant() {
    Random random = new Random(4);
    for (int i = 0; i < 100_000; i++) {
      Instant instant = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      assertThat(Times.epochSeconds(Times.nanos(instant))).isEqualTo(Times.epochSeconds(instant));
    }
  }
}
