package io.github.bayesiantrust;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that explains the trust in one key at one instant. Immutable; {@link #toString()} is meant to be
 * read.
 *
 * @param key the key
 * @param posterior what is known of it now: the prior, and the evidence that still counts
 * @param rawSuccesses the weighted successes as of the last update, before they faded to now
 * @param rawFailures the weighted failures as of the last update, before they faded to now
 * @param age the time since the last update; empty if there was none
 * @param interval the equal-tailed interval that holds the rate with probability {@code confidence}
 * @param threshold the success rate that the decision is about
 * @param confidence the probability that the decision asks for
 * @param decision on which side of the threshold the rate is
 * @param successesToTrust how many successes of weight 1 in a row would make it TRUSTED; 0 if it is;
 *     empty if no number of them would
 * @param failuresToDistrust how many failures of weight 1 in a row would make it DISTRUSTED; 0 if it
 *     is; empty if no number of them would
 */
public record TrustReport(
    String key,
    BetaPosterior posterior,
    double rawSuccesses,
    double rawFailures,
    Optional<Duration> age,
    TrustInterval interval,
    double threshold,
    double confidence,
    TrustDecision decision,
    OptionalLong successesToTrust,
    OptionalLong failuresToDistrust) {

  /**
   * Checks that all is there.
   *
   * @param key not null
   * @param posterior not null
   * @param rawSuccesses the weighted successes
   * @param rawFailures the weighted failures
   * @param age not null
   * @param interval not null
   * @param threshold the rate to be above
   * @param confidence the probability asked for
   * @param decision not null
   * @param successesToTrust not null
   * @param failuresToDistrust not null
   */
  public TrustReport {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(posterior, "posterior");
    Objects.requireNonNull(age, "age");
    Objects.requireNonNull(interval, "interval");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(successesToTrust, "successesToTrust");
    Objects.requireNonNull(failuresToDistrust, "failuresToDistrust");
  }

  /** Works all answers out from the posterior. */
  static TrustReport of(
      String key,
      BetaPosterior raw,
      BetaPosterior now,
      Optional<Duration> age,
      double threshold,
      double confidence) {
    TrustDecision decision = now.decide(threshold, confidence);
    return new TrustReport(
        key,
        now,
        raw.successes(),
        raw.failures(),
        age,
        now.credibleInterval(confidence),
        threshold,
        confidence,
        decision,
        now.successesToTrust(threshold, confidence),
        now.failuresToDistrust(threshold, confidence));
  }

  /**
   * The trust in the key.
   *
   * @return the posterior mean, in (0, 1)
   */
  public double trust() {
    return posterior.mean();
  }

  /**
   * A text of six lines for people; its form may change between versions.
   *
   * @return the key, trust and interval, decision, prior, evidence and age, what more is needed
   */
  @Override
  public String toString() {
    return key
        + String.format(
            Locale.ROOT,
            "%n  trust     %.3f, between %.3f and %.3f with confidence %s",
            trust(), interval.lower(), interval.upper(), number(confidence))
        + line("decision", decision + " at threshold " + number(threshold))
        + line("prior", counts(posterior.priorAlpha(), posterior.priorBeta()))
        + line("evidence", evidence())
        + line("updated", age.map(TrustReport::ago).orElse("never"))
        + line("needed", needed());
  }

  private static String line(String name, String text) {
    return String.format(Locale.ROOT, "%n  %-9s %s", name, text);
  }

  private String evidence() {
    String effective = counts(posterior.successes(), posterior.failures());
    String raw = counts(rawSuccesses, rawFailures);
    return effective.equals(raw) ? effective : effective + "; before fading " + raw;
  }

  private static String counts(double successes, double failures) {
    return successes(number(successes)) + ", " + failures(number(failures));
  }

  private static String successes(String count) {
    return count + (count.equals("1") ? " success" : " successes");
  }

  private static String failures(String count) {
    return count + (count.equals("1") ? " failure" : " failures");
  }

  /** For those of the two decisions that are not taken yet. */
  private String needed() {
    String trust = successes(count(successesToTrust)) + " in a row for " + TrustDecision.TRUSTED;
    String distrust =
        failures(count(failuresToDistrust)) + " in a row for " + TrustDecision.DISTRUSTED;
    return switch (decision) {
      case TRUSTED -> distrust;
      case DISTRUSTED -> trust;
      case UNDECIDED -> trust + "; " + distrust;
    };
  }

  private static String count(OptionalLong count) {
    return count.isPresent() ? Long.toString(count.getAsLong()) : "no number of";
  }

  private static String ago(Duration age) {
    long days = age.toDays();
    String time =
        String.format(
            Locale.ROOT,
            "%02d:%02d:%02d ago", age.toHoursPart(), age.toMinutesPart(), age.toSecondsPart());
    return days == 0 ? time : days + " d " + time;
  }

  /** Whole numbers as they are, others to four significant digits. */
  private static String number(double value) {
    return value == Math.rint(value) && value < 1e7
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.4g", value)));
  }
}
