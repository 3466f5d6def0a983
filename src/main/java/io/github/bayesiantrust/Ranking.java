package io.github.bayesiantrust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/** Keeps the best of many keys in a heap of bounded size. Not thread-safe. */
final class Ranking {
  private static final Comparator<RankedKey> BEST_FIRST =
      Comparator.comparingDouble(RankedKey::score).reversed().thenComparing(RankedKey::key);

  private final int limit;
  private final ToDoubleFunction<BetaPosterior> score;

  /** The worst of those kept is on top. */
  private final PriorityQueue<RankedKey> best = new PriorityQueue<>(BEST_FIRST.reversed());

  Ranking(int limit, ToDoubleFunction<BetaPosterior> score) {
    this.limit = Checks.atLeast("limit", limit, 0);
    this.score = Objects.requireNonNull(score, "score");
  }

  /** Takes a key in, O(log limit), unless its score is NaN. */
  void offer(String key, BetaPosterior posterior) {
    RankedKey candidate = new RankedKey(key, posterior, score.applyAsDouble(posterior));
    if (!Double.isNaN(candidate.score()) && isAmongBest(candidate)) {
      best.add(candidate);
      if (best.size() > limit) {
        best.remove();
      }
    }
  }

  private boolean isAmongBest(RankedKey candidate) {
    return best.size() < limit
        || limit > 0 && BEST_FIRST.compare(candidate, best.element()) < 0;
  }

  List<RankedKey> bestFirst() {
    List<RankedKey> sorted = new ArrayList<>(best);
    sorted.sort(BEST_FIRST);
    return List.copyOf(sorted);
  }
}
