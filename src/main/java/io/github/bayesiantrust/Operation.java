package io.github.bayesiantrust;

import java.io.IOException;

/**
 * Something that is done to a tracker, as a value: with its time, so that doing it again to the same
 * state gives the same state, to the last bit. Immutable.
 */
sealed interface Operation {

  /** Tells the types apart in a file; never changes. */
  byte kind();

  /** Writes the components; {@link #read} reads them. */
  default void write(JournalBuffer out) {}

  /** Does it again. */
  void replay(Target target);

  /** What operations are done to again, one at a time. */
  interface Target {
    void change(OfKey operation);

    void remove(String key);

    void append(OfAll operation);

    /** A replacement begins; what was loaded of another one that did not come to its end is void. */
    void prepare();

    void load(Load part);

    void replace();
  }

  /** Reads an operation of a kind. */
  static Operation read(byte kind, JournalBuffer in) throws IOException {
    return switch (kind) {
      case Add.KIND -> Add.read(in);
      case Retract.KIND -> Retract.read(in);
      case Decay.KIND -> Decay.read(in);
      case Merge.KIND -> Merge.read(in);
      case Remove.KIND -> new Remove(in.getString());
      case DecayAll.KIND -> DecayAll.read(in);
      case Purge.KIND -> new Purge(in.getInt());
      case Load.KIND -> Load.read(in);
      case Prepare.KIND -> new Prepare();
      case Replace.KIND -> new Replace();
      case Begin.KIND -> new Begin();
      case Commit.KIND -> new Commit();
      case Cut.KIND -> new Cut();
      case Base.KIND -> new Base(Fingerprint.read(in));
      default -> throw new IOException("it has a record of unknown kind " + kind);
    };
  }

  // One key

  /** Changes one key. */
  sealed interface OfKey extends Operation {
    String key();

    /** Does it to a key that lives and is up to date; the caller holds its lock. */
    void applyTo(BetaStats stats);

    /** Does it to a key that comes to life by it. */
    default void applyFirst(BetaStats fresh) {
      applyTo(fresh);
    }

    /** Tells whether an unknown key comes to life by it; otherwise nothing happens to one. */
    default boolean givesLife() {
      return false;
    }

    @Override
    default void replay(Target target) {
      target.change(this);
    }
  }

