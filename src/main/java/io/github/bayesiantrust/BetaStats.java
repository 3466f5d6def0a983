package io.github.bayesiantrust;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

/**
 * The state of one key: its posterior, its last update, its history, and how far it has come in the
 * chain of epochs. Thread-safe as each method says.
 */
class BetaStats extends HistoryRing implements Epoch.Traveller {

  /*
   * Consistency. Writers hold the lock. Readers of the posterior take none: the lock's version tells them
   * to look again.
   *
   * Visibility. An operation that has returned is seen by whatever begins afterwards, on any core. So the
   * posterior is published before an update returns. The history is written behind that: its line of
   * memory is often another core's, and need not be waited for, since who reads a history takes the lock,
   * which is seen as held until the entry is there.
   *
   * Life. Born with its first evidence, at the last epoch of its table; it passes the later ones,
   * in order, before anything else is done to it; retired when it is removed or its table replaced.
   * Before birth and after retirement its epoch is null, and whoever meets it looks its key up
   * again.
   *
   * Order. A reader looks at the epoch first and at the posterior then. If the epoch was the last
   * one, what it reads is at least as new as that epoch; if a later one begins in between, the read
   * counts as done just before it.
   */

  private static final VarHandle EPOCH;

  static {
    try {
      EPOCH = MethodHandles.lookup().findVarHandle(BetaStats.class, "epoch", Epoch.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Hardly ever as much passes between reading the clock and counting what happened then. */
  private static final double RACE_SECONDS = 1;

  final EvidenceModel model;

  /**
   * α ≥ α₀ and β ≥ β₀, and α + β is finite: evidence that would overflow is halved. Written between
   * {@link #beginWrite} and {@link #endWrite}.
   */
  double alpha;

  double beta;

  /** Epoch seconds of the latest update, NaN before the first. Guarded by the lock. */
  private double lastUpdate = Double.NaN;

  /** The last epoch that this key has passed. Written under the lock. */
  private Epoch epoch;

  BetaStats(EvidenceModel model) {
    this.model = model;
    alpha = model.priorAlpha();
    beta = model.priorBeta();
  }

  // Life

  /** Starts the life of a key; the caller holds the lock. */
  final void begin(Epoch born) {
    EPOCH.setRelease(this, born);
  }

  /** The last epoch that this key has passed, null if it does not live; the caller holds the lock. */
  final Epoch epoch() {
    return epoch;
  }

  /** Ends the life of a key; the caller holds the lock. */
  @Override
  public final void retire() {
    EPOCH.setRelease(this, null);
  }

  /** Tells whether this key lives and has passed every epoch; if need be it passes them now. */
  final boolean isCurrent(String key) {
    Epoch passed = (Epoch) EPOCH.getAcquire(this);
    if (passed != null && passed.next() == null) {
      return true;
    }
    lock();
    try {
      return catchUp(key);
    } finally {
      unlock();
    }
  }

  /** Passes the epochs that it has not passed yet; false if it does not live. Lock held. */
  final boolean catchUp(String key) {
    while (epoch != null && epoch.next() != null) {
      Epoch next = epoch.next();
      next.pass(key, this);
      if (epoch != null) {
        EPOCH.setRelease(this, next);
      }
    }
    return epoch != null;
  }

  // Evidence

  /**
   * Adds the evidence of an outcome.
   *
   * @param at when it happened
   * @param live whether that is now; it may be past or future otherwise
   * @return false if the key does not live, and nothing was done
   */
  final boolean add(String key, double successes, double failures, long at, boolean live) {
    lock();
    try {
      if (!catchUp(key)) {
        return false;
      }
      boolean last = isLast(at, live);
      change(successes, failures, live ? present(at) : at);
      publish();
      record(at, live, last);
      return true;
    } finally {
      unlockPublished();
    }
  }

  /** The same as one of many; the caller publishes them together. */
  final boolean addOfMany(String key, double successes, double failures, long at, boolean live) {
    lock();
    try {
      if (!catchUp(key)) {
        return false;
      }
      count(successes, failures, at, live);
      return true;
    } finally {
      unlockPublished();
    }
  }

  /** Counts an outcome; the caller holds the lock. */
  final void count(double successes, double failures, long at, boolean live) {
    count(successes, failures, at, live, live ? present(at) : at, isLast(at, live));
  }

  /**
   * The same, given what the state said of it.
   *
   * @param foldedAt when it happened as far as evidence is concerned
   * @param last whether its history entry stands last in any case
   */
  final void count(
      double successes, double failures, long at, boolean live, long foldedAt, boolean last) {
    change(successes, failures, foldedAt);
    record(at, live, last);
  }

  private boolean isLast(long at, boolean live) {
    return live && standsLast(Times.epochSeconds(at));
  }

  private void record(long at, boolean live, boolean last) {
    double time = Times.epochSeconds(at);
    lastUpdate = live ? time : KeyState.later(lastUpdate, time);
    int capacity = model.historyCapacity();
    if (capacity > 0) {
      double trust = alpha / (alpha + beta);
      if (last) {
        appendEntry(time, trust, capacity);
      } else {
        insertEntry(time, trust, capacity, !live);
      }
    }
  }

  /**
   * Tells whether what happens now stands last without a further look; the caller holds the lock.
   * So it does after the latest update, and also if there is a much later entry: then the clock was set
   * back. Otherwise another thread, which read the clock later, may have come in between.
   */
  final boolean standsLast(double time) {
    return followsLast(time) || time < newestTime() - RACE_SECONDS && !isHistoryTimed();
  }

  /**
   * Tells whether no entry is later than a time, as far as that can be told without the entries: they
   * are lines of memory that another thread may have written last. An entry that was added last is no
   * later than the latest update.
   */
  private boolean followsLast(double time) {
    return isNewestAddedLast() && time >= lastUpdate;
  }

  /** Takes the evidence of an outcome back, as far as there is any; the caller holds the lock. */
  final void takeBack(double successes, double failures, long at) {
    change(-successes, -failures, at);
  }

  private void change(double successes, double failures, long at) {
    double share = foldTo(at);
    set(
        model.boundAlpha(alpha + successes * share), model.boundBeta(beta + failures * share));
  }

  /** Halves what would overflow, and scales the evidence down to its bound. */
  private void set(double newAlpha, double newBeta) {
    if (newAlpha + newBeta > Double.MAX_VALUE) {
      set(
          model.boundAlpha(Math.min(newAlpha, Double.MAX_VALUE) / 2),
          model.boundBeta(Math.min(newBeta, Double.MAX_VALUE) / 2));
    } else if (model.isAboveMax(newAlpha, newBeta)) {
      double scale = model.scaleToMax(newAlpha, newBeta);
      write(model.scaledAlpha(newAlpha, scale), model.scaledBeta(newBeta, scale));
    } else {
      write(newAlpha, newBeta);
    }
  }

  /**
   * When what happens now happens, as far as evidence is concerned; the caller holds the lock. The
   * clock may have been set back: the time of a key never runs back.
   */
  long present(long now) {
    return now;
  }

  /**
   * States the evidence for a time, or for a later one for which it is stated already; the caller
   * holds the lock. Evidence that does not fade is the same at all times.
   *
   * @return the share of evidence from that time that is left at the time stated for
   */
  double foldTo(long at) {
    return 1;
  }

  /** Multiplies α and β, down to the prior, if they exceed a count; the caller holds the lock. */
  @Override
  public final void decay(double factor, double minCount, long at) {
    foldTo(at);
    if (alpha + beta > minCount) {
      write(
          Math.max(model.priorAlpha(), alpha * factor), Math.max(model.priorBeta(), beta * factor));
    }
  }

  // State as a value

  /** Takes a state over, to the last bit; the caller holds the lock or has not shared this key yet. */
  final void load(KeyState state) {
    set(model.boundAlpha(state.alpha()), model.boundBeta(state.beta()));
    stateFor(state.statedAt());
    lastUpdate = state.lastUpdate();
    loadHistory(state.history(), model.historyCapacity());
  }

  /** Adds the evidence and the history of a state of the same prior; the caller holds the lock. */
  final void merge(KeyState state) {
    change(
        state.alpha() - model.priorAlpha(),
        state.beta() - model.priorBeta(),
        Times.nanos(state.statedAt()));
    lastUpdate = KeyState.later(lastUpdate, state.lastUpdate());
    loadHistory(historyCopy().mergedWith(state.history()), model.historyCapacity());
  }

  /** The state of this key; the caller holds the lock. */
  @Override
  public final KeyState state() {
    return state(lastUpdate, historyCopy());
  }

  /** The state with its evidence as it is to be stated outside; the caller holds the lock. */
  KeyState state(double lastUpdateTime, TrustHistory entries) {
    return new KeyState(alpha, beta, lastUpdateTime, Double.NaN, entries);
  }

  /** Declares the time that the evidence is stated for; the caller holds the lock. */
  void stateFor(double at) {}

  // Answers

  /** The posterior mean at a time; takes no lock. */
  double trust(long now) {
    int seen;
    double a;
    double b;
    do {
      seen = stableVersion();
      a = alpha;
      b = beta;
    } while (changedSince(seen));
    return a / (a + b);
  }

  /** The posterior at a time; takes no lock. */
  @Override
  public BetaPosterior posterior(long now) {
    int seen;
    double a;
    double b;
    do {
      seen = stableVersion();
      a = alpha;
      b = beta;
    } while (changedSince(seen));
    return model.posterior(a, b);
  }

  /**
   * What explains the trust at one instant.
   *
   * @param stated the posterior as it is stated, before it fades to that instant
   * @param left the posterior at that instant
   * @param lastUpdate epoch seconds of the latest update, NaN if there was none
   */
  record Reading(BetaPosterior stated, BetaPosterior left, double lastUpdate) {
    static Reading ofUnknown(BetaPosterior prior) {
      return new Reading(prior, prior, Double.NaN);
    }
  }

  final Reading read(long now) {
    return locked(
        () -> new Reading(posterior(Times.EARLIEST), posterior(now), lastUpdate));
  }

  /** Epoch seconds of the latest update, NaN if there was none. */
  final double lastUpdate() {
    return locked(() -> lastUpdate);
  }

  /** Tells whether there was an update, but none after a time in epoch seconds; lock held. */
  final boolean isIdleSince(double time) {
    return lastUpdate <= time;
  }

  final TrustHistory history() {
    return locked(this::historyCopy);
  }

  private <T> T locked(Supplier<T> reading) {
    lock();
    try {
      return reading.get();
    } finally {
      unlock();
    }
  }

  /** Writes both: nobody sees one without the other. */
  final void write(double newAlpha, double newBeta) {
    beginWrite();
    alpha = newAlpha;
    beta = newBeta;
    endWrite();
  }

  // The bound's place

  /** Tells whether this key was born and has not been retired. */
  final boolean lives() {
    return EPOCH.getAcquire(this) != null;
  }

  /** When it was last updated, in the time of the {@link KeyBound}; by any thread. */
  long touched() {
    throw new AssertionError("there is no bound");
  }

  /** Notes an update; by any thread. */
  void touch(long time) {
    throw new AssertionError("there is no bound");
  }
}
