package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
  void ofUnordered_entriesOfOneTime_keepTheirOrder() {
    TrustHistory sorted =
        TrustHistory.ofUnordered(new double[] {2, 1, 2, 1}, new double[] {0.1, 0.2, 0.3, 0.4});
    assertThat(sorted).isEqualTo(of(new double[] {1, 1, 2, 2}, 0.2, 0.4, 0.1, 0.3));
  }

  @Test
  void mergedWith_other_ownEntriesFirstAtOneTime() {
    TrustHistory merged = history.mergedWith(of(new double[] {0, 2}, 0.1, 0.2));
    assertThat(merged).isEqualTo(of(new double[] {0, 1, 2, 2}, 0.1, 0.5, 0.75, 0.2));
    assertThat(history.mergedWith(TrustHistory.EMPTY)).isEqualTo(history);
    assertThat(TrustHistory.EMPTY.mergedWith(history)).isEqualTo(history);
  }

  @Test
  void toString_sizeAndLast() {
    assertThat(history).hasToString("TrustHistory[size=2, last=0.75]");
    assertThat(TrustHistory.EMPTY).hasToString("TrustHistory[empty]");
  }
}
