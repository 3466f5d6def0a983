package io.github.bayesiantrust;

/**
 * The state of one key whose evidence halves every half-life. α and β are stated for one time, the
 * latest that anything happened at, and a reader works out what is left of them at its own: reading
 * changes nothing, however often. Thread-safe as {@link BetaStats} says.
 */
final class FadingStats extends BoundedStats {

  /** What α and β are stated for. Written like them. */
  private long statedAt = Times.EARLIEST;

  /** The latest reading of the clock that an update came with. Guarded by the lock. */
  private long latestNow = Times.EARLIEST;

  FadingStats(EvidenceModel model) {
    super(model);
  }

  @Override
  long present(long now) {
    latestNow = Math.max(latestNow, now);
    return latestNow;
  }

  /**
   * Evidence fades to a later time by the share that is left then. Evidence that arrives late fades
   * instead: it counts what it would count had it come in time, so the order does not matter.
   */
  @Override
  double foldTo(long at) {
    if (at <= statedAt) {
      return model.retained(statedAt - at);
    }
    double left = model.retained(at - statedAt);
    beginWrite();
    alpha = model.scaledAlpha(alpha, left);
    beta = model.scaledBeta(beta, left);
    statedAt = at;
    endWrite();
    return 1;
  }

  @Override
  void stateFor(double at) {
    beginWrite();
    statedAt = Times.nanos(at);
    endWrite();
  }

  /** States the evidence for the next time that a double of epoch seconds can hold. */
  @Override
  KeyState state(double lastUpdateTime, TrustHistory entries) {
    double stated = Times.epochSecondsNotBefore(statedAt);
    double share = model.retained(Times.nanos(stated) - statedAt);
    return new KeyState(
        model.scaledAlpha(alpha, share),
        model.scaledBeta(beta, share),
        lastUpdateTime,
        stated,
        entries);
  }

  @Override
  double trust(long now) {
    int seen;
    double a;
    double b;
    long from;
    do {
      seen = stableVersion();
      a = alpha;
      b = beta;
      from = statedAt;
    } while (changedSince(seen));
    double left = model.retained(now - from);
    double fadedAlpha = model.scaledAlpha(a, left);
    return fadedAlpha / (fadedAlpha + model.scaledBeta(b, left));
  }

  @Override
  public BetaPosterior posterior(long now) {
    int seen;
    double a;
    double b;
    long from;
    do {
      seen = stableVersion();
      a = alpha;
      b = beta;
      from = statedAt;
    } while (changedSince(seen));
    double left = model.retained(now - from);
    return model.posterior(model.scaledAlpha(a, left), model.scaledBeta(b, left));
  }
}
