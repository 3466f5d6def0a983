package io.github.bayesiantrust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The file format: one JSON object that holds the state of a tracker. The only place that knows its
 * name, its version and its members. Stateless.
 */
final class TrustCodec {
  // Each member of the document goes by key, so that the state is written in three or four passes,
  // and read into columns that fill up as the members come, in any order.
  //
  // Also read are the files of the ancestor, which have no format, version or prior: their prior is
  // (1, 1), and the older ones hold a history as a list of [time, value]. A member "version" means
  // something only beside "format". Beside "format" it may be missing: that is version 1.
  //
  // What the tracker can't have written is refused, with three exceptions: alpha or beta may be
  // below the prior, which is then no evidence at all; a key may be missing in "stats", and then has
  // no evidence; the entries of a history may be in any order, and keep it.

  static final String FORMAT = "bayesian-trust-tracker";
  static final int VERSION = 1;

  /**
   * Keys of one document. The state of so many takes about 10 GB: more than one tracker is meant to
   * hold, and less than would make an array or an index overflow.
   */
  static final int MAX_KEYS = 1 << 26;

  /** Entries of one history: two arrays of 512 MB, far above a sensible capacity, and no overflow. */
  static final int MAX_HISTORY = 1 << 26;

  private static final Set<String> MEMBERS =
      Set.of(
          "format", "version", "prior", "half_life", "export_time", "stats", "last_update",
          "stated_at", "timestamps");

  private TrustCodec() {}

  /**
   * What a document says of all keys.
   *
   * @param priorAlpha the first shape of the prior
   * @param priorBeta the second shape of the prior
   * @param exportTime the time of the cut in epoch seconds; NaN if unknown
   * @param halfLife the half-life of the evidence in seconds; NaN if it does not fade with time
   */
  record Header(double priorAlpha, double priorBeta, double exportTime, double halfLife) {}

  /**
   * What a document says.
   *
   * @param keys in the order of the document, with alpha and beta as they stand there
   */
  record Document(Header header, KeyColumns keys) {}

  /**
   * Writes a document and flushes the stream, which it does not close. Allocates no more than a
   * buffer.
   *
   * @throws IOException if the stream can't be written, or if a key is too long; what was written
   *     until then is no document
   * @throws IllegalArgumentException if a number is not finite; likewise
   */
  static void write(OutputStream out, Header header, KeyColumns keys) throws IOException {
    JsonWriter json = new JsonWriter(out);
    json.beginObject();
    writeHeader(json, header);
    writeStats(json, keys);
    writeTimes(json, "last_update", keys, KeyColumns::lastUpdate);
    if (areStated(keys)) {
      writeTimes(json, "stated_at", keys, KeyColumns::statedAt);
    }
    writeHistories(json, keys);
    json.endObject().flush();
  }

  /**
   * Writes a document key by key. Each member of the document goes to a part of its own, so that
   * nothing has to be kept; the parts one after the other are the document.
   */
  static final class Encoder {
    /** The number of parts. */
    static final int PARTS = 4;

    private final JsonWriter stats;
    private final JsonWriter lastUpdates;
    private final JsonWriter statedAts;
    private final JsonWriter histories;
    private boolean stated;

    /** Writes to so many streams, which it does not close. */
    Encoder(OutputStream[] parts, Header header) throws IOException {
      stats = new JsonWriter(parts[0]);
      lastUpdates = JsonWriter.continuing(parts[1]);
      statedAts = JsonWriter.continuing(parts[2]);
      histories = JsonWriter.continuing(parts[3]);
      stats.beginObject();
      writeHeader(stats, header);
      stats.name("stats").beginObject();
      lastUpdates.name("last_update").beginObject();
      histories.name("timestamps").beginObject();
    }

    /** Writes a key, which has not been written yet. */
    void add(String key, KeyState state) throws IOException {
      writeShapes(stats, key, state.alpha(), state.beta());
      writeUnlessNaN(lastUpdates, key, state.lastUpdate());
      if (!Double.isNaN(state.statedAt())) {
        writeStatedAt(key, state.statedAt());
      }
      writeUnlessEmpty(histories, key, state.history());
    }

