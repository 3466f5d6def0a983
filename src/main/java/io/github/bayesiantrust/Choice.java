package io.github.bayesiantrust;

import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Thompson sampling ("On the likelihood that one unknown probability exceeds another in view of the
 * evidence of two samples", Biometrika 25, 1933): draws a rate for each key from its posterior and
 * takes the key with the greatest one, so that each is taken with the probability of being the best.
 */
final class Choice {
  private Choice() {}

  /** The chosen key; rates are drawn in the order of the keys, and the first of equal ones counts. */
  static String among(Map<String, BetaPosterior> posteriors, RandomGenerator random) {
    Checks.notEmpty("keys", posteriors.keySet());
    String chosen = null;
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, BetaPosterior> each : new TreeMap<>(posteriors).entrySet()) {
      double rate = each.getValue().sample(random);
      if (rate > most) {
        most = rate;
        chosen = each.getKey();
      }
    }
    return chosen;
  }
}
