package io.github.bayesiantrust;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps the keys of a table within a bound. The keys stand in a queue, each with the last update
 * that was seen when it joined. To make room the first one goes, unless it was updated since: then
 * it joins again at the end ("second chance"). So the one that goes is about the one with the oldest
 * last update: none that was updated after the one that goes had joined the queue stood before it.
 *
 * <p>Not thread-safe: guarded by its own monitor, which is taken before that of any key.
 */
final class KeyBound {
  private record Candidate(String key, BetaStats stats, double seen) {
    boolean wasUpdated() {
      return Double.compare(stats.lastUpdate(), seen) != 0;
    }
  }

  private final int maxKeys;
  private final Queue<Candidate> queue = new ArrayDeque<>();

  KeyBound(int maxKeys) {
    this.maxKeys = maxKeys;
  }

  /**
   * Removes keys until one more fits. O(1), amortized over the updates: each gives one chance. Every
   * key gets at most one, so that it ends whatever other threads do meanwhile.
   */
  void makeRoom(KeyTable table) {
    int chances = queue.size();
    while (table.size() >= maxKeys && !queue.isEmpty()) {
      Candidate first = queue.element();
      if (chances-- > 0 && first.wasUpdated()) {
        join(first.key, first.stats);
      } else {
        table.end(first.key, first.stats);
      }
      queue.remove();
    }
  }

  /** Puts a new key in the queue, and sweeps keys out that were removed otherwise. */
  void add(KeyTable table, String key, BetaStats stats) {
    join(key, stats);
    if (queue.size() > 2L * maxKeys + 64) {
      queue.removeIf(candidate -> table.get(candidate.key) != candidate.stats);
    }
  }

  private void join(String key, BetaStats stats) {
    queue.add(new Candidate(key, stats, stats.lastUpdate()));
  }
}
