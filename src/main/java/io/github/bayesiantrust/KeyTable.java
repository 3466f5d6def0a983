package io.github.bayesiantrust;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * The keys of a tracker from one import to the next, and the chain of epochs that they go through.
 * Thread-safe. It extends the map, and does not hold it, to spare the hottest path one indirection.
 *
 * <p>Methods that return false found a key or a table that has ended in the meantime, and did
 * nothing: the caller reads its table anew and tries again.
 */
final class KeyTable extends ConcurrentHashMap<String, BetaStats> {
  private static final long serialVersionUID = 1L;

  /**
   * An idle key passes so many decays in about a microsecond, and a million keys in less than a second.
   * With fewer, the walk itself would be what takes the time.
   */
  private static final int SETTLE_AFTER = 128;

  private final transient EvidenceModel model;
  private final transient KeyCache cache;

  /** Null if there is no bound. */
  private final transient KeyBound bound;

  /** The last node, or, while one is being appended, the one before it. */
  private transient volatile Epoch tail = new Epoch.Start();

  /** Guarded by the exclusive lock. */
  private final transient Epoch.Places places = new Epoch.Places();

  /** The number of nodes appended. Written under the exclusive lock. */
  private transient volatile int epochs;

  /** Whether the keys are to be settled. Set under the exclusive lock. */
  private transient volatile boolean due;

  private transient volatile OperationLog log = OperationLog.NONE;

  KeyTable(EvidenceModel model, KeyCache cache) {
    this.model = model;
    this.cache = cache;
    this.bound = model.isBounded() ? new KeyBound() : null;
  }

  /** The state of a key, or null if there is none. It may have ended already. */
  BetaStats find(String key) {
    BetaStats stats = atHand(key);
    return stats == null ? lookUp(key) : stats;
  }

  /** The same, but null also if the key was not used lately. */
  BetaStats atHand(String key) {
    return cache.get(key);
  }

  /** The same, of a key that is not at hand. */
  BetaStats lookUp(String key) {
    BetaStats stats = get(key);
    if (stats != null) {
      cache.offer(key, stats);
    }
    return stats;
  }

  /** Where the operations on this table are logged. */
  OperationLog log() {
    return log;
  }

  /** From now on logs the operations; the caller holds the exclusive lock or has not shared it yet. */
  void logTo(OperationLog newLog) {
    log = newLog;
  }

  /** Adds evidence to a key, which comes to life if need be; see {@link BetaStats#add}. */
  boolean add(String key, double successes, double failures, long at, boolean live) {
    return add(find(key), key, successes, failures, at, live);
  }

  /** The same, given the state of the key, or null where it had none. */
  boolean add(
      BetaStats stats, String key, double successes, double failures, long at, boolean live) {
    if (stats == null || log != OperationLog.NONE) {
      return apply(
          key, true, s -> Operation.Add.to(s, key, successes, failures, at, live));
    }
    touch(stats);
    return stats.add(key, successes, failures, at, live);
  }

  /** Adds evidence to a key as one of many; see {@link BetaStats#addOfMany}. */
  private boolean addOfMany(
      BetaStats stats, String key, double successes, double failures, long at, boolean live) {
    if (stats == null || log != OperationLog.NONE) {
      return add(stats, key, successes, failures, at, live);
    }
    touch(stats);
    return stats.addOfMany(key, successes, failures, at, live);
  }

  /** Adds the evidence of some updates one after the other; the caller holds the exclusive lock. */
  void addAll(List<TrustUpdate> updates, long now) {
    beginCall();
    BetaStats[] found = getAll(updates.size(), i -> updates.get(i).key());
    for (int i = 0; i < found.length; i++) {
      TrustUpdate update = updates.get(i);
      double successes = update.success() ? update.weight() : 0;
      double failures = update.weight() - successes;
      boolean live = update.at() == null;
      long at = live ? now : Times.nanos(update.at());
      addSurely(found[i], update.key(), successes, failures, at, live);
    }
    SequenceLock.publish();
  }

