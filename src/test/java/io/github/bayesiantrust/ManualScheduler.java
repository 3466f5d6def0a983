package io.github.bayesiantrust;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Runs a task when a test says so. */
final class ManualScheduler implements Scheduler {
  private record Scheduled(Runnable task, Duration delay) {}

  private final Deque<Scheduled> waiting = new ArrayDeque<>();
  private boolean closed;

  @Override
  public void schedule(Runnable task, Duration delay) {
    if (!closed) {
      waiting.add(new Scheduled(task, delay));
    }
  }

  /** After what time the next task is to run. */
  Duration delay() {
    return waiting.element().delay;
  }

  void runNext() {
    waiting.remove().task.run();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    waiting.clear();
  }
}
