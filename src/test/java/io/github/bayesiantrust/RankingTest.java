package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final double[] RARE = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
  };

  @Test
  void inOrder_randomScoresWithTies_sameAsAFullSort() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      double[] scores = random.doubles(random.nextInt(60), 1, 9).map(Math::floor).toArray();
      for (int i = 0; i < scores.length; i += 7) {
        scores[i] = RARE[random.nextInt(RARE.length)];
      }
      int limit = random.nextInt(70);
      assertThat(ranked(limit, scores, Ranking.BEST_FIRST)).as("seed " + seed)
          .isEqualTo(sorted(limit, scores, true));
      assertThat(ranked(limit, scores, Ranking.WORST_FIRST)).as("seed " + seed)
          .isEqualTo(sorted(limit, scores, false));
    }
  }

  /** Key i has α = i + 1, by which the score finds the number that it is to give. */
  private static List<String> ranked(int limit, double[] scores, Comparator<RankedKey> order) {
    Ranking ranking = new Ranking(limit, posterior -> scores[(int) posterior.alpha() - 1], order);
    for (int i = 0; i < scores.length; i++) {
      ranking.offer("k" + i, BetaPosterior.of(i + 1, 1));
    }
    return ranking.inOrder().stream().map(RankedKey::key).toList();
  }

  private static List<String> sorted(int limit, double[] scores, boolean bestFirst) {
    ToDoubleFunction<String> score = key -> scores[Integer.parseInt(key.substring(1))];
    Comparator<String> order = Comparator.comparingDouble(score);
    return IntStream.range(0, scores.length)
        .mapToObj(i -> "k" + i)
        .filter(key -> !Double.isNaN(score.applyAsDouble(key)))
        .sorted()
        .sorted(bestFirst ? order.reversed() : order)
        .limit(limit)
        .toList();
  }

  @Test
  void new_negativeLimit_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ranking(-1, BetaPosterior::mean, Ranking.BEST_FIRST))
        .withMessageContainingAll("limit", "-1");
  }
}
