package io.github.bayesiantrust;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks later, one at a time. Thread-safe. */
interface Scheduler extends AutoCloseable {

  /** Runs a task after some time; once closed, it does not. */
  void schedule(Runnable task, Duration delay);

  /** Runs no more tasks. Does not wait for one that is running. */
  @Override
  void close();

  /** A scheduler with a daemon thread of its own. */
  static Scheduler ofDaemon(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new Scheduler() {
      @Override
      public void schedule(Runnable task, Duration delay) {
        executor.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
      }

      @Override
      public void close() {
        executor.shutdown();
      }
    };
  }
}
