package io.github.bayesiantrust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The whole state of a tracker at one instant, as a value: to look at, to keep, to send, to merge.
 *
 * <p>Immutable, so safe to share between threads. Nothing fades in a snapshot: all evidence is as it
 * was at the time of the cut.
 *
 * <p>Its form outside is one JSON object in UTF-8, which {@code BayesianTrustTracker} exports and
 * imports as well. It is written and read as a stream; reading takes only what is valid as a whole.
 */
public final class TrustSnapshot {
  private static final KeyState UNKNOWN =
      new KeyState(Double.NaN, Double.NaN, Double.NaN, Double.NaN, TrustHistory.EMPTY);

  private final double priorAlpha;
  private final double priorBeta;
  private final double exportTime;
  private final double halfLife;

  private final Keys keys;

  /**
   * Takes the state, without a copy: the map must not change any more.
   *
   * @param exportTime the time of the cut in epoch seconds; NaN if unknown
   * @param halfLife the half-life of the evidence in seconds; NaN if it does not fade with time
   * @param states the keys, with alpha and beta from the prior
   */
  TrustSnapshot(
      double priorAlpha,
      double priorBeta,
      double exportTime,
      double halfLife,
      Map<String, KeyState> states) {
    this(priorAlpha, priorBeta, exportTime, halfLife, new Keys(states));
  }

  /** Takes the state likewise, in a form that takes less memory as long as no key is asked for. */
  TrustSnapshot(TrustCodec.Header header, KeyColumns columns) {
    this(
        header.priorAlpha(),
        header.priorBeta(),
        header.exportTime(),
        header.halfLife(),
        new Keys(columns));
  }

  private TrustSnapshot(
      double priorAlpha, double priorBeta, double exportTime, double halfLife, Keys keys) {
    this.priorAlpha = priorAlpha;
    this.priorBeta = priorBeta;
    this.exportTime = exportTime;
    this.halfLife = halfLife;
    this.keys = keys;
  }

  /** No keys, at a time in epoch seconds. */
  static TrustSnapshot empty(EvidenceModel model, double time) {
    return new TrustSnapshot(
        model.priorAlpha(), model.priorBeta(), time, model.halfLife(), Map.of());
  }

