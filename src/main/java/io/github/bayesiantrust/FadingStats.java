package io.github.bayesiantrust;

/**
 * The state of one key whose evidence halves every half-life. α and β are stated for one time, and
 * a reader works out what is left of them at its own: reading changes nothing, however often.
 * Thread-safe as {@link BetaStats} says.
 */
final class FadingStats extends BetaStats {

  /** Epoch seconds, NaN while there is no evidence. Written like α and β. */
  private double statedAt = Double.NaN;

  FadingStats(EvidenceModel model) {
    super(model);
  }

  /**
   * Evidence fades to a later time by the share that is left then. Evidence that arrives late fades
   * instead: it counts what it would count had it come in time, so the order does not matter.
   */
  @Override
  double foldTo(double at) {
    if (at <= statedAt) {
      return model.retained(statedAt - at);
    }
    double left = model.retained(at - statedAt);
    beginWrite();
    alpha = model.fadedAlpha(alpha, left);
    beta = model.fadedBeta(beta, left);
    statedAt = at;
    endWrite();
    return 1;
  }

  @Override
  double statedAt() {
    return statedAt;
  }

  @Override
  void stateFor(double at) {
    beginWrite();
    statedAt = at;
    endWrite();
  }

  @Override
  double trust(double now) {
    int seen;
    double a;
    double b;
    double from;
    do {
      seen = stableVersion();
      a = alpha;
      b = beta;
      from = statedAt;
    } while (changedSince(seen));
    double left = model.retained(now - from);
    double fadedAlpha = model.fadedAlpha(a, left);
    return fadedAlpha / (fadedAlpha + model.fadedBeta(b, left));
  }

  @Override
  BetaPosterior posterior(double now) {
    int seen;
    double a;
    double b;
    double from;
    do {
      seen = stableVersion();
      a = alpha;
      b = beta;
      from = statedAt;
    } while (changedSince(seen));
    return model.posterior(a, b, from, now);
  }
}
