package io.github.bayesiantrust;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Argument checks. Each tests the range that is accepted, so that NaN, which compares false with
 * everything, is refused by all of them; each message names the argument, its value and the range.
 */
final class Checks {
  private Checks() {}

  /** A weight of evidence: finite and at least 0. */
  static double weight(double weight) {
    return nonNegative("weight", weight);
  }

  static double nonNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw refused(name, value, "finite and >= 0");
    }
    return value;
  }

  static double positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw refused(name, value, "finite and > 0");
    }
    return value;
  }

  /** A probability, both ends included. */
  static double probability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw refused(name, value, "in [0, 1]");
    }
    return value;
  }

  /** A probability, neither end included: a confidence level, say. */
  static double openProbability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw refused(name, value, "in (0, 1)");
    }
    return value;
  }

  /** A confidence that only one of two opposite statements can have. */
  static void confidence(String name, double value) {
    if (!(value > 0.5 && value < 1)) {
      throw refused(name, value, "in (0.5, 1)");
    }
  }

  static void notNaN(String name, double value) {
    if (Double.isNaN(value)) {
      throw refused(name, value, "a number");
    }
  }

  static double decayFactor(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw refused("factor", factor, "in (0, 1]");
    }
    return factor;
  }

  static void maxEvidence(double evidence) {
    if (!(evidence > 0)) {
      throw refused("maxEvidence", evidence, "> 0");
    }
  }

  static void halfLife(Optional<Duration> halfLife) {
    halfLife.ifPresent(time -> longerThanZero("halfLife", time));
  }

  static void longerThanZero(String name, Duration time) {
    if (!(time.compareTo(Duration.ZERO) > 0)) {
      throw refused(name, time, "longer than zero");
    }
  }

  static void notEmpty(String name, Collection<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
  }

  static Duration notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw refused(name, value, "zero or longer");
    }
    return value;
  }

  static int atLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw refused(name, value, ">= " + minimum);
    }
    return value;
  }

  private static IllegalArgumentException refused(String name, Object value, String accepted) {
    return new IllegalArgumentException(name + " must be " + accepted + ", but is " + value);
  }
}
