package io.github.bayesiantrust;

import java.util.ArrayList;
import java.util.List;

/** The queue of updates that wait to be applied together. Thread-safe. */
final class PendingUpdates {
  /** Guarded by the monitor of this queue. */
  private List<TrustUpdate> waiting = new ArrayList<>();

  /**
   * Adds an update at the end.
   *
   * @return how many wait now
   */
  synchronized int add(TrustUpdate update) {
    waiting.add(update);
    return waiting.size();
  }

  /** Takes all updates out, oldest first. */
  synchronized List<TrustUpdate> takeAll() {
    List<TrustUpdate> taken = waiting;
    waiting = new ArrayList<>(taken.size());
    return taken;
  }

  synchronized int size() {
    return waiting.size();
  }
}