  /** Adds sums of evidence one after the other; the caller holds the exclusive lock. */
  void addAll(EvidenceSums sums, long now) {
    beginCall();
    BetaStats[] found = getAll(sums.size(), sums::key);
    for (int i = 0; i < found.length; i++) {
      addSurely(found[i], sums.key(i), sums.successes(i), sums.failures(i), now, true);
    }
    SequenceLock.publish();
  }

  /**
   * The states of some keys, null where there is none. A processor looks keys up side by side, but
   * nothing beyond the next lock: all lookups come before the first addition.
   */
  private BetaStats[] getAll(int number, IntFunction<String> key) {
    BetaStats[] found = new BetaStats[number];
    for (int i = 0; i < number; i++) {
      found[i] = find(key.apply(i));
    }
    return found;
  }

  /** Adds evidence to a key, to another state of it if that which was found has ended meanwhile. */
  private void addSurely(
      BetaStats found, String key, double successes, double failures, long at, boolean live) {
    boolean added = addOfMany(found, key, successes, failures, at, live);
    while (!added) {
      Thread.onSpinWait();
      added = add(key, successes, failures, at, live);
    }
  }

  private void touch(BetaStats stats) {
    if (bound != null) {
      stats.touch(bound.time());
    }
  }

  /** Begins a call that updates many keys: none of them makes room for another, if all fit. */
  private void beginCall() {
    if (bound != null) {
      bound.beginCall();
    }
  }

  /** Logs an operation on one key and does it. */
  boolean apply(Operation.OfKey operation) {
    return apply(operation.key(), operation.givesLife(), stats -> operation);
  }

  /**
   * Logs an operation on one key and does it.
   *
   * @param givesLife whether an unknown key comes to life by it; otherwise nothing happens to one
   * @param request what is to be done to a state; called under its lock
   */
  boolean apply(String key, boolean givesLife, Function<BetaStats, Operation.OfKey> request) {
    BetaStats stats = find(key);
    if (stats == null) {
      return !givesLife || isBorn(key, request);
    }
    if (givesLife) {
      touch(stats);
    }
    stats.lock();
    try {
      return isDone(key, stats, request);
    } finally {
      stats.unlock();
    }
  }

  /** Brings a key up to date, logs what is to be done to it, and does it; false if it does not live. */
  private boolean isDone(
      String key, BetaStats stats, Function<BetaStats, Operation.OfKey> request) {
    while (stats.catchUp(key)) {
      Operation.OfKey operation = request.apply(stats);
      if (log.append(operation, stats.epoch())) {
        operation.applyTo(stats);
        return true;
      }
    }
    return false;
  }

  private boolean isBorn(String key, Function<BetaStats, Operation.OfKey> request) {
    BetaStats fresh = newStats();
    if (bound == null) {
      return isBorn(key, fresh, request);
    }
    synchronized (bound) {
      if (containsKey(key)) {
        return false;
      }
      makeRoom();
      boolean born = isBorn(key, fresh, request);
      if (born) {
        bound.add(key, fresh, size());
      }
      return born;
    }
  }

  private BetaStats newStats() {
    if (model.fades()) {
      return new FadingStats(model);
    }
    return model.isBounded() ? new BoundedStats(model) : new BetaStats(model);
  }

  private void makeRoom() {
    while (size() >= model.maxKeys() && !bound.isEmpty()) {
      bound.choose();
      end(bound.chosenKey(), bound.chosen());
      bound.removeChosen();
    }
  }

  /**
   * Brings a key to life, with its first evidence in it before any reader sees it. The epoch is
   * looked up after the key is in the map, so that whoever appends a later one finds the key there.
   */
  private boolean isBorn(
      String key, BetaStats fresh, Function<BetaStats, Operation.OfKey> request) {
    fresh.lock();
    boolean born = false;
    boolean added = false;
    try {
      added = putIfAbsent(key, fresh) == null;
      if (added) {
        Operation.OfKey operation = request.apply(fresh);
        Epoch last = lastWhenLogged(operation);
        if (!last.isEnd()) {
          operation.applyFirst(fresh);
          fresh.begin(last);
          born = true;
          cache.offerNew(key, fresh);
        }
      }
      return born;
    } finally {
      if (added && !born) {
        remove(key, fresh);
      }
      fresh.unlock();
    }
  }

