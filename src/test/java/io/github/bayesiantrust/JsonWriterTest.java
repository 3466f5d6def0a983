package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonWriter json = new JsonWriter(out);

  @Test
  void structure_nested_hasItsCommas() throws IOException {
    json.beginObject().name("a").beginArray().value(1.0).value("x").beginArray().endArray();
    json.beginObject().endObject().value(2L).endArray();
    json.name("b").beginObject().name("c").value(3L).endObject().name("d").value("").endObject();
    assertThat(written())
        .isEqualTo("{\"a\":[1.0,\"x\",[],{},2],\"b\":{\"c\":3},\"d\":\"\"}");
  }

  @Test
  void value_string_isEscapedWhereItMustBe() throws IOException {
    json.value("\"\\/\b\f\n\r\t\u0000\u001f\u007fé漢😀\u2028");
    assertThat(written())
        .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fé漢😀\u2028\"");
  }

  @Test
  void value_loneSurrogates_areEscaped() throws IOException {
    json.value("\ud800a\udc00\ud83d\ude00\udbff");
    assertThat(written()).isEqualTo("\"\\ud800a\\udc00😀\\udbff\"");
  }

  @Test
  void value_anyString_readsBackEqual() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      String string = randomString(random);
      assertThat(readBack(writer -> writer.value(string)).nextString()).isEqualTo(string);
    }
  }

  private static String randomString(Random random) {
    StringBuilder string = new StringBuilder();
    int[] bounds = {0x20, 0x80, 0x800, 0x10000};
    for (int length = random.nextInt(40); length > 0; length--) {
      string.append((char) random.nextInt(bounds[random.nextInt(bounds.length)]));
    }
    if (random.nextInt(100) == 0) {
      string.append("é😀".repeat(10_000));
    }
    return string.toString();
  }

  @Test
  void value_everyCharacter_readsBackEqual() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x10FFFF; c += c < 0x3000 || c >= 0xD700 && c < 0xE100 ? 1 : 61) {
      all.appendCodePoint(c).append('-');
    }
    String string = all.toString();
    assertThat(readBack(writer -> writer.value(string)).nextString()).isEqualTo(string);
  }

  @Test
  void value_stringLongerThanIsRead_isRefused() {
    String tooLong = "x".repeat(JsonReader.MAX_STRING + 1);
    assertThatIOException()
        .isThrownBy(() -> json.value(tooLong))
        .withMessage("a string must be of at most 1048576 characters, but is of 1048577");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0", "-0.0, -0.0", "12, 12.0", "-3, -3.0", "0.1, 0.1", "1763900000, 1763900000.0",
    "1e14, 100000000000000.0", "1e15, 1.0E15", "1e22, 1.0E22", "1.5e-10, 1.5E-10"
  })
  void value_double_hasTheUsualForm(double number, String expected) throws IOException {
    json.value(number);
    assertThat(written()).isEqualTo(expected);
  }

  @Test
  void value_anyDouble_readsBackToTheSameBits() throws IOException {
    double[] special = {
      0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, Math.nextDown(Double.MIN_NORMAL),
      Double.MAX_VALUE, -Double.MAX_VALUE, 0.1, 1.0 / 3, Math.PI, 1e15, 1e15 - 1, 1e16, 2e23, 1L << 53,
      Math.nextUp(1.0), Math.nextDown(1.0), 1.7e308, 2.2250738585072014e-308, 1763900000.123457
    };
    for (double number : special) {
      assertReadsBack(number);
    }
    Random random = new Random(8);
    for (int i = 0; i < 5_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      assertReadsBack(Double.isFinite(number) ? number : random.nextDouble());
      assertReadsBack(random.nextInt(1 << 30) + random.nextInt(64) / 64.0);
    }
  }

  private static void assertReadsBack(double number) throws IOException {
    double read = readBack(writer -> writer.value(number)).nextDouble();
    assertThat(Double.doubleToRawLongBits(read))
        .as("%s", number)
        .isEqualTo(Double.doubleToRawLongBits(number));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void value_notFinite_isRefused(double number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> json.beginArray().value(number))
        .withMessage("a number must be finite, but is " + number);
  }

  @Test
  void flush_afterMoreThanABuffer_hasWrittenEverything() throws IOException {
    json.beginArray();
    StringBuilder expected = new StringBuilder("[");
    for (int i = 0; i < 20_000; i++) {
      json.value("é" + i).value(i + 0.5);
      expected.append(i == 0 ? "" : ",").append("\"é").append(i).append("\",").append(i + 0.5);
    }
    json.endArray();
    assertThat(written()).isEqualTo(expected.append(']').toString());
  }

  @Test
  void writing_failingStream_passesItsExceptionOn() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatIOException()
        .isThrownBy(() -> new JsonWriter(full).value(1.5).flush())
        .withMessage("disk full");
  }

  private interface Writing {
    void on(JsonWriter json) throws IOException;
  }

  private static JsonReader readBack(Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JsonWriter json = new JsonWriter(bytes);
    writing.on(json);
    json.flush();
    return new JsonReader(new ByteArrayInputStream(bytes.toByteArray()), "test");
  }

  private String written() throws IOException {
    json.flush();
    return out.toString(UTF_8);
  }
}
