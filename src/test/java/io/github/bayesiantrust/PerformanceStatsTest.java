package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PerformanceStatsTest {

  @Test
  void cacheHitRatio_nothingAsked_isZero() {
    assertThat(asked(0, 0).cacheHitRatio()).isZero();
  }

  @Test
  void cacheHitRatio_someAsked_isTheShareOfHits() {
    assertThat(asked(3, 1).cacheHitRatio()).isEqualTo(0.75);
    assertThat(asked(0, 4).cacheHitRatio()).isZero();
    assertThat(asked(4, 0).cacheHitRatio()).isEqualTo(1);
  }

  private static PerformanceStats asked(long hits, long misses) {
    return new PerformanceStats(9, 9, 9, 9, 9, hits, misses);
  }
}