    /** The member is there only if it has an entry. */
    private void writeStatedAt(String key, double time) throws IOException {
      if (!stated) {
        statedAts.name("stated_at").beginObject();
        stated = true;
      }
      statedAts.name(key).value(time);
    }

    /** Completes and flushes all parts. */
    void finish() throws IOException {
      stats.endObject().flush();
      lastUpdates.endObject().flush();
      if (stated) {
        statedAts.endObject().flush();
      }
      histories.endObject().endObject().flush();
    }
  }

  /**
   * Reads a document to the end of the stream, which it does not close.
   *
   * @param source what messages call the stream
   * @throws TrustFormatException if it is not a document of this version or of the ancestor, or if
   *     its state does not fit into memory
   */
  static Document read(InputStream in, String source) throws IOException {
    JsonReader json = new JsonReader(in, source);
    try {
      return new Decoder(json).document();
    } catch (OutOfMemoryError e) {
      // What was read is garbage by now. Bad input must not look like a failure of the machine.
      throw json.errorAtToken(TrustFormatException.TOO_LARGE);
    }
  }

  private static void writeHeader(JsonWriter json, Header header) throws IOException {
    json.name("format").value(FORMAT).name("version").value(VERSION);
    writeShapes(json, "prior", header.priorAlpha(), header.priorBeta());
    writeUnlessNaN(json, "half_life", header.halfLife());
    writeUnlessNaN(json, "export_time", header.exportTime());
  }

  private static void writeUnlessNaN(JsonWriter json, String name, double value)
      throws IOException {
    if (!Double.isNaN(value)) {
      json.name(name).value(value);
    }
  }

  private static void writeShapes(JsonWriter json, String name, double alpha, double beta)
      throws IOException {
    json.name(name).beginArray().value(alpha).value(beta).endArray();
  }

  private static void writeStats(JsonWriter json, KeyColumns keys) throws IOException {
    json.name("stats").beginObject();
    for (int i = 0; i < keys.size(); i++) {
      writeShapes(json, keys.key(i), keys.alpha(i), keys.beta(i));
    }
    json.endObject();
  }

  private static boolean areStated(KeyColumns keys) {
    int i = 0;
    while (i < keys.size() && Double.isNaN(keys.statedAt(i))) {
      i++;
    }
    return i < keys.size();
  }

  private static void writeTimes(JsonWriter json, String member, KeyColumns keys, ToTime time)
      throws IOException {
    json.name(member).beginObject();
    for (int i = 0; i < keys.size(); i++) {
      writeUnlessNaN(json, keys.key(i), time.of(keys, i));
    }
    json.endObject();
  }

  private interface ToTime {
    double of(KeyColumns keys, int i);
  }

  private static void writeHistories(JsonWriter json, KeyColumns keys) throws IOException {
    json.name("timestamps").beginObject();
    for (int i = 0; i < keys.size(); i++) {
      writeUnlessEmpty(json, keys.key(i), keys.history(i));
    }
    json.endObject();
  }

  private static void writeUnlessEmpty(JsonWriter json, String name, TrustHistory history)
      throws IOException {
    if (history.size() > 0) {
      json.name(name);
      writeHistory(json, history);
    }
  }

  private static void writeHistory(JsonWriter json, TrustHistory history) throws IOException {
    json.beginObject().name("times").beginArray();
    for (int i = 0; i < history.size(); i++) {
      json.value(history.time(i));
    }
    json.endArray().name("values").beginArray();
    for (int i = 0; i < history.size(); i++) {
      json.value(history.value(i));
    }
    json.endArray().endObject();
  }

  /** Reads one document. Holds the state as far as it is read, and one history. */
  private static final class Decoder {
    private static final int MAX_QUOTED = 60;

    private final JsonReader in;
    private final Set<String> seen = new HashSet<>();
    private final KeyColumns keys = new KeyColumns();
    /** A map of the JDK, which stays quick whatever keys a document chooses. */
    private final Map<String, Integer> indices = new HashMap<>();
    private final Numbers times = new Numbers();
    private final Numbers values = new Numbers();