  /** The last epoch; unless it is the end, the operation is logged while it is the last. */
  private Epoch lastWhenLogged(Operation operation) {
    Epoch last = last();
    while (!last.isEnd() && !log.append(operation, last)) {
      last = last();
    }
    return last;
  }

  private Epoch last() {
    Epoch last = tail;
    for (Epoch next = last.next(); next != null; next = last.next()) {
      last = next;
    }
    return last;
  }

  /** Puts a key with its state into this table, which has no such key and logs nothing yet. */
  void load(String key, KeyState state) {
    isBorn(key, stats -> new Operation.Merge(key, state));
  }

  /** Removes a key that lives. A cut that it has not passed yet gets its picture. */
  boolean end(String key, BetaStats stats) {
    return endIf(key, stats, any -> true);
  }

  private boolean endIf(String key, BetaStats stats, Predicate<BetaStats> condition) {
    stats.lock();
    try {
      while (condition.test(stats) && stats.catchUp(key)) {
        if (log.append(new Operation.Remove(key), stats.epoch())) {
          stats.retire();
          cache.drop(key, stats);
          return remove(key, stats);
        }
      }
      return false;
    } finally {
      stats.unlock();
    }
  }

  /** Removes the keys whose last update is no later than a time in epoch seconds; tells how many. */
  int endIdle(double time) {
    int removed = 0;
    for (Map.Entry<String, BetaStats> entry : entrySet()) {
      removed += endIf(entry.getKey(), entry.getValue(), stats -> stats.isIdleSince(time)) ? 1 : 0;
    }
    return removed;
  }

  /** Logs something and lets it happen to all keys, as {@link #append(Epoch)}. */
  void append(Operation.OfAll operation) {
    Epoch epoch = operation.epoch();
    log.append(operation, () -> append(epoch));
  }

  /**
   * Lets something happen to all keys; the caller holds the tracker's exclusive lock, and settles the
   * keys without it afterwards if that is due.
   */
  void append(Epoch epoch) {
    Epoch node = places.take(epoch);
    int appended = epochs + 1;
    tail.append(node);
    tail = node;
    epochs = appended;
    due |= appended % SETTLE_AFTER == 0;
  }

  /** The number of nodes appended so far. */
  int epochs() {
    return epochs;
  }

  /** Every so many nodes, lets the keys pass them: this bounds the chain that an idle key holds on to. */
  void settleIfDue() {
    if (due) {
      due = false;
      settle();
    }
  }

  /** Makes every key pass the epochs so far, one after the other. */
  void settle() {
    for (Map.Entry<String, BetaStats> entry : entrySet()) {
      entry.getValue().isCurrent(entry.getKey());
    }
  }

  /**
   * Shows the state that each key had at a cut, which has been appended; in no order. Pictures of
   * keys that others touch or remove meanwhile come in between.
   */
  <T, E extends Exception> void forEach(Epoch.Cut<T> cut, Viewer<T, E> viewer) throws E {
    try {
      for (Map.Entry<String, BetaStats> entry : entrySet()) {
        entry.getValue().isCurrent(entry.getKey());
        takeAll(cut, viewer);
      }
      takeAll(cut, viewer);
    } finally {
      cut.close();
    }
  }

  /** What a file says of all keys, at a time in epoch seconds. */
  TrustCodec.Header header(double at) {
    return new TrustCodec.Header(model.priorAlpha(), model.priorBeta(), at, model.halfLife());
  }

  private static <T, E extends Exception> void takeAll(Epoch.Cut<T> cut, Viewer<T, E> viewer)
      throws E {
    for (Epoch.Picture<T> picture = cut.poll(); picture != null; picture = cut.poll()) {
      viewer.see(picture);
    }
  }

  /** Sees one picture after the other; may fail. */
  interface Viewer<T, E extends Exception> {
    void see(Epoch.Picture<T> picture) throws E;
  }
}