  /** An outcome, with what the state said of it; see {@link BetaStats#count}. */
  record Add(
      String key,
      double successes,
      double failures,
      long at,
      boolean live,
      long foldedAt,
      boolean last)
      implements OfKey {
    static final byte KIND = 1;

    /** The outcome as it is to be counted; the caller holds the lock. */
    static Add to(
        BetaStats stats, String key, double successes, double failures, long at, boolean live) {
      return new Add(
          key,
          successes,
          failures,
          at,
          live,
          live ? stats.present(at) : at,
          live && stats.standsLast(Times.epochSeconds(at)));
    }

    static Add read(JournalBuffer in) {
      return new Add(
          in.getString(),
          in.getDouble(),
          in.getDouble(),
          in.getLong(),
          in.getBoolean(),
          in.getLong(),
          in.getBoolean());
    }

    @Override
    public void write(JournalBuffer out) {
      out.put(key).put(successes).put(failures).put(at).put(live).put(foldedAt).put(last);
    }

    @Override
    public void applyTo(BetaStats stats) {
      stats.count(successes, failures, at, live, foldedAt, last);
    }

    @Override
    public boolean givesLife() {
      return true;
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** An outcome taken back. */
  record Retract(String key, double successes, double failures, long at) implements OfKey {
    static final byte KIND = 2;

    static Retract read(JournalBuffer in) {
      return new Retract(in.getString(), in.getDouble(), in.getDouble(), in.getLong());
    }

    @Override
    public void write(JournalBuffer out) {
      out.put(key).put(successes).put(failures).put(at);
    }

    @Override
    public void applyTo(BetaStats stats) {
      stats.takeBack(successes, failures, at);
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** A decay of one key. */
  record Decay(String key, double factor, double minCount, long at) implements OfKey {
    static final byte KIND = 3;

    static Decay read(JournalBuffer in) {
      return new Decay(in.getString(), in.getDouble(), in.getDouble(), in.getLong());
    }

    @Override
    public void write(JournalBuffer out) {
      out.put(key).put(factor).put(minCount).put(at);
    }

    @Override
    public void applyTo(BetaStats stats) {
      stats.decay(factor, minCount, at);
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** The evidence and the history of a state, added to those of a key. */
  record Merge(String key, KeyState state) implements OfKey {
    static final byte KIND = 4;

    static Merge read(JournalBuffer in) {
      return new Merge(in.getString(), in.getState());
    }

    @Override
    public void write(JournalBuffer out) {
      out.put(key).put(state);
    }

    @Override
    public void applyTo(BetaStats stats) {
      stats.merge(state);
    }

    @Override
    public void applyFirst(BetaStats fresh) {
      fresh.load(state);
    }

    @Override
    public boolean givesLife() {
      return true;
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** The end of a key: by its removal, or to make room for another one. */
  record Remove(String key) implements Operation {
    static final byte KIND = 5;

    @Override
    public void write(JournalBuffer out) {
      out.put(key);
    }

    @Override
    public void replay(Target target) {
      target.remove(key);
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  // All keys

  /** Happens to all keys at once. */
  sealed interface OfAll extends Operation {

    /** A new node of the chain that the keys go through. */
    Epoch epoch();

    @Override
    default void replay(Target target) {
      target.append(this);
    }
  }

  /** A global decay. */
  record DecayAll(double factor, double minCount, long at) implements OfAll {
    static final byte KIND = 6;

    static DecayAll read(JournalBuffer in) {
      return new DecayAll(in.getDouble(), in.getDouble(), in.getLong());
    }

    @Override
    public void write(JournalBuffer out) {
      out.put(factor).put(minCount).put(at);
    }

    @Override
    public Epoch epoch() {
      return new Epoch.Decay(factor, minCount, at);
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** A purge of all histories. */
  record Purge(int maxHistory) implements OfAll {
    static final byte KIND = 7;

    @Override
    public void write(JournalBuffer out) {
      out.put(maxHistory);
    }

    @Override
    public Epoch epoch() {
      return new Epoch.Purge(maxHistory);
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  // Replacement

  /** A replacement of all keys begins. */
  record Prepare() implements Operation {
    static final byte KIND = 8;

    @Override
    public void replay(Target target) {
      target.prepare();
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** One key of the state that the next {@link Replace} puts in place. */
  record Load(String key, KeyState state) implements Operation {
    static final byte KIND = 9;

    static Load read(JournalBuffer in) {
      return new Load(in.getString(), in.getState());
    }

    @Override
    public void write(JournalBuffer out) {
      out.put(key).put(state);
    }

    @Override
    public void replay(Target target) {
      target.load(this);
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** All keys go, and those that were loaded since {@link Prepare} take their place. */
  record Replace() implements Operation {
    static final byte KIND = 10;

    @Override
    public void replay(Target target) {
      target.replace();
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }

  // Marks

  /** Changes nothing; means something to the journal. */
  sealed interface Mark extends Operation {
    @Override
    default void replay(Target target) {}
  }

  /** A unit begins: what belongs to it counts if a {@link Commit} follows, and else not at all. */
  record Begin() implements Mark {
    static final byte KIND = 11;

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** The open unit is whole. */
  record Commit() implements Mark {
    static final byte KIND = 12;

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** The cut for a snapshot, and the begin of a segment: what follows is not in the snapshot. */
  record Cut() implements Mark {
    static final byte KIND = 13;

    @Override
    public byte kind() {
      return KIND;
    }
  }

  /** The snapshot of the cut at which this segment begins: by it the file is known. */
  record Base(Fingerprint snapshot) implements Mark {
    static final byte KIND = 14;

    @Override
    public void write(JournalBuffer out) {
      snapshot.write(out);
    }

    @Override
    public byte kind() {
      return KIND;
    }
  }
}
