package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingUpdatesTest {
  private final PendingUpdates pending = new PendingUpdates();

  @Test
  void add_one_returnsHowManyWait() {
    assertThat(pending.size()).isZero();
    assertThat(pending.add(TrustUpdate.of("a", true))).isEqualTo(1);
    assertThat(pending.add(TrustUpdate.of("a", true))).isEqualTo(2);
    assertThat(pending.size()).isEqualTo(2);
  }

  @Test
  void takeAll_some_oldestFirstAndNoneLeft() {
    TrustUpdate first = TrustUpdate.of("b", true);
    TrustUpdate second = TrustUpdate.of("a", false, 2);
    pending.add(first);
    pending.add(second);
    List<TrustUpdate> taken = pending.takeAll();
    pending.add(first);
    assertThat(taken).containsExactly(first, second);
    assertThat(pending.takeAll()).containsExactly(first);
    assertThat(pending.takeAll()).isEmpty();
  }

  @Test
  void sums_severalPerKey_addInOrderPerKeyAndOutcome() {
    Map<String, PendingUpdates.Sum> sums =
        PendingUpdates.sums(
            List.of(
                TrustUpdate.of("b", true, 0.1),
                TrustUpdate.of("a", false, 4),
                TrustUpdate.of("b", true, 0.2),
                TrustUpdate.of("b", true, 0.3),
                TrustUpdate.of("b", false, 8)));
    assertThat(sums.keySet()).containsExactly("b", "a");
    assertThat(sums.get("b").successes()).isEqualTo(0.1 + 0.2 + 0.3);
    assertThat(sums.get("b").failures()).isEqualTo(8);
    assertThat(sums.get("a").successes()).isZero();
    assertThat(sums.get("a").failures()).isEqualTo(4);
  }
}
