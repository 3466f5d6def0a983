package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
  private static final int GAP = 512;
  private static final int EXPECTED = 4_000;

  /** How many of the calls that come in turns with others are drawn, of so many that it is expected. */
  private static int drawn(int period, int phase) {
    int drawn = 0;
    for (int i = 0; i < EXPECTED * GAP * period; i++) {
      drawn += Sampling.isDrawn() && i % period == phase ? 1 : 0;
    }
    return drawn;
  }

  /** The deviation of a gap is 0.58 of its mean, that of so many 37 gaps. */
  @Test
  void isDrawn_manyCalls_oneInSomeFiveHundred() {
    assertThat(drawn(1, 0)).isBetween(EXPECTED - 220, EXPECTED + 220);
  }

  /** Of calls that come in turns, as those of two trackers may, each kind is drawn as often. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16})
  void isDrawn_callsInTurns_eachAsOften(int period) {
    for (int phase : new int[] {0, 1, period - 1}) {
      assertThat(drawn(period, phase)).isBetween(EXPECTED * 9 / 10, EXPECTED * 11 / 10);
    }
  }

  @Test
  void isDrawn_oneCallAfterTheOther_neverWaitsLongerThanTwiceTheGap() {
    int waited = 0;
    for (int i = 0; i < 1_000_000; i++) {
      waited = Sampling.isDrawn() ? 0 : waited + 1;
      assertThat(waited).isLessThan(2 * GAP);
    }
  }

  /** Four threads to a line at most: if all but one of them lose every count, a quarter is left. */
  @Test
  void isDrawn_moreThreadsThanLines_goesOn() throws Exception {
    int calls = 100_000;
    AtomicInteger draws = new AtomicInteger();
    Thread[] threads = new Thread[200];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> draws.addAndGet((int) IntStream.range(0, calls).filter(j -> Sampling.isDrawn()).count()));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(draws.get()).isBetween(threads.length * calls / GAP / 5, threads.length * calls / GAP * 2);
  }
}
