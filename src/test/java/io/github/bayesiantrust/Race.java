package io.github.bayesiantrust;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs some threads at once, from one start gate, until those that have a number of rounds to do are
 * done; the others go round meanwhile. The first failure stops all and is rethrown.
 */
final class Race {
  private static final int TIMEOUT_SECONDS = 60;

  /** One round of a thread; the round's number counts from 0. */
  interface Round {
    void run(int round) throws Exception;
  }

  private record Runner(int rounds, Round round) {}

  private final List<Runner> runners = new ArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicBoolean over = new AtomicBoolean();

  /** A thread that does a number of rounds. */
  Race run(int rounds, Round round) {
    runners.add(new Runner(rounds, round));
    return this;
  }

  /** A thread that goes round as long as others have rounds to do, and at least once. */
  Race meanwhile(Round round) {
    return run(0, round);
  }

  void start() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(runners.size());
    try {
      List<Future<?>> counted = new ArrayList<>();
      List<Future<?>> others = new ArrayList<>();
      for (Runner runner : runners) {
        (runner.rounds > 0 ? counted : others).add(threads.submit(body(runner)));
      }
      gate.countDown();
      await(counted);
      over.set(true);
      await(others);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private Callable<Void> body(Runner runner) {
    return () -> {
      gate.await();
      try {
        int round = 0;
        do {
          runner.round.run(round++);
        } while (runner.rounds > 0 ? round < runner.rounds && !over.get() : !over.get());
      } catch (Throwable e) {
        over.set(true);
        throw e;
      }
      return null;
    };
  }

  private static void await(List<Future<?>> futures)
      throws InterruptedException, TimeoutException {
    for (Future<?> future : futures) {
      try {
        future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }
}
