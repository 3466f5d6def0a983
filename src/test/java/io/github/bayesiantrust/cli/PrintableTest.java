package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
  private final Printable unicode = new Printable(UTF_8);
  private final Printable ascii = new Printable(US_ASCII);

  @Test
  void escape_ordinaryText_isKept() {
    assertThat(unicode.escape("payments-api é 日本 😀 C:\\x")).isEqualTo("payments-api é 日本 😀 C:\\x");
  }

  @Test
  void escape_controlCharacters_areEscaped() {
    assertThat(unicode.escape("\u001b[31m\n\r\t\0\u007f\u009b"))
        .isEqualTo("\\u001b[31m\\n\\r\\t\\u0000\\u007f\\u009b");
  }

  @Test
  void escape_charactersThatHideOrTurnText_areEscaped() {
    assertThat(unicode.escape("a\u202eb\u200bc\u2028d\ufeff"))
        .isEqualTo("a\\u202eb\\u200bc\\u2028d\\ufeff");
    assertThat(unicode.escape(new String(Character.toChars(0xE0041)))).isEqualTo("\\u{e0041}");
  }

  @Test
  void escape_loneSurrogate_isEscaped() {
    assertThat(unicode.escape("a\ud800b")).isEqualTo("a\\ud800b");
  }

  @Test
  void escape_beyondTheCharset_isEscaped() {
    assertThat(ascii.escape("é😀")).isEqualTo("\\u00e9\\u{1f600}");
  }

  @ParameterizedTest
  @CsvSource({"abcdefgh,8,abcdefgh", "abcdefghi,8,abcd…ghi", "abcdefghij,5,ab…ij", "ab,2,ab"})
  void shorten_width_middleGoes(String text, int width, String expected) {
    assertThat(unicode.shorten(text, width)).isEqualTo(expected);
  }

  @Test
  void shorten_ascii_threeDots() {
    assertThat(ascii.shorten("abcdefghijkl", 9)).isEqualTo("abc...jkl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"日本語日本語日本語日本語", "a日b本c語d日e本f語g", "😀😀😀😀😀😀😀", "é\u0301x\u0301abcdefghijkl"})
  void shorten_wideCharacters_neverWiderNorSplit(String text) {
    for (int width = 2; width < 12; width++) {
      String shortened = unicode.shorten(text, width);
      assertThat(Printable.width(shortened)).isBetween(width - 2, width);
      assertThat(UTF_8.newEncoder().canEncode(shortened)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"'',0", "abc,3", "é,1", "e\u0301,1", "日本,4", "한국,4", "😀,2", "▁█…,3", "Ａ,2"})
  void width_text_columns(String text, int expected) {
    assertThat(Printable.width(text)).isEqualTo(expected);
  }
}
