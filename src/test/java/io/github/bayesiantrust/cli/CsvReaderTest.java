package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {

  @Test
  void next_plainRows_fieldsAndLines() throws Exception {
    assertThat(rows("a,b\n1,2\n")).containsExactly("1:[a][b]", "2:[1][2]");
  }

  @Test
  void next_emptyInput_noRow() throws Exception {
    assertThat(rows("")).isEmpty();
    assertThat(rows("\uFEFF")).isEmpty();
  }

  @Test
  void next_noLineEndAtTheEnd_lastRowIsRead() throws Exception {
    assertThat(rows("a,b\n1,")).containsExactly("1:[a][b]", "2:[1][]");
    assertThat(rows("a\n\"x\"")).containsExactly("1:[a]", "2:[x]");
  }

  @Test
  void next_lineEndsOfEachKind_countOnce() throws Exception {
    assertThat(rows("a\r\nb\rc\nd\r\n")).containsExactly("1:[a]", "2:[b]", "3:[c]", "4:[d]");
  }

  @Test
  void next_blankLines_skippedAndCounted() throws Exception {
    assertThat(rows("\n\r\na\n \t\n\nb\n\n")).containsExactly("3:[a]", "6:[b]");
  }

  @Test
  void next_onlyAQuotedEmptyField_isNoBlankLine() throws Exception {
    assertThat(rows("\"\"\n")).containsExactly("1:[]");
  }

  @Test
  void next_quotedField_commasQuotesAndLineEndsAreText() throws Exception {
    assertThat(rows("\"a,b\",\"say \"\"hi\"\"\",\"x\ny\r\nz\rw\"\nnext\n"))
        .containsExactly("1:[a,b][say \"hi\"][x\ny\r\nz\rw]", "5:[next]");
  }

  @Test
  void next_manyFields_allAreRead() throws Exception {
    assertThat(rows("1,2,3,4,5,6,7,8,9,10,,\n"))
        .containsExactly("1:[1][2][3][4][5][6][7][8][9][10][][]");
  }

  @Test
  void next_byteOrderMark_skippedAtTheStartOnly() throws Exception {
    assertThat(rows("\uFEFFa\n\uFEFFb\n")).containsExactly("1:[a]", "2:[\uFEFFb]");
  }

  @Test
  void next_startsLikeAByteOrderMark_isKept() throws Exception {
    assertThat(rows("\uFF21,b")).containsExactly("1:[\uFF21][b]");
  }

  @Test
  void next_longerUtf8_isDecoded() throws Exception {
    assertThat(rows("é,日本,😀\n")).containsExactly("1:[é][日本][😀]");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 7, 16, 17})
  void next_smallBuffer_sameRows(int bufferSize) throws Exception {
    String csv = "\uFEFFké,\"v \"\"1\"\"\"\r\n\r\n\"a\r\nb\",日\rx,\"\"\n\"\"\"\",y";
    assertThat(rows(csv, bufferSize)).isEqualTo(rows(csv)).hasSize(4);
  }

  @Test
  void next_streamOfSingleBytes_sameRows() throws Exception {
    String csv = "\uFEFFa,\"b\"\"\"\r\nc,d";
    InputStream drops =
        new FilterInputStream(new ByteArrayInputStream(csv.getBytes(UTF_8))) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(1, length));
          }
        };
    assertThat(rows(new CsvReader(drops))).isEqualTo(rows(csv));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b,1", "\"a\"b,1", "\"a\" ,1", "\"a\"\"b\" \"c\",1"})
  void next_misplacedQuote_badRowThenGoesOn(String row) throws Exception {
    CsvReader reader = reader("h\n" + row + "\nnext\n");
    assertThat(reader.next()).isTrue();
    BadRowException e = catchThrowableOfType(BadRowException.class, reader::next);
    assertThat(e.describe("f")).startsWith("f: line 2: ").contains("quote");
    assertThat(e.isSkippable()).isTrue();
    assertThat(rows(reader)).containsExactly("3:[next]");
  }

  @Test
  void next_quoteNeverClosed_fatalWithTheLineOfTheRow() throws Exception {
    CsvReader reader = reader("h\n\nx,\"a\nb\n");
    assertThat(reader.next()).isTrue();
    BadRowException e = catchThrowableOfType(BadRowException.class, reader::next);
    assertThat(e.describe("f"))
        .isEqualTo("f: line 3: a quote that opens in this row is never closed");
    assertThat(e.isSkippable()).isFalse();
  }

  @Test
  void next_latin1_badRowThenGoesOn() throws Exception {
    CsvReader reader =
        new CsvReader(new ByteArrayInputStream("ok\ncaf\u00e9,1\nnext\n".getBytes(ISO_8859_1)));
    assertThat(reader.next()).isTrue();
    assertThatThrownBy(reader::next).hasMessage("the row is not valid UTF-8");
    assertThat(rows(reader)).containsExactly("3:[next]");
  }

  @Test
  void next_sequenceBrokenByAComma_badRow() {
    byte[] csv = {'a', (byte) 0xC3, ',', (byte) 0xA9, '\n'};
    assertThatThrownBy(new CsvReader(new ByteArrayInputStream(csv))::next)
        .isInstanceOf(BadRowException.class);
  }

  @Test
  void next_overlongEncodingOrSurrogate_badRow() {
    byte[][] inputs = {
      {(byte) 0xC0, (byte) 0xAF}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {'x', (byte) 0xE6}
    };
    for (byte[] csv : inputs) {
      assertThatThrownBy(new CsvReader(new ByteArrayInputStream(csv))::next)
          .isInstanceOf(BadRowException.class);
    }
  }

  @Test
  void next_rowUpToTheLimit_isRead() throws Exception {
    String longest = "x".repeat(CsvReader.MAX_ROW - 1);
    assertThat(rows(longest + "\ny\n")).containsExactly("1:[" + longest + "]", "2:[y]");
  }

  @Test
  void next_rowBeyondTheLimit_fatal() {
    CsvReader reader = reader("\"" + "x\n".repeat(CsvReader.MAX_ROW));
    BadRowException e = catchThrowableOfType(BadRowException.class, reader::next);
    assertThat(e).hasMessageContaining("longer than 1048576 bytes");
    assertThat(e.isSkippable()).isFalse();
  }

  private static CsvReader reader(String csv) {
    return new CsvReader(new ByteArrayInputStream(csv.getBytes(UTF_8)));
  }

  private static List<String> rows(String csv) throws IOException, BadRowException {
    return rows(reader(csv));
  }

  private static List<String> rows(String csv, int bufferSize) throws IOException, BadRowException {
    return rows(new CsvReader(new ByteArrayInputStream(csv.getBytes(UTF_8)), bufferSize));
  }

  private static List<String> rows(CsvReader reader) throws IOException, BadRowException {
    List<String> rows = new ArrayList<>();
    while (reader.next()) {
      StringBuilder row = new StringBuilder(reader.line() + ":");
      for (int i = 0; i < reader.size(); i++) {
        row.append('[').append(reader.text(i)).append(']');
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
