package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bayesiantrust.TrustCodec.Header;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustCodecTest {
  private static final double NONE = Double.NaN;

  // Writing, and the way back

  @Test
  void write_state_isTheDocumentOfTheDesign() throws IOException {
    Map<String, KeyState> states = new LinkedHashMap<>();
    states.put("rule_1", state(12, 3.5, 1763899999.25, NONE, new double[] {1.5}, 0.5));
    states.put("idle", state(1, 1, NONE, NONE, new double[0]));
    assertThat(written(document(1, 1, 1763900000.5, NONE, states)))
        .isEqualTo(
            "{\"format\":\"bayesian-trust-tracker\",\"version\":1,\"prior\":[1.0,1.0],"
                + "\"export_time\":1763900000.5,"
                + "\"stats\":{\"rule_1\":[12.0,3.5],\"idle\":[1.0,1.0]},"
                + "\"last_update\":{\"rule_1\":1763899999.25},"
                + "\"timestamps\":{\"rule_1\":{\"times\":[1.5],\"values\":[0.5]}}}");
  }

  @Test
  void write_nothing_hasEmptyMapsAndNoOptionalMember() throws IOException {
    assertThat(written(document(2, 0.5, NONE, NONE, Map.of())))
        .isEqualTo(
            "{\"format\":\"bayesian-trust-tracker\",\"version\":1,\"prior\":[2.0,0.5],"
                + "\"stats\":{},\"last_update\":{},\"timestamps\":{}}");
  }

  @Test
  void write_fadingEvidence_hasHalfLifeAndStatedAt() throws IOException {
    Map<String, KeyState> states = new LinkedHashMap<>();
    states.put("a", state(2, 1, 5, NONE, new double[0]));
    states.put("b", state(2, 1, 5, 6.5, new double[0]));
    assertThat(written(document(1, 1, 7, 60, states)))
        .contains("\"half_life\":60.0", "\"stated_at\":{\"b\":6.5}");
  }

  @Test
  void write_notFinite_isRefused() {
    Map<String, KeyState> states = Map.of("a", state(Double.NaN, 1, 5, NONE, new double[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> written(document(1, 1, NONE, NONE, states)));
  }

  @Test
  void read_written_isEqualToTheLastBit() throws IOException {
    Random random = new Random(9);
    for (int i = 0; i < 200; i++) {
      Document document = randomDocument(random);
      Document read = read(written(document));
      assertThat(read).isEqualTo(document);
      assertThat(read.states().keySet()).containsExactlyElementsOf(document.states().keySet());
      assertThat(written(read)).isEqualTo(written(document));
    }
  }

  private static Document randomDocument(Random random) {
    Map<String, KeyState> states = new LinkedHashMap<>();
    for (int n = random.nextInt(30); n > 0; n--) {
      double[] times = random.doubles(random.nextInt(5), -1e9, 2e9).sorted().toArray();
      double[] values = random.doubles(times.length).toArray();
      states.put(
          randomKey(random),
          state(shape(random), shape(random), time(random), time(random), times, values));
    }
    double halfLife = random.nextBoolean() ? NONE : shape(random);
    return document(shape(random), shape(random), time(random), halfLife, states);
  }

  private static String randomKey(Random random) {
    char[] key = new char[random.nextInt(6)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000);
    }
    return new String(key);
  }

  private static double shape(Random random) {
    double[] extreme = {Double.MIN_VALUE, Double.MAX_VALUE, Double.MIN_NORMAL, 1, 1e16, 1.1};
    double any = Double.longBitsToDouble(random.nextLong() >>> 1);
    return any > 0 && any < Double.POSITIVE_INFINITY && random.nextBoolean()
        ? any
        : extreme[random.nextInt(extreme.length)];
  }

  private static double time(Random random) {
    return random.nextInt(4) == 0 ? NONE : 1.7e9 * random.nextGaussian();
  }

  // Memory

  @Test
  void write_manyKeys_allocatesItsBufferAndNothingPerKey() throws IOException {
    TrustCodec.Document document =
        TrustCodec.read(new ByteArrayInputStream(manyKeys("stats", "[1.25,2.5e-7]")), "test");
    OutputStream nowhere = OutputStream.nullOutputStream();
    TrustCodec.write(nowhere, document.header(), document.keys());
    long before = allocated();
    TrustCodec.write(nowhere, document.header(), document.keys());
    assertThat(allocated() - before).isLessThan(3 * MANY);
  }

  @Test
  void read_keysAgainInAnotherMember_allocatesNothingPerKey() throws IOException {
    byte[] once = manyKeys("stats", "[1.25,2.5e-7]");
    String twice = new String(once, UTF_8);
    twice = twice.substring(0, twice.length() - 1) + ","
        + new String(manyKeys("last_update", "1763900000.123456"), UTF_8).substring(1);
    read(once);
    long before = allocated();
    TrustCodec.read(new ByteArrayInputStream(once), "test");
    long between = allocated();
    TrustCodec.read(new ByteArrayInputStream(twice.getBytes(UTF_8)), "test");
    long second = allocated() - between - twice.length();
    assertThat(second - (between - before)).isLessThan(3 * MANY);
  }

  private static final int MANY = 20_000;

  private static byte[] manyKeys(String member, String value) {
    StringBuilder document = new StringBuilder("{\"" + member + "\":{");
    for (int i = 0; i < MANY; i++) {
      document.append(i == 0 ? "" : ",").append("\"service-").append(i).append("\":").append(value);
    }
    return document.append("}}").toString().getBytes(UTF_8);
  }

  /** The bytes that this thread has allocated so far. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  // Golden files

  @Test
  void read_goldenFileOfVersion1_givesItsStateAndTheSameBytes() throws IOException {
    Document read = resource("version_1.json");
    Map<String, KeyState> states = new LinkedHashMap<>();
    states.put(
        "rule_1",
        state(
            12, 3.5, 1763899999.25, 1763899999.5, new double[] {1763899998.125, 1763899999.25},
            0.6666666666666666, 0.7741935483870968));
    states.put("é 漢字 😀 \"\\\n\ud800", state(1, 2.5, NONE, NONE, new double[0]));
    states.put("extreme", state(Double.MAX_VALUE, Double.MIN_VALUE, NONE, NONE, new double[0]));
    states.put("below", state(0.25, 0.5, NONE, NONE, new double[0]));
    assertThat(read).isEqualTo(document(1, 2.5, 1763900000.5, 86400, states));
    try (InputStream in = getClass().getResourceAsStream("version_1.json")) {
      assertThat(written(read)).isEqualTo(new String(in.readAllBytes(), UTF_8));
    }
  }

  @Test
  void read_ancestorFileWithPairs_givesItsState() throws IOException {
    Map<String, KeyState> states = new LinkedHashMap<>();
    states.put(
        "rule_1",
        state(2, 1, 1750000001.5, NONE, new double[] {1750000000, 1750000001.5}, 0.5, 2.0 / 3));
    states.put("empty", state(1, 1, NONE, NONE, new double[0]));
    states.put("seen", state(1, 1, 1750000000.25, NONE, new double[0]));
    states.put("😀", state(1, 4.5, NONE, NONE, new double[0]));
    assertThat(resource("ancestor_pairs.json"))
        .isEqualTo(document(1, 1, 1750000002, NONE, states));
  }

  @Test
  void read_ancestorFileWithColumns_givesItsState() throws IOException {
    Map<String, KeyState> states = new LinkedHashMap<>();
    states.put(
        "api/v1",
        state(
            3.5, 1, 1750000009.125, NONE, new double[] {1750000008, 1750000009.125}, 2.0 / 3, 7.0 / 9));
    states.put("ü \"q\"", state(1, 2, 1750000003, NONE, new double[] {1750000003}, 1.0 / 3));
    states.put("idle", state(1, 1, NONE, NONE, new double[0]));
    assertThat(resource("ancestor_columns.json"))
        .isEqualTo(document(1, 1, 1750000010.5, NONE, states));
  }

  private Document resource(String name) throws IOException {
    try (InputStream in = getClass().getResourceAsStream(name)) {
      return read(in.readAllBytes());
    }
  }

  private static final Path FIXTURES = Path.of("../shared/data/golden/fixtures");

  static boolean hasFixtures() {
    return Files.isDirectory(FIXTURES);
  }

  static Stream<String> fixtures() throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".expected.json"))
          .map(name -> name.replace(".expected.json", ""))
          .toList()
          .stream();
    }
  }

  /** The expectation holds the state as the ancestor has it; another reader than ours reads it. */
  @ParameterizedTest
  @MethodSource("fixtures")
  @EnabledIf("hasFixtures")
  void read_fixtureOfTheAncestor_givesTheStateThatItHas(String name) throws IOException {
    String expected = Files.readString(FIXTURES.resolve(name + ".expected.json"));
    Map<String, Object> state =
        PlainJson.object(PlainJson.object(PlainJson.parse(expected)).get("state"));
    Document read = read(Files.readString(FIXTURES.resolve(name + ".json")));
    assertThat(read.states()).isEqualTo(states(state));
    assertThat(read(written(read))).isEqualTo(read);
  }

  private static Map<String, KeyState> states(Map<String, Object> state) {
    Map<String, Object> shapes = PlainJson.object(state.get("stats"));
    Map<String, Object> lastUpdates = PlainJson.object(state.get("last_update"));
    Map<String, Object> histories = PlainJson.object(state.get("timestamps"));
    Map<String, KeyState> states = new LinkedHashMap<>();
    for (Map<String, Object> keys : List.of(shapes, lastUpdates, histories)) {
      for (String key : keys.keySet()) {
        double[] pair = numbers(shapes.getOrDefault(key, List.of(1.0, 1.0)));
        double last = (double) lastUpdates.getOrDefault(key, NONE);
        Map<String, Object> history = PlainJson.object(histories.getOrDefault(key, Map.of()));
        double[] times = numbers(history.getOrDefault("times", List.of()));
        double[] values = numbers(history.getOrDefault("values", List.of()));
        states.put(key, state(pair[0], pair[1], last, NONE, times, values));
      }
    }
    return states;
  }

  private static double[] numbers(Object list) {
    return PlainJson.list(list).stream().mapToDouble(number -> (double) number).toArray();
  }

  // What is accepted

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"stats\":{\"a\":[2.0,1.0]},\"extra\":{\"x\":[1]},\"version\":9}",
        "{\"version\":null,\"stats\":{\"a\":[2,1]}}",
        "{\"version\":[1,{}],\"stats\":{\"a\":[2,1]}}",
        "{\"version\":1e999,\"stats\":{\"a\":[2e0,1]}}",
        "{\"version\":1,\"format\":\"bayesian-trust-tracker\",\"stats\":{\"a\":[2,1]}}",
        "{\"version\":1.0,\"format\":\"bayesian-trust-tracker\",\"stats\":{\"a\":[2,1]}}",
        "{\"format\":\"bayesian-trust-tracker\",\"stats\":{\"a\":[2,1]}}",
        "{\"x\":1,\"x\":2,\"stats\":{\"\\u0061\":[2,1]},\"x\":{\"x\":1,\"x\":2}}",
        " {\"last_update\":{},\"timestamps\":{},\"stated_at\":{},\"stats\":{\"a\":[2,1]}}\n",
        "{\"timestamps\":{\"a\":[]},\"stats\":{\"a\":[2,1]}}",
        "{\"timestamps\":{\"a\":{\"values\":[],\"times\":[],\"more\":{\"times\":1}}},"
            + "\"stats\":{\"a\":[2,1]}}"
      })
  void read_variant_isAccepted(String document) throws IOException {
    assertThat(read(document).states())
        .isEqualTo(Map.of("a", state(2, 1, NONE, NONE, new double[0])));
  }

  @Test
  void read_membersInAnyOrder_givesTheSame() throws IOException {
    String[] members = {
      "\"format\":\"bayesian-trust-tracker\"", "\"version\":1", "\"prior\":[2,3]", "\"half_life\":9",
      "\"export_time\":8", "\"stats\":{\"a\":[4,5]}", "\"last_update\":{\"a\":6,\"b\":1}",
      "\"stated_at\":{\"a\":7}", "\"timestamps\":{\"c\":[[1,0.5]],\"a\":{\"values\":[0],\"times\":[2]}}"
    };
    Document expected =
        document(
            2, 3, 8, 9,
            Map.of(
                "a", state(4, 5, 6, 7, new double[] {2}, 0),
                "b", state(2, 3, 1, NONE, new double[0]),
                "c", state(2, 3, NONE, NONE, new double[] {1}, 0.5)));
    Random random = new Random(10);
    for (int i = 0; i < 100; i++) {
      java.util.Collections.shuffle(Arrays.asList(members), random);
      assertThat(read("{" + String.join(",", members) + "}")).isEqualTo(expected);
    }
  }

  @Test
  void read_historyOutOfOrder_keepsItsOrder() throws IOException {
    Document read =
        read("{\"stats\":{},\"timestamps\":{\"a\":[[3,0.1],[1,0.2],[3,0.3],[1,0.4],[2,0.5]]}}");
    TrustHistory history = read.states().get("a").history();
    assertThat(history.times()).containsExactly(3, 1, 3, 1, 2);
    assertThat(history.values()).containsExactly(0.1, 0.2, 0.3, 0.4, 0.5);
  }

  // What is refused. A tilde marks the place.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{~}|expected a member \"stats\", but found none",
        "{\"last_update\":{}~}|expected a member \"stats\", but found none",
        "~[]|expected an object, but found '['",
        "~null|expected an object, but found 'n'",
        "{\"stats\":~[1]}|expected an object, but found '['",
        "{\"stats\":~null}|expected an object, but found 'n'",
        "{\"stats\":{},~\"stats\":{}}|expected each member once, but found \"stats\" again",
        "{\"prior\":[1,1],\"stats\":{},~\"prior\":[1,1]}|expected each member once, but found \"prior\" again",
        "{\"stats\":{},\"version\":1,~\"version\":1}|expected each member once, but found \"version\" again",
        "{\"stats\":{\"a\":[1,1],~\"\\u0061\":[1,1]}}|expected each key once, but found \"a\" again",
        "{\"stats\":{},\"last_update\":{\"a\":1,~\"a\":1}}|expected each key once, but found \"a\" again",
        "{\"stats\":{},\"stated_at\":{\"a\":1,~\"a\":1}}|expected each key once, but found \"a\" again",
        "{\"stats\":{},\"timestamps\":{\"a\":[],~\"a\":[]}}|expected each key once, but found \"a\" again",
        "{\"stats\":{\"a\":[~0,1]}}|expected alpha above 0, but found 0.0",
        "{\"stats\":{\"a\":[1,~-0]}}|expected beta above 0, but found -0.0",
        "{\"stats\":{\"a\":[~-3.0,1]}}|expected alpha above 0, but found -3.0",
        "{\"stats\":{\"a\":[~1e-400,1]}}|expected alpha above 0, but found 0.0",
        "{\"stats\":{\"a\":[~1e999,1]}}|expected a finite number, but found one beyond the range of a double",
        "{\"stats\":{\"a\":[~NaN,1]}}|expected a number, but found 'N'",
        "{\"stats\":{\"a\":[~Infinity,1]}}|expected a number, but found 'I'",
        "{\"stats\":{\"a\":[~]}}|expected alpha, but found the end of the array",
        "{\"stats\":{\"a\":[1~]}}|expected beta, but found the end of the array",
        "{\"stats\":{\"a\":[1,2~,3]}}|expected ']', but found ','",
        "{\"stats\":{\"a\":[~null,1]}}|expected a number, but found 'n'",
        "{\"stats\":{\"a\":[~\"1\",1]}}|expected a number, but found '\"'",
        "{\"stats\":{\"a\":~\"xy\"}}|expected an array, but found '\"'",
        "{\"stats\":{\"a\":~7}}|expected an array, but found '7'",
        "{\"stats\":{\"a\":~{}}}|expected an array, but found '{'",
        "{\"stats\":{},\"last_update\":~[1]}|expected an object, but found '['",
        "{\"stats\":{},\"last_update\":{\"a\":~null}}|expected a number, but found 'n'",
        "{\"stats\":{},\"last_update\":{\"a\":~1e999}}|expected a finite number, but found one beyond the range of a double",
        "{\"stats\":{},\"timestamps\":~[]}|expected an object, but found '['",
        "{\"stats\":{},\"timestamps\":{\"a\":~7}}|expected an object or an array as the history, but found '7'",
        "{\"stats\":{},\"timestamps\":{\"a\":{~}}}|expected \"times\" and \"values\", but found no \"times\"",
        "{\"stats\":{},\"timestamps\":{\"a\":{\"times\":[1.0]~}}}|expected \"times\" and \"values\", but found no \"values\"",
        "{\"stats\":{},\"timestamps\":{\"a\":{\"values\":[1.0]~}}}|expected \"times\" and \"values\", but found no \"times\"",
        "{\"stats\":{},\"timestamps\":{\"a\":{\"times\":[1,2],\"values\":[1]~}}}|expected times and values of one length, but found 2 times and 1 values",
        "{\"stats\":{},\"timestamps\":{\"a\":{\"times\":[],~\"times\":[]}}}|expected each member once, but found \"times\" again",
        "{\"stats\":{},\"timestamps\":{\"a\":{\"values\":[],~\"values\":[]}}}|expected each member once, but found \"values\" again",
        "{\"stats\":{},\"timestamps\":{\"a\":{\"times\":[~\"x\"],\"values\":[1]}}}|expected a number, but found '\"'",
        "{\"stats\":{},\"timestamps\":{\"a\":{\"times\":[1],\"values\":[~1.5]}}}|expected a trust value in [0, 1], but found 1.5",
        "{\"stats\":{},\"timestamps\":{\"a\":[[1,~-0.5]]}}|expected a trust value in [0, 1], but found -0.5",
        "{\"stats\":{},\"timestamps\":{\"a\":[[1~]]}}|expected a trust value, but found the end of the array",
        "{\"stats\":{},\"timestamps\":{\"a\":[[~]]}}|expected a time, but found the end of the array",
        "{\"stats\":{},\"timestamps\":{\"a\":[[1,1~,1]]}}|expected ']', but found ','",
        "{\"stats\":{},\"timestamps\":{\"a\":[~7]}}|expected an array, but found '7'",
        "{\"format\":~\"x\",\"stats\":{}}|expected the format \"bayesian-trust-tracker\", but found \"x\"",
        "{\"format\":~1,\"stats\":{}}|expected a string, but found '1'",
        "{\"format\":\"bayesian-trust-tracker\",\"version\":~2,\"stats\":1}|expected version 1, but found a newer one, 2.0",
        "{\"version\":~2,\"format\":\"bayesian-trust-tracker\",\"stats\":1}|expected version 1, but found a newer one, 2.0",
        "{\"version\":~2,\"stats\":{},\"format\":\"bayesian-trust-tracker\"}|expected version 1, but found a newer one, 2.0",
        "{\"format\":\"bayesian-trust-tracker\",\"version\":~0,\"stats\":1}|expected version 1, but found 0.0",
        "{\"format\":\"bayesian-trust-tracker\",\"version\":~\"1\"}|expected a number as the version, but found '\"'",
        "{\"version\":~null,\"format\":\"bayesian-trust-tracker\"}|expected a number as the version, but found 'n'",
        "{\"prior\":[~0,1],\"stats\":{}}|expected alpha of the prior above 0, but found 0.0",
        "{\"prior\":[1~],\"stats\":{}}|expected beta of the prior, but found the end of the array",
        "{\"prior\":~1,\"stats\":{}}|expected an array, but found '1'",
        "{\"half_life\":~0,\"stats\":{}}|expected the half-life above 0, but found 0.0",
        "{\"export_time\":~\"now\",\"stats\":{}}|expected a number, but found '\"'",
        "{\"stats\":{}} ~x|expected the end of the document, but found 'x'",
        "{\"stats\":{}}~{}|expected the end of the document, but found '{'",
        "{\"stats\":{},~}|expected a name in quotes, but found '}'",
        "{\"stats\":{\"a\":[1,1~,]}}|expected ']', but found ','",
        "{~'stats': {}}|expected a name in quotes, but found '''"
      })
  void read_notAState_isRefusedWithPlaceAndProblem(String marked, String problem) {
    long column = marked.indexOf('~') + 1;
    assertThatThrownBy(() -> read(marked.replace("~", "")))
        .isExactlyInstanceOf(TrustFormatException.class)
        .hasMessage("test: line 1, column " + column + ": " + problem);
  }

  @Test
  void read_problemOnALaterLine_namesTheLine() {
    assertThatThrownBy(() -> read("{\n \"stats\": {\n  \"ä\": [1, 1],\r\n  \"ü\": [1, 0]}}"))
        .hasMessage("test: line 4, column 12: expected beta above 0, but found 0.0");
  }

  @Test
  void read_longOrUglyName_isShownOnOneShortLine() {
    String key = "\\n\\u2028" + "x".repeat(1000);
    assertThatThrownBy(() -> read("{\"stats\":{\"" + key + "\":[1,1],\"" + key + "\":[1,1]}}"))
        .hasMessageEndingWith("found \"??" + "x".repeat(58) + "...\" again");
  }

  @Test
  void read_everyPrefix_isRefused() throws IOException {
    byte[] document;
    try (InputStream in = getClass().getResourceAsStream("version_1.json")) {
      document = in.readAllBytes();
    }
    for (int length = 0; length < document.length; length++) {
      byte[] prefix = Arrays.copyOf(document, length);
      assertThatThrownBy(() -> read(prefix)).isExactlyInstanceOf(TrustFormatException.class);
    }
  }

  @Test
  void read_deepNestingAnywhere_isRefused() {
    String deep = "[".repeat(1_000_000);
    for (String start : new String[] {"", "{\"x\":", "{\"stats\":", "{\"stats\":{\"a\":", "{\"version\":"}) {
      assertThatThrownBy(() -> read(start + deep)).isExactlyInstanceOf(TrustFormatException.class);
    }
  }

  private static Document document(
      double priorAlpha, double priorBeta, double time, double halfLife,
      Map<String, KeyState> states) {
    return new Document(new Header(priorAlpha, priorBeta, time, halfLife), states);
  }

  /** A document whose keys can be compared. */
  private record Document(Header header, Map<String, KeyState> states) {}

  private static KeyState state(
      double alpha, double beta, double lastUpdate, double statedAt, double[] times,
      double... values) {
    return new KeyState(alpha, beta, lastUpdate, statedAt, TrustHistory.ofOwned(times, values));
  }

  private static String written(Document document) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TrustCodec.write(out, document.header(), KeyColumns.of(document.states()));
    return out.toString(UTF_8);
  }

  private static Document read(String document) throws IOException {
    return read(document.getBytes(UTF_8));
  }

  private static Document read(byte[] document) throws IOException {
    TrustCodec.Document read = TrustCodec.read(new ByteArrayInputStream(document), "test");
    return new Document(read.header(), read.keys().toMap());
  }
}
