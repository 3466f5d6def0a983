package io.github.bayesiantrust.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as {@code 45s}, {@code 1.5d} or {@code PT12H}. */
final class Durations {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d|w)");

  private Durations() {}

  /** The duration, or empty if the text is none or the duration is not above zero. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    return (matcher.matches()
            ? Optional.of(times(new BigDecimal(matcher.group(1)), unit(matcher.group(2))))
            : iso(text))
        .filter(duration -> duration.compareTo(Duration.ZERO) > 0);
  }

  private static Optional<Duration> iso(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration times(BigDecimal number, Duration unit) {
    BigDecimal nanos = number.multiply(BigDecimal.valueOf(unit.toNanos()));
    BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValue());
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }
}
