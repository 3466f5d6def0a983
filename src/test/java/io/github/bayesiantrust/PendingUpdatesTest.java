package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PendingUpdatesTest {
  private final PendingUpdates pending = new PendingUpdates();
  private final AtomicInteger flushed = new AtomicInteger();

  @Test
  void add_one_returnsHowManyWait() {
    assertThat(pending.size()).isZero();
    assertThat(pending.add("a", true, 1)).isEqualTo(1);
    assertThat(pending.add("a", true, 1)).isEqualTo(2);
    assertThat(pending.size()).isEqualTo(2);
  }

  @Test
  void takeAll_some_summedAndNoneLeft() {
    pending.add("b", true, 1);
    pending.add("a", false, 2);
    pending.add("b", true, 4);
    EvidenceSums taken = pending.takeAll();
    pending.add("c", true, 8);
    assertThat(taken.updates()).isEqualTo(3);
    assertThat(taken.key(0)).isEqualTo("b");
    assertThat(taken.successes(0)).isEqualTo(5);
    assertThat(taken.failures(1)).isEqualTo(2);
    EvidenceSums later = pending.takeAll();
    assertThat(later.updates()).isEqualTo(1);
    assertThat(later.key(0)).isEqualTo("c");
    assertThat(pending.takeAll().size()).isZero();
    assertThat(pending.takeAll().size()).isZero();
  }

  @Test
  void clear_some_noneLeft() {
    pending.add("a", true, 1);
    pending.clear();
    assertThat(pending.size()).isZero();
    assertThat(pending.takeAll().size()).isZero();
  }

  @Test
  void takeAll_severalThreads_hasAll() throws Exception {
    int rounds = 2_000;
    Race race = new Race();
    for (int thread = 0; thread < 20; thread++) {
      String key = "k" + thread;
      race.run(rounds, round -> pending.add(key, true, 1));
    }
    race.meanwhile(round -> flush()).start();
    flush();
    assertThat(pending.size()).isZero();
    assertThat(flushed).hasValue(20 * rounds);
  }

  private synchronized int flush() {
    int updates = pending.takeAll().updates();
    flushed.addAndGet(updates);
    return updates;
  }

  private int flushFrom(int least) {
    return pending.size() < least ? 0 : flush();
  }

  @Test
  void drain_fewerWait_doesNothing() {
    pending.add("a", true, 1);
    drain(2, () -> flushFrom(2));
    assertThat(flushed).hasValue(0);
  }

  @Test
  void drain_enoughWait_flushes() {
    add(2);
    drain(2, () -> flushFrom(2));
    assertThat(flushed).hasValue(2);
    assertThat(pending.size()).isZero();
  }

  private void add(int updates) {
    for (int i = 0; i < updates; i++) {
      pending.add("a", true, 1);
    }
  }

  @Test
  void drain_anotherThreadIsAtIt_leavesItToThat() throws Exception {
    whileAnotherThreadDrains(
        () -> {
          add(3);
          drain(
              2,
              () -> {
                throw new AssertionError("the other thread is at it");
              });
        });
    assertThat(flushed).hasValue(5);
    assertThat(pending.size()).isZero();
  }

  @Test
  void drain_flood_flushesThoughAnotherThreadIsAtIt() throws Exception {
    whileAnotherThreadDrains(
        () -> {
          add(31);
          drain(2, () -> flushFrom(2));
          assertThat(pending.size()).as("left to the other thread").isEqualTo(31);
          add(1);
          drain(2, () -> flushFrom(2));
          assertThat(pending.size()).as("flushed by this one").isZero();
        });
    assertThat(flushed).hasValue(34);
  }

  private void drain(int least, IntSupplier flush) {
    pending.drain(pending.size(), least, flush);
  }

  /** Another thread has flushed two updates, and has not ended its turn. */
  private void whileAnotherThreadDrains(Runnable work) throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    add(2);
    Thread other =
        new Thread(
            () ->
                drain(
                    2,
                    () -> {
                      int updates = flushFrom(2);
                      busy.countDown();
                      await(goOn);
                      return updates;
                    }));
    other.start();
    await(busy);
    try {
      work.run();
    } finally {
      goOn.countDown();
      other.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void drain_flushFails_theNextOneFlushes() {
    add(2);
    IntSupplier failing =
        () -> {
          throw new IllegalStateException("refused");
        };
    assertThatThrownBy(() -> drain(2, failing)).hasMessage("refused");
    assertThat(pending.size()).isEqualTo(2);
    drain(2, () -> flushFrom(2));
    assertThat(flushed).hasValue(2);
  }

  @Test
  void drain_manyThreads_fewerWaitInTheEnd() throws Exception {
    for (int repetition = 0; repetition < 20; repetition++) {
      Race race = new Race();
      for (int thread = 0; thread < 4; thread++) {
        race.run(
            500,
            round -> {
              if (pending.add("a", true, 1) >= 7) {
                drain(7, () -> flushFrom(7));
              }
            });
      }
      race.start();
      assertThat(pending.size()).isLessThan(7);
      assertThat(flushed.get() + pending.size()).isEqualTo(2_000 * (repetition + 1));
    }
  }
}
