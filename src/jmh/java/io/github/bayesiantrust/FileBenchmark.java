package io.github.bayesiantrust;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writing and reading a state, beside the streaming API of Jackson doing the same, in memory; and the
 * whole way of an export and an import, with the file system. Jackson runs with its faster
 * conversions of doubles, and without its table of names, which unlike keys only fill up.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 6)
@Measurement(iterations = 8)
@Fork(value = 1, jvmArgs = "-Xmx4g")
@State(Scope.Benchmark)
public class FileBenchmark {
  /** Keys and history entries of each. */
  @Param({"1000000x0", "100000x10"})
  String state;

  private final JsonFactory jackson =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final TrustCodec.Header header =
      new TrustCodec.Header(1, 1, 1763900000.5, Double.NaN);
  private KeyColumns keys;
  private byte[] document;
  private ByteArrayOutputStream out;
  private Path file;
  private BayesianTrustTracker tracker;

  @Setup
  public void fill() throws IOException {
    String[] sizes = state.split("x");
    keys = keys(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), new Random(1));
    out = new ByteArrayOutputStream(1 << 28);
    write();
    document = out.toByteArray();
    System.out.printf("%n%s: %.1f MB%n", state, document.length / 1e6);
    if (!TrustCodec.read(new ByteArrayInputStream(document), "ours").keys().toMap().equals(read_jackson())) {
      throw new AssertionError("both readers must give the same state");
    }
    tracker = new BayesianTrustTracker();
    tracker.restore(TrustSnapshot.read(document));
    file = Files.createTempDirectory("FileBenchmark").resolve("state.json");
    tracker.exportToFile(file);
  }

  /** Evidence of whole and of faded weights, and times to the microsecond. */
  static KeyColumns keys(int count, int entries, Random random) {
    KeyColumns keys = new KeyColumns();
    for (int i = 0; i < count; i++) {
      double time = 1.7639e9 + random.nextInt(1_000_000_000) / 1e6;
      double fading = i % 2 == 0 ? 1 : random.nextDouble();
      double[] times = new double[entries];
      Arrays.setAll(times, e -> time - 60 * (entries - 1 - e));
      double[] values = random.doubles(entries).toArray();
      keys.add(
          "service-" + i,
          new KeyState(
              1 + fading * random.nextInt(100),
              1 + fading * random.nextInt(20),
              time,
              Double.NaN,
              TrustHistory.ofOwned(times, values)));
    }
    return keys;
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
    Files.delete(file.getParent());
  }

  @Benchmark
  public int write() throws IOException {
    out.reset();
    TrustCodec.write(out, header, keys);
    return out.size();
  }

  @Benchmark
  public int write_jackson() throws IOException {
    out.reset();
    try (JsonGenerator json = jackson.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeStringField("format", TrustCodec.FORMAT);
      json.writeNumberField("version", TrustCodec.VERSION);
      json.writeFieldName("prior");
      writePair(json, 1, 1);
      json.writeNumberField("export_time", header.exportTime());
      json.writeObjectFieldStart("stats");
      for (int i = 0; i < keys.size(); i++) {
        json.writeFieldName(keys.key(i));
        writePair(json, keys.alpha(i), keys.beta(i));
      }
      json.writeEndObject();
      json.writeObjectFieldStart("last_update");
      for (int i = 0; i < keys.size(); i++) {
        json.writeNumberField(keys.key(i), keys.lastUpdate(i));
      }
      json.writeEndObject();
      json.writeObjectFieldStart("timestamps");
      for (int i = 0; i < keys.size(); i++) {
        if (keys.history(i).size() > 0) {
          writeHistory(json, keys.key(i), keys.history(i));
        }
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.size();
  }

  private static void writePair(JsonGenerator json, double first, double second)
      throws IOException {
    json.writeStartArray();
    json.writeNumber(first);
    json.writeNumber(second);
    json.writeEndArray();
  }

  private static void writeHistory(JsonGenerator json, String key, TrustHistory history)
      throws IOException {
    json.writeObjectFieldStart(key);
    json.writeArrayFieldStart("times");
    for (int i = 0; i < history.size(); i++) {
      json.writeNumber(history.time(i));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("values");
    for (int i = 0; i < history.size(); i++) {
      json.writeNumber(history.value(i));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Benchmark
  public int read() throws IOException {
    return TrustCodec.read(new ByteArrayInputStream(document), "benchmark").keys().size();
  }

  /** Takes the document as it comes: members in our order, and valid. */
  @Benchmark
  public Map<String, KeyState> read_jackson() throws IOException {
    Map<String, KeyState> states = new LinkedHashMap<>();
    try (JsonParser json = jackson.createParser(new ByteArrayInputStream(document))) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "stats" -> readStats(json, states);
          case "last_update" -> readLastUpdates(json, states);
          case "timestamps" -> readHistories(json, states);
          default -> json.skipChildren();
        }
      }
    }
    return states;
  }

  private static void readStats(JsonParser json, Map<String, KeyState> states)
      throws IOException {
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      json.nextToken();
      json.nextToken();
      double alpha = json.getDoubleValue();
      json.nextToken();
      double beta = json.getDoubleValue();
      json.nextToken();
      states.put(key, new KeyState(alpha, beta, Double.NaN, Double.NaN, TrustHistory.EMPTY));
    }
  }

  private static void readLastUpdates(JsonParser json, Map<String, KeyState> states)
      throws IOException {
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      json.nextToken();
      double time = json.getDoubleValue();
      KeyState old = states.get(key);
      states.put(key, new KeyState(old.alpha(), old.beta(), time, Double.NaN, old.history()));
    }
  }

  private static void readHistories(JsonParser json, Map<String, KeyState> states)
      throws IOException {
    double[] buffer = new double[128];
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      json.nextToken();
      json.nextFieldName();
      double[] times = readNumbers(json, buffer);
      json.nextFieldName();
      double[] values = readNumbers(json, buffer);
      json.nextToken();
      KeyState old = states.get(key);
      states.put(
          key,
          new KeyState(
              old.alpha(), old.beta(), old.lastUpdate(), Double.NaN,
              TrustHistory.ofOwned(times, values)));
    }
  }

  private static double[] readNumbers(JsonParser json, double[] buffer) throws IOException {
    int size = 0;
    json.nextToken();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      buffer[size++] = json.getDoubleValue();
    }
    return Arrays.copyOf(buffer, size);
  }

  @Benchmark
  public void exportToFile() throws IOException {
    tracker.exportToFile(file);
  }

  @Benchmark
  public boolean importFromFile() throws IOException {
    return tracker.importFromFile(file);
  }
}
