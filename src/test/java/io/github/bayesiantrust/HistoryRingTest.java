package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryRingTest {
  private static final int SEEDS = 1_000;
  private static final int STEPS = 200;

  private final HistoryRing ring = new HistoryRing();

  @Test
  void insert_randomTimes_keepsTheNewestOfAStableSort() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int capacity = 1 + seed % 20;
      HistoryRing inserted = new HistoryRing();
      List<double[]> all = new ArrayList<>();
      for (int value = 0; value < STEPS; value++) {
        double[] entry = {random.nextInt(50), value};
        inserted.insert(entry[0], entry[1], capacity, true);
        all.add(entry);
        all.sort(Comparator.comparingDouble(one -> one[0]));
        List<double[]> newest = all.subList(Math.max(0, all.size() - capacity), all.size());
        assertSame("seed " + seed, inserted, newest);
      }
    }
  }

  @Test
  void anyOperations_randomSequences_sameAsAList() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int capacity = 1 + seed % 20;
      HistoryRing mixed = new HistoryRing();
      List<double[]> list = new ArrayList<>();
      for (int value = 0; value < STEPS; value++) {
        step(random, mixed, list, new double[] {random.nextInt(50), value}, capacity);
        assertSame("seed " + seed, mixed, list);
      }
    }
  }

  private static void step(
      Random random, HistoryRing ring, List<double[]> list, double[] entry, int capacity) {
    switch (random.nextInt(10)) {
      case 0 -> {
        int entries = random.nextInt(capacity + 2);
        ring.trim(entries);
        keepNewest(list, entries);
      }
      case 1, 2, 3, 4 -> {
        ring.append(entry[0], entry[1], capacity);
        list.add(entry);
        keepNewest(list, capacity);
      }
      default -> {
        boolean ownTime = random.nextInt(50) == 0;
        if (ownTime && !ring.isTimed()) {
          list.sort(Comparator.comparingDouble(one -> one[0]));
        }
        ring.insert(entry[0], entry[1], capacity, ownTime);
        list.add(placeOf(entry[0], list), entry);
        keepNewest(list, capacity);
      }
    }
  }

  private static int placeOf(double time, List<double[]> list) {
    int place = list.size();
    while (place > 0 && list.get(place - 1)[0] > time) {
      place--;
    }
    return place;
  }

  private static void keepNewest(List<double[]> list, int entries) {
    list.subList(0, Math.max(0, list.size() - entries)).clear();
  }

  private static void assertSame(String seed, HistoryRing ring, List<double[]> expected) {
    assertThat(ring.size()).as(seed).isEqualTo(expected.size());
    TrustHistory actual = ring.toHistory();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.time(i)).as(seed).isEqualTo(expected.get(i)[0]);
      assertThat(actual.value(i)).as(seed).isEqualTo(expected.get(i)[1]);
    }
  }

  @Test
  void append_capacityBeyondMemory_growsFromSmall() {
    for (int i = 0; i < 100; i++) {
      ring.append(i, 0.5, Integer.MAX_VALUE);
    }
    assertThat(ring.size()).isEqualTo(100);
  }

  @Test
  void append_clockSetBack_staysLast() {
    ring.append(2, 0.25, 3);
    ring.append(1, 0.75, 3);
    assertThat(ring.toHistory().times()).containsExactly(2, 1);
  }

  @Test
  void insert_olderThanAFullRing_isDropped() {
    ring.append(5, 0.5, 2);
    ring.append(6, 0.6, 2);
    ring.insert(4, 0.4, 2, true);
    assertThat(ring.toHistory().times()).containsExactly(5, 6);
  }

  @Test
  void trim_toZero_isEmptyAndTakesNewEntries() {
    ring.append(1, 0.5, 8);
    ring.trim(0);
    assertThat(ring.toHistory()).isEqualTo(TrustHistory.EMPTY);
    ring.append(2, 0.75, 8);
    assertThat(ring.toHistory().values()).containsExactly(0.75);
  }

  @Test
  void toHistory_entryAddedLater_isACopy() {
    ring.append(1, 0.5, 8);
    TrustHistory before = ring.toHistory();
    ring.insert(0, 0.75, 8, false);
    assertThat(before.values()).containsExactly(0.5);
  }
}
