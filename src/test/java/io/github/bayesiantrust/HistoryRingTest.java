package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryRingTest {
  private static final int SEEDS = 1_000;
  private static final int STEPS = 200;

  /** A history on its own. */
  private static final class Ring extends HistoryRing {}

  private final HistoryRing ring = new Ring();

  @Test
  void insert_randomTimes_keepsTheNewestOfAStableSort() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int capacity = 1 + seed % 20;
      HistoryRing inserted = new Ring();
      List<double[]> all = new ArrayList<>();
      for (int value = 0; value < STEPS; value++) {
        double[] entry = {random.nextInt(50), value};
        inserted.insertEntry(entry[0], entry[1], capacity, true);
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
      HistoryRing mixed = new Ring();
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
        ring.trimHistory(entries);
        keepNewest(list, entries);
      }
      case 1, 2, 3, 4 -> {
        ring.appendEntry(entry[0], entry[1], capacity);
        list.add(entry);
        keepNewest(list, capacity);
      }
      default -> {
        boolean ownTime = random.nextInt(50) == 0;
        if (ownTime && !ring.isHistoryTimed()) {
          list.sort(Comparator.comparingDouble(one -> one[0]));
        }
        ring.insertEntry(entry[0], entry[1], capacity, ownTime);
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
    assertThat(ring.historySize()).as(seed).isEqualTo(expected.size());
    TrustHistory actual = ring.historyCopy();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.time(i)).as(seed).isEqualTo(expected.get(i)[0]);
      assertThat(actual.value(i)).as(seed).isEqualTo(expected.get(i)[1]);
    }
  }

  /** At each number of appends the oldest entry of the full ring is in another slot. */
  @Test
  void insert_fullRingAtEachPlace_sameAsAList() {
    for (int capacity = 1; capacity <= 9; capacity++) {
      for (int appended = capacity; appended <= 3 * capacity; appended++) {
        for (int place = 0; place <= capacity; place++) {
          Ring full = new Ring();
          List<double[]> list = new ArrayList<>();
          for (int i = 0; i < appended; i++) {
            append(full, list, i, capacity);
          }
          insert(full, list, appended - capacity + place - 0.5, capacity);
          append(full, list, appended, capacity);
          assertSame(capacity + " slots, " + appended + " entries, at " + place, full, list);
        }
      }
    }
  }

  /** A ring that was trimmed fills its slots, grows to its capacity again, and wraps there. */
  @Test
  void trim_anyNumberOfAWrappedRing_growsAndWrapsAgain() {
    for (int capacity = 1; capacity <= 9; capacity++) {
      for (int kept = 0; kept <= capacity; kept++) {
        Ring trimmed = new Ring();
        List<double[]> list = new ArrayList<>();
        for (int i = 0; i < 4 * capacity; i++) {
          append(trimmed, list, i, capacity);
          if (i == capacity + capacity / 2) {
            trimmed.trimHistory(kept);
            keepNewest(list, kept);
          }
          assertSame(capacity + " slots, trimmed to " + kept + ", entry " + i, trimmed, list);
        }
      }
    }
  }

  private static void append(HistoryRing ring, List<double[]> list, double time, int capacity) {
    ring.appendEntry(time, -time, capacity);
    list.add(new double[] {time, -time});
    keepNewest(list, capacity);
  }

  private static void insert(HistoryRing ring, List<double[]> list, double time, int capacity) {
    ring.insertEntry(time, -time, capacity, false);
    list.add(placeOf(time, list), new double[] {time, -time});
    keepNewest(list, capacity);
  }

  @Test
  void append_capacityBeyondMemory_growsFromSmall() {
    for (int i = 0; i < 100; i++) {
      ring.appendEntry(i, 0.5, Integer.MAX_VALUE);
    }
    assertThat(ring.historySize()).isEqualTo(100);
  }

  @Test
  void append_clockSetBack_staysLast() {
    ring.appendEntry(2, 0.25, 3);
    ring.appendEntry(1, 0.75, 3);
    assertThat(ring.historyCopy().times()).containsExactly(2, 1);
  }

  @Test
  void insert_olderThanAFullRing_isDropped() {
    ring.appendEntry(5, 0.5, 2);
    ring.appendEntry(6, 0.6, 2);
    ring.insertEntry(4, 0.4, 2, true);
    assertThat(ring.historyCopy().times()).containsExactly(5, 6);
  }

  @Test
  void trim_toZero_isEmptyAndTakesNewEntries() {
    ring.appendEntry(1, 0.5, 8);
    ring.trimHistory(0);
    assertThat(ring.historyCopy()).isEqualTo(TrustHistory.EMPTY);
    ring.appendEntry(2, 0.75, 8);
    assertThat(ring.historyCopy().values()).containsExactly(0.75);
  }

  @Test
  void append_capacityOfOne_keepsTheNewest() {
    ring.appendEntry(1, 0.5, 1);
    ring.appendEntry(2, 0.75, 1);
    assertThat(ring.historyCopy().times()).containsExactly(2);
    assertThat(ring.newestTime()).isEqualTo(2);
  }

  @Test
  void newestTime_emptyFilledAndWrapped_isOfTheLastEntry() {
    assertThat(ring.newestTime()).isEqualTo(Double.NEGATIVE_INFINITY);
    for (int i = 0; i < 20; i++) {
      ring.appendEntry(i, 0.5, 6);
      assertThat(ring.newestTime()).isEqualTo(i);
    }
  }

  @Test
  void isNewestAddedLast_appendedInsertedAndDropped_tellsWhichStandsLast() {
    assertThat(ring.isNewestAddedLast()).isFalse();
    ring.appendEntry(5, 0.5, 2);
    assertThat(ring.isNewestAddedLast()).isTrue();
    ring.insertEntry(4, 0.5, 2, false);
    assertThat(ring.isNewestAddedLast()).isFalse();
    ring.insertEntry(6, 0.5, 2, false);
    assertThat(ring.isNewestAddedLast()).isTrue();
    ring.insertEntry(1, 0.5, 2, false);
    assertThat(ring.isNewestAddedLast()).isFalse();
    ring.appendEntry(7, 0.5, 2);
    assertThat(ring.isNewestAddedLast()).isTrue();
    ring.loadHistory(historyOf(1, 2), 2);
    assertThat(ring.isNewestAddedLast()).isFalse();
  }

  @Test
  void trim_timedEntries_staysTimedUntilThereAreNone() {
    ring.insertEntry(1, 0.5, 4, true);
    ring.insertEntry(2, 0.75, 4, true);
    ring.trimHistory(1);
    assertThat(ring.isHistoryTimed()).isTrue();
    ring.trimHistory(0);
    assertThat(ring.isHistoryTimed()).isFalse();
  }

  @Test
  void append_timedRingWraps_staysTimed() {
    ring.insertEntry(0, 0.5, 2, true);
    for (int i = 1; i < 8; i++) {
      ring.appendEntry(i, 0.5, 2);
      assertThat(ring.isHistoryTimed()).isTrue();
    }
    assertThat(ring.historyCopy().times()).containsExactly(6, 7);
  }

  @Test
  void load_moreThanTheCapacity_replacesByTheNewestAsTheyStand() {
    ring.insertEntry(1, 0.5, 3, true);
    ring.loadHistory(historyOf(9, 8, 7, 6), 3);
    assertThat(ring.historyCopy()).isEqualTo(historyOf(8, 7, 6));
    assertThat(ring.isHistoryTimed()).isFalse();
    ring.appendEntry(5, -5, 3);
    assertThat(ring.historyCopy()).isEqualTo(historyOf(7, 6, 5));
  }

  @Test
  void load_fewerThanTheCapacity_growsFromThere() {
    ring.loadHistory(historyOf(1, 2, 3, 4, 5), 7);
    for (int i = 6; i < 10; i++) {
      ring.appendEntry(i, -i, 7);
    }
    assertThat(ring.historyCopy()).isEqualTo(historyOf(3, 4, 5, 6, 7, 8, 9));
  }

  @Test
  void load_noEntriesOrNoCapacity_isEmpty() {
    ring.appendEntry(1, 0.5, 3);
    ring.loadHistory(TrustHistory.EMPTY, 3);
    assertThat(ring.historySize()).isZero();
    ring.loadHistory(historyOf(1, 2), 0);
    assertThat(ring.historyCopy()).isEqualTo(TrustHistory.EMPTY);
  }

  private static TrustHistory historyOf(double... times) {
    return TrustHistory.ofOwned(times, Arrays.stream(times).map(time -> -time).toArray());
  }

  @Test
  void historyCopy_entryAddedLater_isACopy() {
    ring.appendEntry(1, 0.5, 8);
    TrustHistory before = ring.historyCopy();
    ring.insertEntry(0, 0.75, 8, false);
    assertThat(before.values()).containsExactly(0.5);
  }
}
