package io.github.bayesiantrust;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Something that happens to all keys at once, as a node of a chain that links old to new. Appending
 * a node takes O(1), whatever the number of keys; each key passes it when it is next touched.
 *
 * <p>Thread-safe. A node takes effect when the node before it gets its {@code next}: what a thread
 * does to any key after that, it does after the node. Nodes are appended under the tracker's
 * exclusive lock and passed under the lock of the key.
 */
abstract class Epoch {
  private volatile Epoch next;

  final Epoch next() {
    return next;
  }

  final void append(Epoch node) {
    next = node;
  }

  /** Does to a key what this epoch means; called once per key, under the key's lock. */
  abstract void pass(String key, Traveller stats);

  /** The state of a key that passes epochs. They use it under the lock of the key. */
  interface Traveller {
    void decay(double factor, double minCount, long at);

    void trimHistory(int entries);

    void retire();

    KeyState state();

    BetaPosterior posterior(long now);
  }

  /** Tells whether this is the end of its chain: nothing happens after it. */
  boolean isEnd() {
    return false;
  }

  /**
   * What stands in the chain for an epoch, and was made long before it. A million keys come to refer
   * to it in one walk: were it new, a collector would look at every one of them in its next pause.
   */
  static final class Place extends Epoch {
    private Epoch epoch;

    @Override
    void pass(String key, Traveller stats) {
      epoch.pass(key, stats);
    }

    @Override
    boolean isEnd() {
      return epoch.isEnd();
    }
  }

  /** Places in stock. Each stays there while so many others are taken. Guarded by its user. */
  static final class Places {
    private static final int SHELF = 64;

    private Place[] old = shelf();
    private Place[] fresh = shelf();
    private int taken;

    private static Place[] shelf() {
      Place[] places = new Place[SHELF];
      Arrays.setAll(places, i -> new Place());
      return places;
    }

    Place take(Epoch epoch) {
      if (taken == SHELF) {
        old = fresh;
        fresh = shelf();
        taken = 0;
      }
      Place place = old[taken];
      old[taken++] = null;
      place.epoch = epoch;
      return place;
    }
  }

  /** The begin of a chain. No key passes it: each is born at it or at a later node. */
  static final class Start extends Epoch {
    @Override
    void pass(String key, Traveller stats) {
      throw new AssertionError("a chain has one start");
    }
  }

  /** The table of keys was replaced by another one: its keys are no longer of use. */
  static final class End extends Epoch {
    @Override
    void pass(String key, Traveller stats) {
      stats.retire();
    }

    @Override
    boolean isEnd() {
      return true;
    }
  }

  /** A global decay, at a time in nanoseconds. */
  static final class Decay extends Epoch {
    private final double factor;
    private final double minCount;
    private final long at;

    Decay(double factor, double minCount, long at) {
      this.factor = factor;
      this.minCount = minCount;
      this.at = at;
    }

    @Override
    void pass(String key, Traveller stats) {
      stats.decay(factor, minCount, at);
    }
  }

  /** A purge of histories down to a number of entries. */
  static final class Purge extends Epoch {
    private final int maxHistory;

    Purge(int maxHistory) {
      this.maxHistory = maxHistory;
    }

    @Override
    void pass(String key, Traveller stats) {
      stats.trimHistory(maxHistory);
    }
  }

  /**
   * A point in time that somebody wants to see: each key that passes it leaves a picture of its
   * state from before. Keys that are born later never pass it.
   */
  static final class Cut<T> extends Epoch {
    private final ConcurrentLinkedQueue<Picture<T>> pictures = new ConcurrentLinkedQueue<>();
    private final Function<Traveller, T> camera;
    private volatile boolean closed;

    /** A cut with what is to be seen of a key; called under the lock of the key. */
    Cut(Function<Traveller, T> camera) {
      this.camera = camera;
    }

    @Override
    void pass(String key, Traveller stats) {
      if (!closed) {
        pictures.add(new Picture<>(key, camera.apply(stats)));
      }
    }

    /** A picture that has not been taken yet, or null if there is none at the moment. */
    Picture<T> poll() {
      return pictures.poll();
    }

    /** Lets go of the pictures: nobody wants them any more. */
    void close() {
      closed = true;
      pictures.clear();
    }
  }

  /** The state of one key at a cut. */
  record Picture<T>(String key, T state) {}
}
