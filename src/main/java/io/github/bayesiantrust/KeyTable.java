package io.github.bayesiantrust;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The keys of a tracker from one import to the next, and the chain of epochs that they go through.
 * Thread-safe. It extends the map, and does not hold it, to spare the hottest path one indirection.
 *
 * <p>Methods that return false found a key or a table that has ended in the meantime, and did
 * nothing: the caller reads its table anew and tries again.
 */
final class KeyTable extends ConcurrentHashMap<String, BetaStats> {
  private static final long serialVersionUID = 1L;

  /** An idle key passes this many nodes in some microseconds; a sweep costs 1/1024 of one a node. */
  private static final int SETTLE_AFTER = 1024;

  private final transient EvidenceModel model;
  private final transient TrustCache cache;

  /** Null if there is no bound. */
  private final transient KeyBound bound;

  /** The last node, or, while one is being appended, the one before it. */
  private transient volatile Epoch tail = new Epoch.Start();

  /** Guarded by the exclusive lock. */
  private final transient Epoch.Places places = new Epoch.Places();

  /** The number of nodes appended. Written under the exclusive lock. */
  private transient volatile int epochs;

  KeyTable(EvidenceModel model, TrustCache cache) {
    this.model = model;
    this.cache = cache;
    this.bound = model.isBounded() ? new KeyBound(model.maxKeys()) : null;
  }

  TrustCache cache() {
    return cache;
  }

  /** Adds evidence to a key, which comes to life if need be; see {@link BetaStats#add}. */
  boolean add(String key, double successes, double failures, long at, boolean live) {
    BetaStats stats = get(key);
    if (stats == null) {
      return addFirst(key, successes, failures, at, live);
    }
    touch(stats);
    return stats.add(key, successes, failures, at, live);
  }

  private void touch(BetaStats stats) {
    if (bound != null) {
      stats.touch(bound.time());
    }
  }

  /** Begins a call that updates many keys: none of them makes room for another, if all fit. */
  void beginCall() {
    if (bound != null) {
      bound.beginCall();
    }
  }

  private boolean addFirst(
      String key, double successes, double failures, long at, boolean live) {
    return isBorn(key, fresh -> fresh.count(successes, failures, at, live));
  }

  /** Adds the evidence and the history of a state. */
  boolean merge(String key, KeyState state) {
    BetaStats stats = get(key);
    if (stats == null) {
      return isBorn(key, fresh -> fresh.load(state));
    }
    touch(stats);
    synchronized (stats) {
      boolean alive = stats.catchUp(key);
      if (alive) {
        stats.merge(state);
      }
      return alive;
    }
  }

  private boolean isBorn(String key, Consumer<BetaStats> firstEvidence) {
    BetaStats fresh = model.newStats();
    if (bound == null) {
      return isBorn(key, fresh, firstEvidence);
    }
    synchronized (bound) {
      if (containsKey(key)) {
        return false;
      }
      bound.makeRoom(this);
      boolean born = isBorn(key, fresh, firstEvidence);
      if (born) {
        bound.add(this, key, fresh);
      }
      return born;
    }
  }

  /**
   * Brings a key to life, with its first evidence in it before any reader sees it. The epoch is
   * looked up after the key is in the map, so that whoever appends a later one finds the key there.
   */
  private boolean isBorn(String key, BetaStats fresh, Consumer<BetaStats> firstEvidence) {
    synchronized (fresh) {
      if (putIfAbsent(key, fresh) != null) {
        return false;
      }
      boolean born = false;
      try {
        Epoch last = last();
        if (!last.isEnd()) {
          firstEvidence.accept(fresh);
          fresh.begin(last);
          born = true;
        }
      } finally {
        if (!born) {
          remove(key, fresh);
        }
      }
      return born;
    }
  }

  private Epoch last() {
    Epoch last = tail;
    for (Epoch next = last.next(); next != null; next = last.next()) {
      last = next;
    }
    return last;
  }

  /** Puts a key with its state into this table, which has no such key. */
  void load(String key, KeyState state) {
    isBorn(key, fresh -> fresh.load(state));
  }

  /** Removes a key that lives. A cut that it has not passed yet gets its picture. */
  boolean end(String key, BetaStats stats) {
    synchronized (stats) {
      boolean alive = stats.catchUp(key);
      if (alive) {
        stats.retire();
        remove(key, stats);
      }
      return alive;
    }
  }

  /** Removes a key that lives if its last update is no later than a time in epoch seconds. */
  boolean endIdle(String key, BetaStats stats, double time) {
    synchronized (stats) {
      return stats.isIdleSince(time) && end(key, stats);
    }
  }

  /**
   * Lets something happen to all keys; the caller holds the tracker's exclusive lock.
   *
   * @return whether so many nodes have come together that the caller, without the lock, is to
   *     settle the keys: this bounds the chain that an idle key holds on to
   */
  boolean append(Epoch epoch) {
    Epoch node = places.take(epoch);
    tail.append(node);
    tail = node;
    int appended = epochs + 1;
    epochs = appended;
    return appended % SETTLE_AFTER == 0;
  }

  /** The number of nodes appended so far. */
  int epochs() {
    return epochs;
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
