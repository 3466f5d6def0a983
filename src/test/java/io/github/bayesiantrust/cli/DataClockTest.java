package io.github.bayesiantrust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DataClockTest {

  @Test
  void instant_lateTimes_staysAtTheLatest() {
    DataClock clock = new DataClock();
    for (long second : new long[] {-50, -20, -90, -30}) {
      clock.see(Instant.ofEpochSecond(second));
    }
    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(-20)).isEqualTo(clock.latest());
    assertThat(clock.earliest()).isEqualTo(Instant.ofEpochSecond(-90));
    assertThat(clock.withZone(ZoneId.of("Asia/Tokyo")).instant()).isEqualTo(clock.instant());
  }

  @Test
  void instant_nothingSeen_epoch() {
    DataClock clock = new DataClock();
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    assertThat(clock.latest()).isNull();
    assertThat(clock.earliest()).isNull();
  }
}