  /**
   * Reads a snapshot from a file, in the format of this version or in one of those of the Python
   * class that came before it.
   *
   * @param file the file
   * @return the snapshot
   * @throws TrustFormatException if the file does not hold a valid state; says where and why
   * @throws IOException if the file can't be read; names the file and the cause
   */
  public static TrustSnapshot read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (TrustFormatException | FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e, e);
    }
  }

  /**
   * Reads a snapshot from a stream, to its end. The stream need not be buffered, and is not closed.
   *
   * @param in the stream
   * @return the snapshot
   * @throws TrustFormatException if the stream does not hold a valid state; says where and why
   * @throws IOException if the stream can't be read
   */
  public static TrustSnapshot read(InputStream in) throws IOException {
    return read(Objects.requireNonNull(in, "in"), "the stream");
  }

  /**
   * Reads a snapshot from an array.
   *
   * @param bytes the document, in UTF-8
   * @return the snapshot
   * @throws TrustFormatException if the array does not hold a valid state; says where and why
   */
  public static TrustSnapshot read(byte[] bytes) throws TrustFormatException {
    try {
      return read(new ByteArrayInputStream(bytes), "the array");
    } catch (TrustFormatException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TrustSnapshot read(InputStream in, String source) throws IOException {
    TrustCodec.Document read = TrustCodec.read(in, source);
    return new TrustSnapshot(read.header(), read.keys());
  }

  /**
   * Writes this snapshot to a file, as a whole or not at all: to a temporary file in the same
   * directory, which is synced and then moved over the file. A symbolic link is followed. An existing
   * file keeps its permissions; a new one can be read by its owner only.
   *
   * @param file the file, which need not exist; its directory must
   * @throws IOException if the file can't be written, or if the thread is interrupted; the message
   *     names the file and the cause. What was there before is then still there
   */
  public void write(Path file) throws IOException {
    write(file, new FileAttribute<?>[0]);
  }

  /**
   * Writes this snapshot to a file like {@link #write(Path)}, but a new file gets other attributes:
   * {@link java.nio.file.attribute.PosixFilePermissions#asFileAttribute permissions}, say.
   *
   * @param file the file
   * @param attributes those of the file if it does not exist; none for its owner only
   * @throws IOException if the file can't be written; names the file and the cause
   */
  public void write(Path file, FileAttribute<?>... attributes) throws IOException {
    AtomicFile.write(file, this::write, attributes);
  }

  /**
   * Writes this snapshot to a stream. The stream need not be buffered; it is flushed, and not closed.
   *
   * @param out the stream
   * @throws IOException if the stream can't be written
   */
  public void write(OutputStream out) throws IOException {
    TrustCodec.write(
        out, new TrustCodec.Header(priorAlpha, priorBeta, exportTime, halfLife), keys.columns());
  }

  /**
   * Writes this snapshot to an array.
   *
   * @return the document, in UTF-8
   */
  public byte[] toByteArray() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Joins two snapshots of independent evidence, of two shards, say. For a key in both, the evidence
   * adds and the prior counts once: α = α₀ + (α₁ − α₀) + (α₂ − α₀), likewise β. The later last update
   * counts; the histories are joined in order of time, at equal times in order of value. A key in one
   * of them is taken over.
   *
   * <p>The result has the prior of this snapshot: where that of the other differs, the other's
   * evidence is moved to it. Where the evidence for a key fades with time and the two are stated for
   * different times, the earlier one first fades to the later time, by the half-life of its own
   * snapshot; what says no time is stated for its last update or, without one, the cut. The result
   * has the half-life of this snapshot, or that of the other if this has none.
   *
   * <p>Up to a few units in the last place it makes no difference in which order and grouping
   * snapshots of one configuration are merged. To merge a snapshot with itself counts its evidence
   * twice. Takes time and memory in proportion to both.
   *
   * @param other the other snapshot
   * @return a new snapshot; its time is the later one
   */
  public TrustSnapshot merge(TrustSnapshot other) {
    Map<String, KeyState> merged = new LinkedHashMap<>();
    states().forEach((key, state) -> merged.put(key, stated(state)));
    other.states().forEach(
        (key, state) -> {
          KeyState theirs = withThisPrior(other.stated(state), other);
          merged.merge(key, theirs, (ours, same) -> plus(ours, theirs, other.halfLife));
        });
    return new TrustSnapshot(
        priorAlpha,
        priorBeta,
        KeyState.later(exportTime, other.exportTime),
        Double.isNaN(halfLife) ? other.halfLife : halfLife,
        merged);
  }

  /** Evidence that fades is of some time, though the document may not say which. */
  private KeyState stated(KeyState state) {
    return Double.isNaN(halfLife) ? state : state.statedFor(exportTime);
  }

  private KeyState withThisPrior(KeyState state, TrustSnapshot owner) {
    return state.withPrior(owner.priorAlpha, owner.priorBeta, priorAlpha, priorBeta);
  }

  private KeyState plus(KeyState ours, KeyState theirs, double theirHalfLife) {
    KeyState ourPart = ours.fadedTo(theirs.statedAt(), halfLife, priorAlpha, priorBeta);
    KeyState theirPart = theirs.fadedTo(ours.statedAt(), theirHalfLife, priorAlpha, priorBeta);
    return ourPart.plus(theirPart, priorAlpha, priorBeta);
  }

  /**
   * The keys that have evidence, a last update or a history.
   *
   * @return an unmodifiable set
   */
  public Set<String> keys() {
    return states().keySet();
  }

  /**
   * The number of keys.
   *
   * @return 0 or more
   */
  public int size() {
    return states().size();
  }

  /**
   * The posterior of a key.
   *
   * @param key the key
   * @return the posterior; that of a key that is not in the snapshot is the prior
   */
  public BetaPosterior posterior(String key) {
    KeyState state = state(key);
    if (state == UNKNOWN) {
      return new BetaPosterior(priorAlpha, priorBeta, priorAlpha, priorBeta);
    }
    KeyState atCut = state.fadedTo(exportTime, halfLife, priorAlpha, priorBeta);
    return new BetaPosterior(atCut.alpha(), atCut.beta(), priorAlpha, priorBeta);
  }

  /**
   * The time of the latest update of a key.
   *
   * @param key the key
   * @return the time, to about a microsecond; empty if there was no update
   */
  public Optional<Instant> lastUpdate(String key) {
    return instant(state(key).lastUpdate());
  }

  /**
   * The history of a key.
   *
   * @param key the key
   * @return the history; empty if there is none
   */
  public TrustHistory history(String key) {
    return state(key).history();
  }

  /**
   * The time at which this snapshot was taken.
   *
   * @return the time, to about a microsecond; empty if it was read from a document without one
   */
  public Optional<Instant> takenAt() {
    return instant(exportTime);
  }

  double priorAlpha() {
    return priorAlpha;
  }

  double priorBeta() {
    return priorBeta;
  }

  /** Epoch seconds; NaN if unknown. */
  double exportTime() {
    return exportTime;
  }

  /** Seconds; NaN if evidence does not fade with time. */
  double halfLifeSeconds() {
    return halfLife;
  }

  /** Unmodifiable. */
  Map<String, KeyState> states() {
    return keys.states();
  }

  /**
   * Shows each state as a tracker takes it over: with the tracker's prior, and stated for a time
   * where the tracker's evidence fades. Up to the cut it has faded by the half-life of this snapshot.
   * Evidence without a time is taken to be as old as the last update or, without one, the cut. A
   * tracker with a bound on its keys gets those that were updated last in the end.
   *
   * @param now epoch seconds, for evidence whose age nothing tells
   */
  void forEach(EvidenceModel model, double now, BiConsumer<String, KeyState> taker) {
    double cut = Double.isNaN(exportTime) ? now : exportTime;
    KeyColumns columns = keys.columns();
    IntStream indices = IntStream.range(0, columns.size());
    (model.isBounded() ? oldestFirst(indices, columns) : indices)
        .forEach(i -> taker.accept(columns.key(i), stateFor(model, cut, columns.state(i))));
  }

  private static IntStream oldestFirst(IntStream indices, KeyColumns columns) {
    Comparator<Integer> byTime =
        Comparator.comparingDouble(i -> columns.state(i).lastUpdateOr(Double.NEGATIVE_INFINITY));
    return indices.boxed().sorted(byTime).mapToInt(i -> i);
  }

  private KeyState stateFor(EvidenceModel model, double cut, KeyState state) {
    KeyState faded =
        halfLife == model.halfLife()
            ? state
            : state.fadedTo(cut, halfLife, priorAlpha, priorBeta);
    KeyState stated = model.fades() ? faded.statedFor(cut) : faded;
    return stated.withPrior(priorAlpha, priorBeta, model.priorAlpha(), model.priorBeta());
  }

  private KeyState state(String key) {
    return states().getOrDefault(Objects.requireNonNull(key, "key"), UNKNOWN);
  }

  /** Files may hold times that are finite, but far outside of what an Instant can hold. */
  private static Optional<Instant> instant(double epochSeconds) {
    if (Double.isNaN(epochSeconds)) {
      return Optional.empty();
    }
    double second = Math.floor(epochSeconds);
    if (!(second >= Instant.MIN.getEpochSecond() && second < Instant.MAX.getEpochSecond())) {
      return Optional.of(second < 0 ? Instant.MIN : Instant.MAX);
    }
    return Optional.of(
        Instant.ofEpochSecond((long) second, Math.round((epochSeconds - second) * 1e9)));
  }

  /**
   * Compares the keys and all that is known of them, the prior, the half-life and the time of the
   * cut. The order of keys does not count.
   *
   * @param other the other object
   * @return whether it is a snapshot of the same state
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof TrustSnapshot that
        && Double.compare(priorAlpha, that.priorAlpha) == 0
        && Double.compare(priorBeta, that.priorBeta) == 0
        && Double.compare(exportTime, that.exportTime) == 0
        && Double.compare(halfLife, that.halfLife) == 0
        && states().equals(that.states());
  }

  @Override
  public int hashCode() {
    return Objects.hash(priorAlpha, priorBeta, exportTime, halfLife, states());
  }

  @Override
  public String toString() {
    return "TrustSnapshot[size=" + size() + ", prior=(" + priorAlpha + ", " + priorBeta + ")"
        + takenAt().map(time -> ", takenAt=" + time).orElse("") + "]";
  }

  /** The keys in one of two forms: columns, until somebody asks for a key, and a map then. */
  private static final class Keys {
    /** Null once there is a map. */
    private KeyColumns columns;

    /** Unmodifiable; null as long as there are columns. */
    private Map<String, KeyState> states;

    Keys(KeyColumns columns) {
      this.columns = columns;
    }

    Keys(Map<String, KeyState> states) {
      this.states = Collections.unmodifiableMap(states);
    }

    synchronized KeyColumns columns() {
      return columns == null ? KeyColumns.of(states) : columns;
    }

    synchronized Map<String, KeyState> states() {
      if (states == null) {
        states = Collections.unmodifiableMap(columns.toMap());
        columns = null;
      }
      return states;
    }
  }
}
