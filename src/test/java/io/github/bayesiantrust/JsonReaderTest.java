package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  // Which documents are JSON. By the rules of the grammar, and what breaks each of them; compared once
  // with JSONTestSuite (Seriot, "Parsing JSON is a minefield"), whose cases have the same classes.

  static Stream<String> accepted() {
    return Stream.of(numbers(), acceptedStrings(), acceptedStructures()).flatMap(s -> s);
  }

  private static Stream<String> numbers() {
    List<String> numbers = new ArrayList<>();
    for (String whole : new String[] {"0", "-0", "7", "-30", "1" + "0".repeat(30)}) {
      for (String fraction : new String[] {"", ".0", ".25", "." + "0".repeat(40) + "6"}) {
        for (String exponent : new String[] {"", "e3", "E+03", "e-0", "E-999", "e12345"}) {
          numbers.add(whole + fraction + exponent);
        }
      }
    }
    return numbers.stream();
  }

  private static Stream<String> acceptedStrings() {
    return Stream.of(
            "", "key", " two words ", "\\\"", "\\\\", "\\/", "\\b\\f\\n\\r\\t", "\\\\\\\"\\\\", "\\\\u12",
            "// no /* comment", "[{:,}]", "\\u0041\\u00e9\\u6F22\\uABCD", "\\u0000 and \\u001F",
            "\\u0022\\u005c", "\\ud83d\\ude00", "\\uDBFF\\uDFFF", "\\ufffe\\uffff\\ufdd1", "\\u2028\\u200b",
            "ä", "漢字", "😀 at", "\u007f", "\u0080\u07ff\u0800\uffff", "\ufdd0\ufffe", "\u2028\u2029\u2060",
            "\ud800\udc00\udbff\udfff",
            // Surrogates that stand alone, as escapes: RFC 8259 leaves them open, and keys may have them.
            "\\ud800", "\\udfff x", "\\udc00\\ud800", "\\ud9ab\\n", "\\ud800\\ud800\\udc00")
        .map(string -> '"' + string + '"');
  }

  private static Stream<String> acceptedStructures() {
    return Stream.of(
        "null", "true", "false", "[]", "{}", "[ ]", "{ }", "\t[\r\n]\n ", "[1]", "[ 1 , 2 ]", "[[],{},[[]]]",
        "[null,true,false,-1,\"a\",[],{}]", "{\"\":\"\"}", "{\"k\" : 1 ,\n\"l\":\t[ ]\r}", "{\"k\":1,\"k\":2}",
        "{\"k\":{\"k\":{\"k\":0}}}", "[\n\n\n1\n]", "{\"\\u006b\":1,\"k\":1}",
        "[".repeat(JsonReader.MAX_DEPTH) + "]".repeat(JsonReader.MAX_DEPTH),
        "{\"a\":[".repeat(200) + "1" + "]}".repeat(200));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void skipValue_json_isAccepted(String document) {
    assertThatCode(() -> skip(document)).doesNotThrowAnyException();
    assertThatCode(() -> skip("{\"a\":[0," + nested(document) + "],\"b\":1}"))
        .doesNotThrowAnyException();
  }

  /** What still keeps to the depth limit two levels deeper. */
  private static String nested(String document) {
    return document.startsWith("[[[") ? "0" : document;
  }

  static Stream<String> refused() {
    return Stream.of(
            refusedNumbers(), refusedWords(), refusedStrings(), refusedArrays(), refusedObjects(),
            refusedDocuments())
        .flatMap(s -> s);
  }

  private static Stream<String> refusedNumbers() {
    return Stream.of(
        "-", "+", "+3", "--3", "-+3", "03", "-03", "00", "-00.5", ".", ".5", "-.5", "5.", "-5.", "5.e2", ".e2",
        "5e", "5E", "5e+", "5E-", "5.5e", "5.5e-", "e5", "5ee5", "5e5e5", "5e5.5", "5.5.5", "5..5", "5e+-5",
        "5-5", "5+5", "0x1F", "0b1", "0o7", "1_0", "1,5e", "1 5", "- 5", "5 .5", "5e 5", "1f", "5d", "5L",
        "5.2h-7", "５", "٣", "1/2", "$1", "5%", "NaN", "-NaN", "nan", "Inf", "+Inf", "-Infinity", "Infinity",
        "1e5\u0000", "5\u00a0");
  }

  private static Stream<String> refusedWords() {
    return Stream.of(
        "n", "nul", "nulls", "t", "tru", "truth", "trueish", "f", "fals", "falsey", "NULL", "True", "FALSE",
        "nil", "None", "undefined", "yes", "key", "é", "null null", "true,", "-true", "\\u0074rue", "*", "#",
        "<1>", "(1)", "@");
  }

  private static Stream<String> refusedStrings() {
    Stream<String> shapes =
        Stream.of(
            "\"", "\"open", "\"\\", "\"\\\"", "\"open\\u", "'single'", "'\"", "\"\"\"", "\"a\"b", "\"a\" \"b\"",
            "`k`", "\u201ck\u201d", "\"\\u\"", "\"\\u1\"", "\"\\u12\"", "\"\\u12f\"", "\"\\u12fg\"", "\"\\u 123\"",
            "\"\\u-123\"", "\"\\u+123\"", "\"\\uｆ123\"", "\"\\ud83d\\u\"", "\"\\ud83d\\ude\"", "\"\\ud83d\\\"",
            "\"\\ud83d\\x\"", "\"\\é\"", "\"\\😀\"", "\\\"k\\\"", "\\n\"k\"");
    Stream<String> escapes =
        IntStream.range(' ', 0x7F)
            .filter(c -> "\"\\/bfnrtu".indexOf(c) < 0)
            .mapToObj(c -> "\"\\" + (char) c + "41\"");
    Stream<String> controls =
        IntStream.range(0, ' ').mapToObj(c -> "\"a" + (char) c + "b\"");
    return Stream.of(shapes, escapes, controls).flatMap(s -> s);
  }

  private static Stream<String> refusedArrays() {
    return Stream.of(
        "[", "]", "[[", "[]]", "[[]", "[1", "[1,", "[\"k\"", "[{}", "[,", "[,]", "[,1]", "[1,]", "[1,,]", "[1,,2]",
        "[1 2]", "[1\n2]", "[\"a\" \"b\"]", "[[] []]", "[1:2]", "[\"k\":1]", "[1;2]", "[1}", "[}", "{]", "[1)",
        "[1],", "[1]1", "[1] []", "[1][2]", "[3[4]]", "[\"k\"]]", "[a", "[1, // two\n2]", "[/**/]", "[#\n]",
        "[\u000b]", "[\u000c1]", "[\u00a01]", "[\u2003]", "[\ufeff]", "[1\u0000]", "[\\n]", "[true,", "[ 1, nul",
        "[1,\n\n", "[\"open]");
  }

  private static Stream<String> refusedObjects() {
    return Stream.of(
        "{", "}", "{{", "{}}", "{{}}", "{\"k\"", "{\"k\":", "{\"k\":1", "{\"k\":1,", "{\"k\":\"open", "{\"k\":[}",
        "{,}", "{\"k\"}", "{\"k\":}", "{:1}", "{\"k\":1,}", "{\"k\":1,,}", "{,\"k\":1}", "{\"k\":1,,\"l\":2}",
        "{\"k\"::1}", "{\"k\":1:2}", "{\"k\",1}", "{\"k\"=1}", "{\"k\"=>1}", "{\"k\" 1}", "{\"k\" \"l\"}", "{\"k\":1 2}",
        "{\"k\":1 \"l\":2}", "{\"k\":1;\"l\":2}", "{\"k\":1, \"l\"}", "{k:1}", "{'k':1}", "{1:1}", "{1e9:1}", "{null:1}",
        "{true:1}", "{[]:1}", "{{}:1}", "{\"k\":a}", "{\"k\":'v'}", "{\"k\":1)", "{\"k\":1]", "{\"k\":/* 1 */2}",
        "{\"k\":1 // one\n}", "[\"k\", {]", "[:", "{\"k\\\":1}", "{\"\u0001\":1}");
  }

  private static Stream<String> refusedDocuments() {
    return Stream.of(
        "", " ", "\n\n", "\u0000", "\ufeff", "\ufeff[]", "\u2060[]", "{} {}", "1 2", "[]{}", "{}#", "{}/", "{}//",
        "{}/**/", "{}/* ", "/**/{}", "{};", "{}\u0000", "{}\u00a0", "\u001a", "{}x", "\"k\":1", "1:2", ",", ":",
        "[]\"", "null}", "<a/>", "---\nk: 1", "\\u005b\\u005d");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void skipValue_notJson_isRefused(String document) {
    assertThatThrownBy(() -> skip(document)).isExactlyInstanceOf(TrustFormatException.class);
    assertThatThrownBy(() -> skip("{\"a\":" + document + ",\"b\":0}"))
        .isExactlyInstanceOf(TrustFormatException.class);
  }

  /** Bytes in Latin-1 between quotes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080", "\u00bf", "\u00c0\u0080", "\u00c0\u00af", "\u00c1\u00bf", "\u00c2", "\u00c2a",
        "\u00c2\u00c2", "\u00e0\u0080\u0080", "\u00e0\u009f\u00bf", "\u00e0\u00ff", "\u00e2\u0082",
        "\u00e2\u0082a", "\u00ed\u00a0\u0080", "\u00ed\u00bf\u00bf", "\u00ed\u00a0\u0080\u00ed\u00b0\u0080",
        "\u00f0\u0080\u0080\u0080", "\u00f0\u008f\u00bf\u00bf", "\u00f0\u009f\u0098", "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080", "\u00f7\u00bf\u00bf\u00bf", "\u00f8\u0088\u0080\u0080\u0080",
        "\u00fc\u0083\u00bf\u00bf\u00bf\u00bf", "\u00fe", "\u00ff", "\u00e9", "abc\u00e5xyz"
      })
  void nextString_notUtf8_isRefusedAtTheCharacter(String bytes) {
    byte[] document = ("\"" + bytes + "\"").getBytes(ISO_8859_1);
    for (JsonCall call : new JsonCall[] {JsonReader::nextString, JsonReader::skipValue}) {
      TrustFormatException refused =
          catchThrowableOfType(TrustFormatException.class, () -> call.on(reader(document)));
      assertThat(refused).hasMessageContaining("UTF-8");
      assertThat(refused.column()).isEqualTo(bytes.startsWith("abc") ? 5 : 2);
    }
  }

  @Test
  void skipValue_byteOrderMark_isRefusedAndNamed() {
    assertThatThrownBy(() -> skip("\ufeff{}")).hasMessageContaining("byte order mark");
    byte[] utf16 = "\ufeff{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> reader(utf16).skipValue()).isInstanceOf(TrustFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
  void skipValue_aMillionOpenContainers_areRefused(String open) {
    assertThatThrownBy(() -> skip(open.repeat(1_000_000)))
        .isExactlyInstanceOf(TrustFormatException.class)
        .hasMessageContaining("at most 512 nested arrays and objects");
  }

  @Test
  void skipValue_oneLevelTooDeep_isRefused() {
    int depth = JsonReader.MAX_DEPTH + 1;
    assertThatThrownBy(() -> skip("[".repeat(depth) + "]".repeat(depth)))
        .hasMessageContaining("line 1, column " + depth);
  }

  @Test
  void everyPrefixOfADocument_isRefused() throws IOException {
    byte[] document =
        "{\"aé😀\":[1.5e-3,true,false,null,\"\\u00e9\\n\",{}],\"b\":{\"c\":-0}}".getBytes(UTF_8);
    for (int length = 0; length < document.length; length++) {
      byte[] prefix = Arrays.copyOf(document, length);
      assertThatThrownBy(() -> skip(prefix)).isExactlyInstanceOf(TrustFormatException.class);
    }
    skip(document);
  }

  // Strings

  static Stream<String> strings() {
    return Stream.of(
        "", "a", "é", "漢字", "😀", "\u2028", "a".repeat(100_000), "é😀x".repeat(30_000), "\u007f",
        "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\ud800\udc00", "\udbff\udfff");
  }

  @ParameterizedTest
  @MethodSource("strings")
  void nextString_raw_isDecoded(String string) throws IOException {
    assertThat(reader("\"" + string + "\"").nextString()).isEqualTo(string);
    assertThat(oneByteAtATime("\"" + string + "\"").nextString()).isEqualTo(string);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "\\\" 22", "\\\\ 5c", "\\/ 2f", "\\b 8", "\\f c", "\\n a", "\\r d", "\\t 9", "\\u0041 41",
        "\\u00e9 e9", "\\uABcd abcd", "\\ud83d\\ude00 1f600", "\\u0000 0"
      })
  void nextString_escape_isDecoded(String escape, String codePoint) throws IOException {
    String expected = Character.toString(Integer.parseInt(codePoint, 16));
    assertThat(reader("\"" + escape + "\"").nextString()).isEqualTo(expected);
    assertThat(reader("\"x" + escape + "y\"").nextString()).isEqualTo("x" + expected + "y");
  }

  @Test
  void nextString_loneSurrogates_areKept() throws IOException {
    assertThat(reader("\"\\ud800x\\udc00\\udc00\\ud800\"").nextString())
        .isEqualTo("\ud800x\udc00\udc00\ud800");
  }

  @Test
  void nextString_acrossBuffers_isDecodedWhereverTheBufferEnds() throws IOException {
    String string = "a\\n😀é";
    for (int padding = 16_380 - 20; padding < 16_390; padding++) {
      JsonReader in = reader(" ".repeat(padding) + "[\"" + string + "\",12.5]");
      in.beginArray();
      assertThat(in.nextElement()).isTrue();
      assertThat(in.nextString()).isEqualTo("a\n😀é");
      assertThat(in.nextElement()).isTrue();
      assertThat(in.nextDouble()).isEqualTo(12.5);
    }
  }

  @Test
  void nextString_atTheLimit_isAcceptedAndOneMoreRefused() throws IOException {
    int limit = JsonReader.MAX_STRING;
    assertThat(endless("\"", 'x', limit, "\"").nextString()).hasSize(limit);
    assertThatThrownBy(() -> endless("\"", 'x', Long.MAX_VALUE, "").nextString())
        .isExactlyInstanceOf(TrustFormatException.class)
        .hasMessageContaining("at most 1048576 characters");
  }

  // Numbers

  /** The oracle is BigDecimal, whose doubleValue is compared with the exact value below. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "1", "12.5", "0.1", "1e22", "1e23", "123456789012345678", "9007199254740993",
        "9007199254740992", "9007199254740991e22", "9007199254740993e22", "1e-22", "1e-23", "3e-22",
        "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.225073858507201e-308",
        "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308",
        "1.7976931348623157e308", "1.7976931348623158e308", "0.000001", "1e0000000000000000001",
        "1e-00000000000000000022", "100000000000000000000000", "8.5e15", "1763900000.123457",
        "0.47619047619047616", "179769313486231580793728971405301e276", "6.02214076e23", "5e-325",
        "1e-400", "0e999999999999", "0.0e-99999999999", "1.0000000000000001110223024625156540",
        "9007199254740992.5", "9007199254740993.0", "9007199254740995", "1448997445238699",
        "7205759403792793199999e-5", "89255e-22", "104110013277974872254e-225"
      })
  void nextDouble_anyDigits_isNearest(String number) throws IOException {
    assertNearest(number);
    assertNearest("-" + number);
  }

  @Test
  void nextDouble_exactTiesOf400Digits_goToEven() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      double value = Double.longBitsToDouble(random.nextLong() >>> 1);
      if (Double.isFinite(value) && Double.isFinite(Math.nextUp(value))) {
        BigDecimal tie =
            new BigDecimal(value).add(new BigDecimal(Math.nextUp(value))).divide(BigDecimal.valueOf(2));
        double even =
            (Double.doubleToRawLongBits(value) & 1) == 0 ? value : Math.nextUp(value);
        assertThat(reader(tie.toString()).nextDouble()).isEqualTo(even);
        BigDecimal above = tie.add(new BigDecimal(tie.ulp().scaleByPowerOfTen(-1).toString()));
        assertThat(reader(above.toString()).nextDouble()).isEqualTo(Math.nextUp(value));
      }
    }
  }

  @Test
  void nextDouble_randomDoublesInSeveralForms_readsTheSameBits() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 3_000; i++) {
      double value = randomDouble(random);
      assertBits(Double.toString(value), value);
      assertBits(new BigDecimal(value).round(new java.math.MathContext(17)).toString(), value);
    }
  }

  private static double randomDouble(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextDouble();
      case 1 -> 1.7e9 + random.nextInt(1_000_000_000) / 1e6;
      case 2 -> random.nextInt(1_000_000) / 100.0;
      default -> {
        double any = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(any) ? any : 0.5;
      }
    };
  }

  private static void assertBits(String number, double expected) throws IOException {
    assertThat(Double.doubleToRawLongBits(reader(number).nextDouble()))
        .as(number)
        .isEqualTo(Double.doubleToRawLongBits(expected));
  }

  /** No neighbour is nearer, by exact arithmetic. */
  private static void assertNearest(String number) throws IOException {
    double value = reader(number).nextDouble();
    BigDecimal exact = number.contains("e999") || number.contains("e-999")
        ? BigDecimal.ZERO : new BigDecimal(number);
    BigDecimal error = new BigDecimal(value).subtract(exact).abs();
    for (double neighbour : new double[] {Math.nextUp(value), Math.nextDown(value)}) {
      if (Double.isFinite(neighbour)) {
        int order = error.compareTo(new BigDecimal(neighbour).subtract(exact).abs());
        boolean even = (Double.doubleToRawLongBits(value) & 1) == 0;
        assertThat(order < 0 || order == 0 && even).as(number + " as " + value).isTrue();
      }
    }
    assertThat(1 / value < 0).as("sign of " + number).isEqualTo(number.startsWith("-"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1e309", "1.7976931348623159e308", "1e99999999999999999999", "9e308"})
  void nextDouble_beyondTheRange_isRefused(String number) throws IOException {
    assertThatThrownBy(() -> reader(number).nextDouble())
        .isExactlyInstanceOf(TrustFormatException.class)
        .hasMessage(
            "test: line 1, column 1: expected a finite number, but found one beyond the range of a"
                + " double");
    assertThat(reader(number).nextNumber()).isInfinite();
  }

  @Test
  void nextDouble_tooLong_isRefused() throws IOException {
    assertThat(reader("1" + "0".repeat(300) + "." + "0".repeat(3000)).nextDouble()).isEqualTo(1e300);
    for (String start : new String[] {"1", "0.", "1e", "-1."}) {
      assertThatThrownBy(() -> endless(start, '0', Long.MAX_VALUE, "").nextDouble())
          .isExactlyInstanceOf(TrustFormatException.class)
          .hasMessageContaining("at most 4096 characters");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "null", "true", "[1]", "{}", "NaN", "+1", ".5", "Infinity", "]", ""})
  void nextDouble_otherKind_isRefused(String document) {
    assertThatThrownBy(() -> reader(document).nextDouble())
        .isExactlyInstanceOf(TrustFormatException.class)
        .hasMessageContaining("expected a number, but found ");
  }

  // Structure and positions

  @Test
  void pull_document_givesItsParts() throws IOException {
    JsonReader in = reader("{\"a\" : [ 1 , [ ] , {\"x\":{}} , -2 ] , \"b\" : \"c\", \"d\":null} ");
    in.beginObject();
    assertThat(in.nextName()).isEqualTo("a");
    assertThat(in.peekKind()).isEqualTo('[');
    in.beginArray();
    assertThat(in.nextElement()).isTrue();
    assertThat(in.nextDouble()).isEqualTo(1);
    assertThat(in.nextElement()).isTrue();
    in.beginArray();
    assertThat(in.nextElement()).isFalse();
    assertThat(in.nextElement()).isTrue();
    in.skipValue();
    assertThat(in.nextElement()).isTrue();
    assertThat(in.nextDouble()).isEqualTo(-2);
    assertThat(in.nextElement()).isFalse();
    assertThat(in.nextName()).isEqualTo("b");
    assertThat(in.nextString()).isEqualTo("c");
    assertThat(in.nextName()).isEqualTo("d");
    in.skipValue();
    assertThat(in.nextName()).isNull();
    in.endDocument();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "[1,x]|1|4|expected a value, but found 'x'",
        "[1,~ ~  x]|3|3|expected a value, but found 'x'",
        "[1,^~x]|2|1|expected a value, but found 'x'",
        "[\"é😀漢\",x]|1|8|expected a value, but found 'x'",
        "[\"é😀漢\",~\"ü\" x]|2|5|expected ',' or ']', but found 'x'",
        "{\"a\" 1}|1|6|expected ':', but found '1'",
        "{1:1}|1|2|expected a name in quotes, but found '1'",
        "[tru]|1|5|expected true, but found ']'",
        "[|1|2|expected a value, but found the end of the input",
        "[] ~ x|2|2|expected the end of the document, but found 'x'",
        "[\"a~\"]|1|4|expected a character or the closing quote of a string, but found byte 0x0A",
        "[\"\\x\"]|1|4|expected one of \"\\/bfnrtu after a backslash, but found 'x'",
        "[\"\\u12g4\"]|1|7|expected a hexadecimal digit, but found 'g'",
        "[1.]|1|4|expected a digit, but found ']'",
        "[1,é]|1|4|expected a value, but found byte 0xC3"
      })
  void refusal_anywhere_namesPlaceAndProblem(
      String document, long line, long column, String problem) {
    String text = document.replace('~', '\n').replace('^', '\r');
    TrustFormatException refused =
        catchThrowableOfType(TrustFormatException.class, () -> skip(text));
    assertThat(refused)
        .hasMessage("test: line " + line + ", column " + column + ": " + problem);
    assertThat(refused.line()).isEqualTo(line);
    assertThat(refused.column()).isEqualTo(column);
  }

  @Test
  void refusal_farIntoTheInput_hasTheRightPlace() {
    String text = "[" + "\"é\",\n".repeat(20_000) + "\"" + "é".repeat(20_000) + "\" x";
    TrustFormatException refused =
        catchThrowableOfType(TrustFormatException.class, () -> skip(text));
    assertThat(refused.line()).isEqualTo(20_001);
    assertThat(refused.column()).isEqualTo(20_004);
  }

  @Test
  void errorAtToken_afterAValue_pointsAtItsStart() throws IOException {
    JsonReader in = reader("{\"é\":\n  12.5  }");
    in.beginObject();
    in.nextName();
    assertThat(in.errorAtToken("p")).hasMessage("test: line 1, column 2: p");
    in.nextDouble();
    assertThat(in.errorAtToken("p")).hasMessage("test: line 2, column 3: p");
    assertThat(in.unexpected("p"))
        .hasMessage("test: line 2, column 9: expected p, but found '}'");
  }

  @Test
  void reading_failingStream_passesItsExceptionOn() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk gone");
          }
        };
    assertThatIOException()
        .isThrownBy(() -> new JsonReader(failing, "test").skipValue())
        .withMessage("disk gone");
  }

  @Test
  void reading_streamThatGivesNothing_doesNotHang() {
    InputStream stuck =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            return 0;
          }
        };
    assertThatIOException().isThrownBy(() -> new JsonReader(stuck, "test").skipValue());
  }

  // Any bytes

  @Test
  void skipValue_mutatedDocuments_areReadOrRefused() {
    byte[] document =
        ("{\"format\":\"x\",\"prior\":[1.0,1.0],\"é\\u00e9😀\":[-1.5e-3,true,false,null,\"\\n\"],"
                + "\"timestamps\":{\"a\":{\"times\":[1,2],\"values\":[0.5,0.25]}}}")
            .getBytes(UTF_8);
    Random random = new Random(6);
    int accepted = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] mutant = Mutation.of(document, random);
      try {
        skip(mutant);
        accepted++;
      } catch (TrustFormatException e) {
        assertThat(e.line()).isPositive();
        assertThat(e.column()).isPositive();
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("mutant " + i + ": " + new String(mutant, UTF_8), e);
      }
    }
    assertThat(accepted).isBetween(50, 4_950);
  }

  private interface JsonCall {
    void on(JsonReader in) throws IOException;
  }

  private static void skip(String document) throws IOException {
    skip(document.getBytes(UTF_8));
    skip(oneByteAtATime(document));
  }

  private static void skip(byte[] document) throws IOException {
    skip(reader(document));
  }

  private static void skip(JsonReader in) throws IOException {
    in.skipValue();
    in.endDocument();
  }

  private static JsonReader reader(String document) {
    return reader(document.getBytes(UTF_8));
  }

  private static JsonReader reader(byte[] document) {
    return new JsonReader(new ByteArrayInputStream(document), "test");
  }

  private static JsonReader oneByteAtATime(String document) {
    return new JsonReader(
        new ByteArrayInputStream(document.getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int from, int length) {
            return super.read(bytes, from, 1);
          }
        },
        "test");
  }

  /** A document with one byte repeated so many times, that is never in memory. */
  private static JsonReader endless(String start, char repeated, long times, String end) {
    InputStream middle =
        new InputStream() {
          private long left = times;

          @Override
          public int read() {
            return left-- > 0 ? repeated : -1;
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            int count = (int) Math.min(length, left);
            Arrays.fill(bytes, from, from + count, (byte) repeated);
            left -= count;
            return count == 0 ? -1 : count;
          }
        };
    InputStream first = new ByteArrayInputStream(start.getBytes(UTF_8));
    InputStream last = new ByteArrayInputStream(end.getBytes(UTF_8));
    return new JsonReader(
        new java.io.SequenceInputStream(first, new java.io.SequenceInputStream(middle, last)), "test");
  }
}
