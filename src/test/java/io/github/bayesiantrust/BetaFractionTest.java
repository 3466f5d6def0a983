package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What the tails and quantiles cost, in steps, over all shapes. */
class BetaFractionTest {
  private static final double[] SHAPES = {
    1e-3, 0.01, 0.1, 0.5, 0.999, 1, 1.001, 2, 2.5, 5, 12, 12.5, 40, 300, 1e3, 4_321.5, 1e4, 19_999,
    20_000, 1e5, 1e6, 1e7, 1e8, 1e9
  };

  private static final double[] PROBABILITIES = {
    1e-300, 1e-100, 1e-30, 1e-11, 1e-6, 1e-3, 0.01, 0.025, 0.1, 0.3, 0.499, 0.5
  };

  @Test
  void of_allShapesAndTails_takesAtMostSomeHundredSteps() {
    int most = 0;
    for (double a : SHAPES) {
      for (double b : SHAPES) {
        if (Math.min(a, b) < IncompleteBeta.LARGE_SHAPES) {
          most = Math.max(most, mostSteps(new BetaKernel(a, b)));
        }
      }
    }
    System.out.println("continued fraction: at most " + most + " steps");
    assertThat(most).isBetween(50, 400);
  }

  /** Of those points that the fraction is asked for: those up to about the mean. */
  private static int mostSteps(BetaKernel kernel) {
    int most = 0;
    for (double p : PROBABILITIES) {
      BetaQuantile at = BetaQuantile.ofLower(kernel, p);
      boolean isInside = at.x() > 0 && at.y() > 0;
      if (isInside && kernel.excess(at.x(), at.y()) + 1 >= 2 * at.x()) {
        most = Math.max(most, BetaFraction.of(kernel, at.x(), at.y()).steps());
      }
    }
    return most;
  }

  @Test
  void quantile_allShapesAndTails_takesFewTails() {
    int most = 0;
    for (double a : SHAPES) {
      for (double b : SHAPES) {
        for (double p : PROBABILITIES) {
          BetaQuantile.Search search = new BetaQuantile.Search(new BetaKernel(a, b), new BetaQuantile.Tail(p));
          search.run();
          most = Math.max(most, search.evaluations());
        }
      }
    }
    System.out.println("quantile: at most " + most + " tails");
    assertThat(most).isBetween(2, 20);
  }

  /** P(X ≤ x) of Beta(3, 2) is 4x³ − 3x⁴, which is 0.1792 at 0.4. */
  @Test
  void of_smallShapes_dividesTheKernel() {
    BetaKernel kernel = new BetaKernel(3, 2);
    double tail = kernel.at(0.4, 0.6) / BetaFraction.of(kernel, 0.4, 0.6).value();
    assertThat(tail).isCloseTo(0.1792, within(1e-16));
  }
}
