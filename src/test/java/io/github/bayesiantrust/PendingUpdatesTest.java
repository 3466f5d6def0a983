package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
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
  void takeAll_severalThreads_hasAllAndEachThreadsInOrder() throws Exception {
    int rounds = 2_000;
    Race race = new Race();
    for (int thread = 0; thread < 20; thread++) {
      String key = "k" + thread;
      race.run(rounds, round -> pending.add(TrustUpdate.of(key, true, round)));
    }
    List<TrustUpdate> taken = new ArrayList<>();
    race.meanwhile(round -> taken.addAll(pending.takeAll())).start();
    taken.addAll(pending.takeAll());

    assertThat(pending.size()).isZero();
    assertThat(taken).hasSize(20 * rounds);
    Map<String, Double> next = new HashMap<>();
    for (TrustUpdate update : taken) {
      assertThat(update.weight()).isEqualTo(next.merge(update.key(), 1.0, Double::sum) - 1);
    }
  }
}
