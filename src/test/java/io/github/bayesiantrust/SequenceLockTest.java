package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutual exclusion, patience, and what readers see who take no lock. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SequenceLockTest {

  /** Two numbers that are written together, and one that is guarded by the lock alone. */
  private static final class Pair extends SequenceLock {
    private long left;
    private long right;
    private long guarded;

    void increment(boolean publishedEarly) {
      lock();
      beginWrite();
      left++;
      right++;
      endWrite();
      if (publishedEarly) {
        publish();
      }
      guarded++;
      if (publishedEarly) {
        unlockPublished();
      } else {
        unlock();
      }
    }

    /** The difference of both as a reader sees it, without the lock. */
    long difference() {
      int seen;
      long difference;
      do {
        seen = stableVersion();
        difference = left - right;
      } while (changedSince(seen));
      return difference;
    }
  }

  private final Pair pair = new Pair();

  @Test
  void lock_manyThreads_oneAtATimeAndNoTornRead() throws Exception {
    int rounds = 100_000;
    new Race()
        .run(rounds, round -> pair.increment(true))
        .run(rounds, round -> pair.increment(false))
        .run(rounds, round -> pair.increment(round % 2 == 0))
        .meanwhile(round -> assertThat(pair.difference()).isZero())
        .start();
    pair.lock();
    assertThat(pair.guarded).isEqualTo(3 * rounds);
    assertThat(pair.left).isEqualTo(3 * rounds);
  }

  @Test
  void lock_heldForLong_waitersSleepAndAreServed() throws Exception {
    pair.lock();
    Thread[] waiters = new Thread[4];
    for (int i = 0; i < waiters.length; i++) {
      waiters[i] = new Thread(() -> pair.increment(true));
      waiters[i].start();
    }
    for (Thread waiter : waiters) {
      while (waiter.getState() == Thread.State.RUNNABLE || waiter.getState() == Thread.State.NEW) {
        Thread.onSpinWait();
      }
    }
    assertThat(pair.guarded).isZero();
    pair.unlock();
    for (Thread waiter : waiters) {
      waiter.join();
    }
    assertThat(pair.guarded).isEqualTo(waiters.length);
  }

  @Test
  void lock_waiterIsInterrupted_waitsOnAndStaysInterrupted() throws Exception {
    pair.lock();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread waiter =
        new Thread(
            () -> {
              pair.increment(true);
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    waiter.start();
    waiter.interrupt();
    waiter.join(20);
    assertThat(waiter.isAlive()).isTrue();
    pair.unlock();
    waiter.join();
    assertThat(interrupted).isTrue();
  }

  @Test
  void stableVersion_lockIsHeldButNothingIsWritten_doesNotWait() {
    pair.lock();
    int seen = pair.stableVersion();
    assertThat(pair.changedSince(seen)).isFalse();
    pair.unlock();
    assertThat(pair.changedSince(seen)).isFalse();
    pair.increment(false);
    assertThat(pair.changedSince(seen)).isTrue();
  }

  @Test
  void stableVersion_writeIsInProgress_waitsForItsEnd() throws Exception {
    pair.lock();
    pair.beginWrite();
    pair.left = 1;
    Thread reader = new Thread(() -> assertThat(pair.difference()).isZero());
    AtomicBoolean failed = new AtomicBoolean();
    reader.setUncaughtExceptionHandler((thread, failure) -> failed.set(true));
    reader.start();
    reader.join(20);
    assertThat(reader.isAlive()).isTrue();
    pair.right = 1;
    pair.endWrite();
    reader.join();
    assertThat(failed).isFalse();
  }

  @Test
  void add_failsHalfWay_lockIsLetGo() {
    EvidenceModel model = EvidenceModel.of(TrustConfig.defaults());
    BetaStats stats = new BetaStats(model);
    stats.begin(new FailingEpoch());
    for (int i = 0; i < 2; i++) {
      assertThat(failureOf(() -> stats.add("k", 1, 0, 0, true))).hasMessage("refused");
    }
  }

  private static Throwable failureOf(Runnable work) {
    try {
      work.run();
      return null;
    } catch (IllegalStateException failure) {
      return failure;
    }
  }

  /** One after which another one follows, which fails. */
  private static final class FailingEpoch extends Epoch {
    FailingEpoch() {
      append(
          new Epoch() {
            @Override
            void pass(String key, Traveller stats) {
              throw new IllegalStateException("refused");
            }
          });
    }

    @Override
    void pass(String key, Traveller stats) {}
  }
}
