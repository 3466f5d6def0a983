package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** It follows its clock, and runs back only with a clock that was set back. */
class SystemTimeTest {
  private static final long START = 1_750_000_000_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private long ticks = -5;
  private final SystemTime time = new SystemTime(clock, () -> ticks);

  private void pass(Duration duration) {
    ticks += duration.toNanos();
    clock.advance(duration);
  }

  @Test
  void getAsLong_timePasses_nanosOfTheClock() {
    assertThat(time.getAsLong()).isEqualTo(START);
    pass(Duration.ofNanos(7));
    assertThat(time.getAsLong()).isEqualTo(START + 7);
    pass(Duration.ofDays(400));
    assertThat(time.getAsLong()).isEqualTo(START + 7 + Duration.ofDays(400).toNanos());
  }

  @Test
  void getAsLong_clockStandsWithinAMillisecond_goesOnByTicks() {
    ticks += 999_999;
    assertThat(time.getAsLong()).isEqualTo(START + 999_999);
  }

  @Test
  void getAsLong_clockSetForward_followsWithinAMillisecond() {
    clock.advance(Duration.ofHours(1));
    assertThat(time.getAsLong()).isEqualTo(START);
    pass(Duration.ofMillis(1));
    assertThat(time.getAsLong()).isEqualTo(START + Duration.ofHours(1).toNanos() + 1_000_000);
  }

  @Test
  void getAsLong_clockSetBackByMoreThanTheLeeway_followsWithinAMillisecond() {
    clock.advance(Duration.ofHours(-1));
    pass(Duration.ofMillis(1));
    assertThat(time.getAsLong()).isEqualTo(START - Duration.ofHours(1).toNanos() + 1_000_000);
  }

  @Test
  void getAsLong_clockSetBackByLess_runsAheadByThatMuch() {
    clock.advance(Duration.ofMillis(-20));
    pass(Duration.ofMillis(1));
    assertThat(time.getAsLong()).isEqualTo(START + 1_000_000);
    clock.advance(Duration.ofNanos(-1));
    pass(Duration.ofMillis(1));
    assertThat(time.getAsLong()).isEqualTo(START + 2_000_000 - 20_000_001);
  }

  @Test
  void getAsLong_ticksBeginAnew_followsTheClockAtOnce() {
    clock.advance(Duration.ofHours(1));
    ticks = Long.MIN_VALUE;
    assertThat(time.getAsLong()).isEqualTo(START + Duration.ofHours(1).toNanos());
    clock.advance(Duration.ofHours(1));
    ticks = -5;
    assertThat(time.getAsLong()).isEqualTo(START + Duration.ofHours(2).toNanos());
  }

  /** A clock that moves by steps of 15 ms, as some do. */
  @Test
  void getAsLong_coarseClock_runsEvenlyAndNeverBack() {
    long last = time.getAsLong();
    for (int i = 1; i <= 1_000; i++) {
      ticks += 100_000;
      if (i % 150 == 0) {
        clock.advance(Duration.ofMillis(15));
      }
      long now = time.getAsLong();
      assertThat(now - last).isBetween(100_000L, 20_000_000L);
      assertThat(now - Times.nanos(clock.instant())).isBetween(0L, 20_000_000L);
      last = now;
    }
  }

  @Test
  void getAsLong_ticksRunFast_neverFurtherAheadThanTheLeeway() {
    for (int i = 0; i < 100_000; i++) {
      pass(Duration.ofMillis(1));
      ticks += 1_000;
      assertThat(time.getAsLong() - Times.nanos(clock.instant())).isBetween(0L, 20_000_000L);
    }
  }

  @Test
  void getAsLong_interruptedAtTheFirstReading_betterOneCounts() {
    long[] readings = {500, 10, 900, 20, 30};
    int[] next = {0};
    SystemTime late =
        new SystemTime(clock, () -> next[0] < readings.length ? readings[next[0]++] : 0);
    assertThat(late.getAsLong()).isEqualTo(START - 10);
  }

  /** As by a collector when the call of the clock returns. */
  @Test
  void getAsLong_interruptedForLongWhileItChecks_doesNotRunBack() {
    int[] readings = {0};
    SystemTime interrupted =
        new SystemTime(
            clock,
            () -> {
              if (--readings[0] == 0) {
                pass(Duration.ofMillis(50));
              }
              return ticks;
            });
    pass(Duration.ofMillis(1));
    readings[0] = 2;
    assertThat(interrupted.getAsLong()).isEqualTo(START + 1_000_000);
    assertThat(interrupted.getAsLong()).isEqualTo(START + 51_000_000);
  }

  @Test
  @Timeout(60)
  void of_systemUtc_closeToIt() {
    LongSupplier utc = SystemTime.of(Clock.systemUTC());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    while (System.nanoTime() < end) {
      long before = Times.nanos(Instant.now());
      long now = utc.getAsLong();
      long after = Times.nanos(Instant.now());
      assertThat(now).isBetween(before - 1_000_000, after + 20_000_000);
    }
  }

  @Test
  void of_systemUtc_neverRunsBack() {
    LongSupplier utc = SystemTime.of(Clock.systemUTC());
    long last = utc.getAsLong();
    for (int i = 0; i < 3_000_000; i++) {
      long now = utc.getAsLong();
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
  }

  @Test
  void of_anotherClock_thatClock() {
    LongSupplier manual = SystemTime.of(clock);
    clock.advance(Duration.ofHours(-1));
    assertThat(manual.getAsLong()).isEqualTo(START - Duration.ofHours(1).toNanos());
  }
}
