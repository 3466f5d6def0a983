package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChecksTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Name, check, bounds of the accepted range from inside. */
  private record Check(DoubleConsumer check, double least, double greatest) {}

  static Stream<Named<Check>> checks() {
    double max = Double.MAX_VALUE;
    double belowOne = Math.nextDown(1.0);
    return Map.of(
            "weight", new Check(Checks::weight, 0, max),
            "count", new Check(x -> Checks.nonNegative("count", x), 0, max),
            "prior", new Check(x -> Checks.positive("prior", x), Double.MIN_VALUE, max),
            "outcome", new Check(x -> Checks.probability("outcome", x), 0, 1),
            "level", new Check(x -> Checks.openProbability("level", x), Double.MIN_VALUE, belowOne),
            "factor", new Check(Checks::decayFactor, Double.MIN_VALUE, 1),
            "maxEvidence", new Check(Checks::maxEvidence, Double.MIN_VALUE, INFINITY))
        .entrySet()
        .stream()
        .map(entry -> Named.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void check_numberInRange_isAccepted(Check check) {
    check.check().accept(check.least());
    check.check().accept(check.greatest());
  }

  @ParameterizedTest
  @MethodSource("checks")
  void check_nanOrJustOutside_isRefused(Check check) {
    refused(check, Double.NaN);
    refused(check, Double.NEGATIVE_INFINITY);
    refused(check, Math.nextDown(check.least()));
    if (check.greatest() < INFINITY) {
      refused(check, Math.nextUp(check.greatest()));
    }
  }

  private static void refused(Check check, double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check.check().accept(value))
        .withMessageContaining("but is " + value);
  }

  @Test
  void atLeast_belowTheMinimum_isRefused() {
    assertThat(Checks.atLeast("size", 3, 3)).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Checks.atLeast("size", 2, 3))
        .withMessage("size must be >= 3, but is 2");
  }
}