    private double priorAlpha = 1;
    private double priorBeta = 1;
    private double exportTime = Double.NaN;
    private double halfLife = Double.NaN;

    /** What is wrong with the version; of no interest unless there is a format. */
    private TrustFormatException versionProblem;

    Decoder(JsonReader in) {
      this.in = in;
    }

    Document document() throws IOException {
      in.beginObject();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        refuseSecond(MEMBERS.contains(name) && !seen.add(name), "member", name);
        readMember(name);
      }
      if (!seen.contains("stats")) {
        throw in.errorAtToken("expected a member \"stats\", but found none");
      }
      in.endDocument();
      complete();
      return new Document(new Header(priorAlpha, priorBeta, exportTime, halfLife), keys);
    }

    private void readMember(String name) throws IOException {
      switch (name) {
        case "format" -> readFormat();
        case "version" -> readVersion();
        case "prior" -> readPrior();
        case "half_life" -> halfLife = positive("the half-life");
        case "export_time" -> exportTime = in.nextDouble();
        case "stats" -> readKeys(this::readStats);
        case "last_update" -> readKeys(this::readLastUpdate);
        case "stated_at" -> readKeys(this::readStatedAt);
        case "timestamps" -> readKeys(this::readHistory);
        default -> in.skipValue();
      }
    }

    private void readFormat() throws IOException {
      String format = in.nextString();
      if (!format.equals(FORMAT)) {
        throw in.errorAtToken(
            "expected the format \"" + FORMAT + "\", but found " + quoted(format));
      }
      refuseVersion();
    }

    private void readVersion() throws IOException {
      if (isNumber(in.peekKind())) {
        checkVersion(in.nextNumber());
      } else {
        versionProblem = in.unexpected("a number as the version");
        in.skipValue();
      }
      refuseVersion();
    }

    private void checkVersion(double version) {
      if (version != VERSION) {
        versionProblem =
            in.errorAtToken(
                "expected version " + VERSION + ", but found "
                    + (version > VERSION ? "a newer one, " : "") + version);
      }
    }

    private void refuseVersion() throws TrustFormatException {
      if (versionProblem != null && seen.contains("format")) {
        throw versionProblem;
      }
    }

    private void readPrior() throws IOException {
      in.beginArray();
      priorAlpha = positiveElement("alpha of the prior");
      priorBeta = positiveElement("beta of the prior");
      in.endArray();
    }

    /** A file of ours has its keys in one order everywhere: so the next one is easy to guess. */
    private void readKeys(KeyMember member) throws IOException {
      in.beginObject();
      int guess = 0;
      for (String key = nextKey(guess); key != null; key = nextKey(guess)) {
        int index = guess < keys.size() && key == keys.key(guess) ? guess : index(key);
        member.read(index);
        guess = index + 1;
      }
    }

    private String nextKey(int guess) throws IOException {
      return in.nextName(guess < keys.size() ? keys.key(guess) : null);
    }

    private int index(String key) throws TrustFormatException {
      Integer known = indices.putIfAbsent(key, keys.size());
      if (known != null) {
        return known;
      }
      if (keys.size() == MAX_KEYS) {
        throw in.errorAtToken("expected at most " + MAX_KEYS + " keys, but found more");
      }
      return keys.add(key);
    }

    private void readStats(int i) throws IOException {
      refuseSecond(!Double.isNaN(keys.alpha(i)), "key", keys.key(i));
      in.beginArray();
      double alpha = positiveElement("alpha");
      keys.setShapes(i, alpha, positiveElement("beta"));
      in.endArray();
    }

    private void readLastUpdate(int i) throws IOException {
      refuseSecond(!Double.isNaN(keys.lastUpdate(i)), "key", keys.key(i));
      keys.setLastUpdate(i, in.nextDouble());
    }

    private void readStatedAt(int i) throws IOException {
      refuseSecond(!Double.isNaN(keys.statedAt(i)), "key", keys.key(i));
      keys.setStatedAt(i, in.nextDouble());
    }

