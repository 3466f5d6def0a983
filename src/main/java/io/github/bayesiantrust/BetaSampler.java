package io.github.bayesiantrust;

import java.util.random.RandomGenerator;

/**
 * Draws from beta distributions, exactly: X/(X + Y) for gamma variates of the two shapes, each by
 * Marsaglia and Tsang ("A simple method for generating gamma variables", ACM TOMS 26, 2000), and
 * below shape 1 as a variate of the next shape times U^(1/shape). All is done on logarithms, so that
 * tiny shapes do not underflow. More than 95 % of the rounds are accepted, whatever the shapes.
 */
final class BetaSampler {
  private BetaSampler() {}

  static double sample(double a, double b, RandomGenerator random) {
    double logit = logGamma(a, random) - logGamma(b, random);
    return 1 / (1 + Math.exp(-logit));
  }

  /** The logarithm of a gamma variate of scale 1. */
  private static double logGamma(double shape, RandomGenerator random) {
    return shape < 1
        ? logGammaFromOne(shape + 1, random) + logUniform(random) / shape
        : logGammaFromOne(shape, random);
  }

  private static double logGammaFromOne(double shape, RandomGenerator random) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = random.nextGaussian();
      double root = 1 + c * normal;
      double cube = root * root * root;
      if (cube > 0 && isAccepted(normal, cube, d, random)) {
        return Math.log(d) + Math.log(cube);
      }
    }
  }

  private static boolean isAccepted(double normal, double cube, double d, RandomGenerator random) {
    return logUniform(random) < normal * normal / 2 + d * (1 - cube + Math.log(cube));
  }

  /** Of a uniform number in (0, 1], so that it is finite. */
  private static double logUniform(RandomGenerator random) {
    return Math.log(1 - random.nextDouble());
  }
}
