package io.github.bayesiantrust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;

/** Keeps the first of many keys, in some order, in a heap of bounded size. Not thread-safe. */
final class Ranking {
  private static final Comparator<RankedKey> BY_SCORE =
      Comparator.comparingDouble(RankedKey::score);

  /** The greatest score first; equal ones by key. */
  static final Comparator<RankedKey> BEST_FIRST =
      BY_SCORE.reversed().thenComparing(RankedKey::key);

  /** The least score first; equal ones by key. */
  static final Comparator<RankedKey> WORST_FIRST = BY_SCORE.thenComparing(RankedKey::key);

  private final int limit;
  private final ToDoubleFunction<BetaPosterior> score;
  private final Comparator<RankedKey> order;

  /** The last of those kept is on top. */
  private final PriorityQueue<RankedKey> kept;

  Ranking(int limit, ToDoubleFunction<BetaPosterior> score, Comparator<RankedKey> order) {
    this.limit = Checks.atLeast("limit", limit, 0);
    this.score = Objects.requireNonNull(score, "score");
    this.order = order;
    this.kept = new PriorityQueue<>(order.reversed());
  }

  /** Takes a key in, O(log limit), unless its score is NaN. */
  void offer(String key, BetaPosterior posterior) {
    RankedKey candidate = new RankedKey(key, posterior, score.applyAsDouble(posterior));
    if (!Double.isNaN(candidate.score()) && isAmongFirst(candidate)) {
      kept.add(candidate);
      if (kept.size() > limit) {
        kept.remove();
      }
    }
  }

  private boolean isAmongFirst(RankedKey candidate) {
    return kept.size() < limit || limit > 0 && order.compare(candidate, kept.element()) < 0;
  }

  List<RankedKey> inOrder() {
    List<RankedKey> sorted = new ArrayList<>(kept);
    sorted.sort(order);
    return List.copyOf(sorted);
  }
}
