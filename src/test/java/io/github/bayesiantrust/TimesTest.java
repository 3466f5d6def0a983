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
}
