package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TrustHistoryTest {
  private final TrustHistory history = of(new double[] {1, 2}, 0.5, 0.75);

  private static TrustHistory of(double[] times, double... values) {
    return TrustHistory.ofOwned(times, values);
  }

  @Test
  void entry_index_isTimeAndValue() {
    assertThat(history.size()).isEqualTo(2);
    assertThat(history.time(1)).isEqualTo(2);
    assertThat(history.value(0)).isEqualTo(0.5);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> history.time(2));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> history.value(-1));
  }

  @Test
  void arrays_changedByTheCaller_areCopies() {
    history.times()[0] = -1;
    history.values()[0] = -1;
    assertThat(history.times()).containsExactly(1, 2);
    assertThat(history.values()).containsExactly(0.5, 0.75);
  }

  @Test
  void equals_sameEntries_isEqual() {
    TrustHistory same = of(new double[] {1, 2}, 0.5, 0.75);
    assertThat(history).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(history)
        .isNotEqualTo(of(new double[] {1, 3}, 0.5, 0.75))
        .isNotEqualTo(of(new double[] {1, 2}, 0.5, 0.5))
        .isNotEqualTo(TrustHistory.EMPTY)
        .isNotEqualTo("history");
  }

  @Test
  void ofOwned_differentLengths_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(new double[] {1, 2}, 0.5))
        .withMessage("2 times, but 1 values");
  }

  @Test
  void mergedWith_other_isInOrderOfTimeAndOfValueAtOneTime() {
    TrustHistory other = of(new double[] {0, 2, 3}, 0.1, 0.2, 0.9);
    TrustHistory expected = of(new double[] {0, 1, 2, 2, 3}, 0.1, 0.5, 0.2, 0.75, 0.9);
    assertThat(history.mergedWith(other)).isEqualTo(expected);
    assertThat(other.mergedWith(history)).isEqualTo(expected);
    assertThat(history.mergedWith(TrustHistory.EMPTY)).isSameAs(history);
    assertThat(TrustHistory.EMPTY.mergedWith(history)).isSameAs(history);
  }

  @Test
  void mergedWith_historyOutOfOrder_isInOrder() {
    TrustHistory disorder = of(new double[] {3, 1, 3}, 0.3, 0.2, 0.1);
    TrustHistory expected = of(new double[] {1, 1, 2, 3, 3}, 0.2, 0.5, 0.75, 0.1, 0.3);
    assertThat(disorder.mergedWith(history)).isEqualTo(expected);
    assertThat(history.mergedWith(disorder)).isEqualTo(expected);
  }

  @Test
  void mergedWith_anyOrderAndGrouping_isTheSame() {
    Random random = new Random(61);
    for (int i = 0; i < 1_000; i++) {
      TrustHistory a = random(random);
      TrustHistory b = random(random);
      TrustHistory c = random(random);
      assertThat(a.mergedWith(b)).isEqualTo(b.mergedWith(a));
      assertThat(a.mergedWith(b).mergedWith(c)).isEqualTo(a.mergedWith(b.mergedWith(c)));
    }
  }

  /** Few different times and values, in no order. */
  private static TrustHistory random(Random random) {
    int size = random.nextInt(6);
    return of(
        random.ints(size, 0, 4).asDoubleStream().toArray(),
        random.ints(size, 0, 4).mapToDouble(i -> i / 4.0).toArray());
  }

  @Test
  void toString_sizeAndLast() {
    assertThat(history).hasToString("TrustHistory[size=2, last=0.75]");
    assertThat(TrustHistory.EMPTY).hasToString("TrustHistory[empty]");
  }
}