    private void readHistory(int i) throws IOException {
      refuseSecond(keys.history(i) != null, "key", keys.key(i));
      times.clear();
      values.clear();
      switch (in.peekKind()) {
        case '[' -> readPairs();
        case '{' -> readColumns();
        default -> throw in.unexpected("an object or an array as the history");
      }
      keys.setHistory(i, TrustHistory.ofOwned(times.toArray(), values.toArray()));
    }

    private void readPairs() throws IOException {
      in.beginArray();
      while (in.nextElement()) {
        in.beginArray();
        element("a time");
        add(times, in.nextDouble());
        element("a trust value");
        add(values, trustValue());
        in.endArray();
      }
    }

    private void readColumns() throws IOException {
      boolean hasTimes = false;
      boolean hasValues = false;
      in.beginObject();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        switch (name) {
          case "times" -> {
            refuseSecond(hasTimes, "member", name);
            hasTimes = true;
            readTimes();
          }
          case "values" -> {
            refuseSecond(hasValues, "member", name);
            hasValues = true;
            readValues();
          }
          default -> in.skipValue();
        }
      }
      refuseUnlike(hasTimes, hasValues);
    }

    private void readTimes() throws IOException {
      in.beginArray();
      while (in.nextElement()) {
        add(times, in.nextDouble());
      }
    }

    private void readValues() throws IOException {
      in.beginArray();
      while (in.nextElement()) {
        add(values, trustValue());
      }
    }

    private void refuseUnlike(boolean hasTimes, boolean hasValues) throws TrustFormatException {
      if (!hasTimes || !hasValues) {
        throw in.errorAtToken(
            "expected \"times\" and \"values\", but found no \""
                + (hasTimes ? "values" : "times") + "\"");
      }
      if (times.size != values.size) {
        throw in.errorAtToken(
            "expected times and values of one length, but found " + times.size + " times and "
                + values.size + " values");
      }
    }

    private void add(Numbers numbers, double number) throws TrustFormatException {
      if (numbers.size == MAX_HISTORY) {
        throw in.errorAtToken("expected at most " + MAX_HISTORY + " entries, but found more");
      }
      numbers.add(number);
    }

    private double trustValue() throws IOException {
      double value = in.nextDouble();
      if (!(value >= 0 && value <= 1)) {
        throw in.errorAtToken("expected a trust value in [0, 1], but found " + value);
      }
      return value;
    }

    private double positiveElement(String what) throws IOException {
      element(what);
      return positive(what);
    }

    private double positive(String what) throws IOException {
      double value = in.nextDouble();
      if (!(value > 0)) {
        throw in.errorAtToken("expected " + what + " above 0, but found " + value);
      }
      return value;
    }

    private void element(String what) throws IOException {
      if (!in.nextElement()) {
        throw in.errorAtToken("expected " + what + ", but found the end of the array");
      }
    }

    private void refuseSecond(boolean second, String what, String name)
        throws TrustFormatException {
      if (second) {
        throw in.errorAtToken(
            "expected each " + what + " once, but found " + quoted(name) + " again");
      }
    }

    private void complete() {
      for (int i = 0; i < keys.size(); i++) {
        if (Double.isNaN(keys.alpha(i))) {
          keys.setShapes(i, priorAlpha, priorBeta);
        }
        if (keys.history(i) == null) {
          keys.setHistory(i, TrustHistory.EMPTY);
        }
      }
    }

    private static boolean isNumber(int kind) {
      return kind == '-' || kind >= '0' && kind <= '9';
    }

    /** A name as a message shows it: short, and on one line. */
    private static String quoted(String name) {
      String start = name.length() <= MAX_QUOTED ? name : name.substring(0, MAX_QUOTED) + "...";
      return '"' + start.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?") + '"';
    }
  }

  /** Reads what one member says of a key. */
  private interface KeyMember {
    void read(int index) throws IOException;
  }

  /** A list of numbers that is used again and again. */
  private static final class Numbers {
    private double[] numbers = new double[128];
    private int size;

    void clear() {
      size = 0;
    }

    void add(double number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = number;
    }

    double[] toArray() {
      return Arrays.copyOf(numbers, size);
    }
  }
}
