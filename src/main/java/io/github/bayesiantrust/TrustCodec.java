package io.github.bayesiantrust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The file format: one JSON object that holds the state of a tracker. The only place that knows its
 * name, its version and its members. Stateless.
 */
final class TrustCodec {
  // Each map of the document goes by key, so that the state is written in three or four passes, and
  // read into one map whose entries fill up as the members come, in any order.
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

  /** Keys of one document. Their state takes 10 GB; the limit is there so that there is one. */
  static final int MAX_KEYS = 1 << 26;

  /** Entries of one history, far above a sensible capacity: two arrays of 512 MB. */
  static final int MAX_HISTORY = 1 << 26;

  private static final Set<String> MEMBERS =
      Set.of(
          "format", "version", "prior", "half_life", "export_time", "stats", "last_update",
          "stated_at", "timestamps");

  private TrustCodec() {}

  /**
   * What a document says.
   *
   * @param priorAlpha the first shape of the prior
   * @param priorBeta the second shape of the prior
   * @param exportTime the time of the cut in epoch seconds; NaN if unknown
   * @param halfLife the half-life of the evidence in seconds; NaN if it does not fade with time
   * @param states the keys, in the order of the document, with alpha and beta as they stand there
   */
  record Document(
      double priorAlpha,
      double priorBeta,
      double exportTime,
      double halfLife,
      Map<String, KeyState> states) {}

  /**
   * Writes a document and flushes the stream, which it does not close.
   *
   * @throws IllegalArgumentException if a number is not finite or a key too long; what was written
   *     until then is no document
   */
  static void write(OutputStream out, Document document) throws IOException {
    JsonWriter json = new JsonWriter(out);
    Map<String, KeyState> states = document.states();
    json.beginObject();
    writeHeader(json, document);
    writeStats(json, states);
    writeTimes(json, "last_update", states, KeyState::lastUpdate);
    if (states.values().stream().anyMatch(state -> !Double.isNaN(state.statedAt()))) {
      writeTimes(json, "stated_at", states, KeyState::statedAt);
    }
    writeHistories(json, states);
    json.endObject().flush();
  }

  /**
   * Reads a document to the end of the stream, which it does not close.
   *
   * @param source what messages call the stream
   * @throws TrustFormatException if it is not a document of this version or of the ancestor
   */
  static Document read(InputStream in, String source) throws IOException {
    return new Decoder(new JsonReader(in, source)).document();
  }

  private static void writeHeader(JsonWriter json, Document document) throws IOException {
    json.name("format").value(FORMAT).name("version").value(VERSION);
    json.name("prior");
    writePair(json, document.priorAlpha(), document.priorBeta());
    writeUnlessNaN(json, "half_life", document.halfLife());
    writeUnlessNaN(json, "export_time", document.exportTime());
  }

  private static void writeUnlessNaN(JsonWriter json, String name, double value)
      throws IOException {
    if (!Double.isNaN(value)) {
      json.name(name).value(value);
    }
  }

  private static void writePair(JsonWriter json, double first, double second) throws IOException {
    json.beginArray().value(first).value(second).endArray();
  }

  private static void writeStats(JsonWriter json, Map<String, KeyState> states)
      throws IOException {
    json.name("stats").beginObject();
    for (Map.Entry<String, KeyState> entry : states.entrySet()) {
      json.name(entry.getKey());
      writePair(json, entry.getValue().alpha(), entry.getValue().beta());
    }
    json.endObject();
  }

  private static void writeTimes(
      JsonWriter json, String member, Map<String, KeyState> states, ToTime time)
      throws IOException {
    json.name(member).beginObject();
    for (Map.Entry<String, KeyState> entry : states.entrySet()) {
      writeUnlessNaN(json, entry.getKey(), time.of(entry.getValue()));
    }
    json.endObject();
  }

  private static void writeHistories(JsonWriter json, Map<String, KeyState> states)
      throws IOException {
    json.name("timestamps").beginObject();
    for (Map.Entry<String, KeyState> entry : states.entrySet()) {
      if (entry.getValue().history().size() > 0) {
        json.name(entry.getKey());
        writeHistory(json, entry.getValue().history());
      }
    }
    json.endObject();
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

  private interface ToTime {
    double of(KeyState state);
  }

  /** Reads one document. Holds the state as far as it is read, and one history. */
  private static final class Decoder {
    /** A key of which nothing is known yet. NaN and null stand for what has not come. */
    private static final KeyState NOTHING =
        new KeyState(Double.NaN, Double.NaN, Double.NaN, Double.NaN, null);

    private static final int MAX_QUOTED = 60;

    private final JsonReader in;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, KeyState> states = new LinkedHashMap<>();
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
      states.replaceAll((key, state) -> complete(state));
      return new Document(priorAlpha, priorBeta, exportTime, halfLife, states);
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

    private void readKeys(KeyMember member) throws IOException {
      in.beginObject();
      for (String key = in.nextName(); key != null; key = in.nextName()) {
        KeyState state = states.getOrDefault(key, NOTHING);
        states.put(key, member.read(key, state));
        if (states.size() > MAX_KEYS) {
          throw in.errorAtToken("expected at most " + MAX_KEYS + " keys, but found more");
        }
      }
    }

    private KeyState readStats(String key, KeyState old) throws IOException {
      refuseSecond(!Double.isNaN(old.alpha()), "key", key);
      in.beginArray();
      double alpha = positiveElement("alpha");
      double beta = positiveElement("beta");
      in.endArray();
      return new KeyState(alpha, beta, old.lastUpdate(), old.statedAt(), old.history());
    }

    private KeyState readLastUpdate(String key, KeyState old) throws IOException {
      refuseSecond(!Double.isNaN(old.lastUpdate()), "key", key);
      double time = in.nextDouble();
      return new KeyState(old.alpha(), old.beta(), time, old.statedAt(), old.history());
    }

    private KeyState readStatedAt(String key, KeyState old) throws IOException {
      refuseSecond(!Double.isNaN(old.statedAt()), "key", key);
      double time = in.nextDouble();
      return new KeyState(old.alpha(), old.beta(), old.lastUpdate(), time, old.history());
    }

    private KeyState readHistory(String key, KeyState old) throws IOException {
      refuseSecond(old.history() != null, "key", key);
      times.clear();
      values.clear();
      switch (in.peekKind()) {
        case '[' -> readPairs();
        case '{' -> readColumns();
        default -> throw in.unexpected("an object or an array as the history");
      }
      TrustHistory history = TrustHistory.ofOwned(times.toArray(), values.toArray());
      return new KeyState(
          old.alpha(), old.beta(), old.lastUpdate(), old.statedAt(), history);
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

    private KeyState complete(KeyState state) {
      boolean known = !Double.isNaN(state.alpha());
      return known && state.history() != null
          ? state
          : new KeyState(
              known ? state.alpha() : priorAlpha,
              known ? state.beta() : priorBeta,
              state.lastUpdate(),
              state.statedAt(),
              state.history() == null ? TrustHistory.EMPTY : state.history());
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

  /** Reads what one member says of a key, and adds it to what the others said. */
  private interface KeyMember {
    KeyState read(String key, KeyState old) throws IOException;
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
