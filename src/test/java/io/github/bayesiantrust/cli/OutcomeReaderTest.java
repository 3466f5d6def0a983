package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bayesiantrust.TrustUpdate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeReaderTest {
  private static final String HEADER = "key,success,weight,epoch_millis\n";

  @Test
  void next_allColumns_outcome() throws Exception {
    OutcomeReader reader = reader(HEADER + "u2,1,0.4,1289241911728\n");
    assertThat(reader.isTimed()).isTrue();
    assertThat(reader.next())
        .isEqualTo(new TrustUpdate("u2", true, 0.4, Instant.ofEpochMilli(1289241911728L)));
    assertThat(reader.next()).isNull();
  }

  @Test
  void next_requiredColumnsOnly_weightOneAndNoTime() throws Exception {
    OutcomeReader reader = reader("key,success\na,0\n");
    assertThat(reader.isTimed()).isFalse();
    assertThat(reader.next()).isEqualTo(new TrustUpdate("a", false, 1, null));
  }

  @Test
  void next_columnsInOtherOrderAndCaseAndMore_areFound() throws Exception {
    OutcomeReader reader = reader(" Epoch_Millis ,note,SUCCESS,\"Key\",Weight\n7,\"x,y\",no,k,2\n");
    assertThat(reader.next())
        .isEqualTo(new TrustUpdate("k", false, 2, Instant.ofEpochMilli(7)));
  }

  @ParameterizedTest
  @CsvSource({
    "1,true", "true,true", "TRUE,true", "Yes,true", "pass,true", "' PASS ',true",
    "0,false", "false,false", "False,false", "NO,false", "fail,false", "Fail,false"
  })
  void next_successInEachForm_isRead(String text, boolean expected) throws Exception {
    assertThat(first("a," + text + ",1,0").success()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'',1", "' ',1", "0,0", "2,2", "0.25,0.25", "1e-3,0.001", "' 3.5 ',3.5", "+2,2", ".5,0.5"
  })
  void next_weightInEachForm_isRead(String text, double expected) throws Exception {
    assertThat(first("a,1," + text + ",0").weight()).isEqualTo(expected);
  }

  @Test
  void next_timeBeforeTheEpoch_isRead() throws Exception {
    assertThat(first("a,1,1,-1").at()).isEqualTo(Instant.ofEpochMilli(-1));
  }

  @Test
  void next_rowEndsBeforeOptionalColumns_defaults() throws Exception {
    assertThat(reader("key,success,weight\na,1\n").next())
        .isEqualTo(new TrustUpdate("a", true, 1, null));
  }

  @Test
  void next_keyWithSpacesAndQuotes_isVerbatim() throws Exception {
    assertThat(first("\" a \"\"b\"\"\nc \",1,1,0").key()).isEqualTo(" a \"b\"\nc ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,maybe,1,0|success must be 1/0, true/false, yes/no or pass/fail, but is \"maybe\"",
        "a,,1,0|success must be 1/0, true/false, yes/no or pass/fail, but is \"\"",
        "a|success must be 1/0, true/false, yes/no or pass/fail, but is \"\"",
        "a,1,-1,0|weight must be a finite number of at least 0, but is \"-1\"",
        "a,1,NaN,0|weight must be a finite number of at least 0, but is \"NaN\"",
        "a,1,Infinity,0|weight must be a finite number of at least 0, but is \"Infinity\"",
        "a,1,1e999,0|weight must be a finite number of at least 0, but is \"1e999\"",
        "a,1,1f,0|weight must be a finite number of at least 0, but is \"1f\"",
        "a,1,0x1p3,0|weight must be a finite number of at least 0, but is \"0x1p3\"",
        "a,1,1-2,0|weight must be a finite number of at least 0, but is \"1-2\"",
        "a,1,1,|epoch_millis must be a whole number of milliseconds, but is \"\"",
        "a,1|epoch_millis must be a whole number of milliseconds, but is \"\"",
        "a,1,1,1.5|epoch_millis must be a whole number of milliseconds, but is \"1.5\"",
        "a,1,1,9999999999999999999"
            + "|epoch_millis must be a whole number of milliseconds, but is \"9999999999999999999\"",
        ",1,1,0|key is empty",
        "a,1,1,0,5|the row has 5 fields, but the header line 4",
      })
  void next_badRow_reasonAndLineThenGoesOn(String row, String reason) throws Exception {
    OutcomeReader reader = reader(HEADER + "a,1,1,0\n" + row + "\nb,1,1,0\n");
    reader.next();
    BadRowException e = catchThrowableOfType(BadRowException.class, reader::next);
    assertThat(e.describe("f.csv")).isEqualTo("f.csv: line 3: " + reason);
    assertThat(e.isSkippable()).isTrue();
    assertThat(reader.next().key()).isEqualTo("b");
  }

  @Test
  void next_badCellWithControlCharacters_escapedAndShortened() {
    OutcomeReader reader = open("key,success\na,\"\u001b[2J" + "x".repeat(1000) + "\"\n");
    assertThat(catchThrowableOfType(BadRowException.class, reader::next).getMessage())
        .contains("but is \"\\u001b[2Jxxx")
        .hasSizeLessThan(150);
  }

  @Test
  void next_rowAfterAQuotedLineEnd_physicalLine() {
    OutcomeReader reader = open("key,success\n\"a\nb\",1\nc,?\n");
    assertThat(catchThrowableOfType(BadRowException.class, () -> readAll(reader)).describe("f"))
        .startsWith("f: line 4: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "u2,1,0.4\n", "key,weight\n", "success\n", "key;success\n"})
  void open_headerWithoutTheColumns_refused(String csv) {
    BadRowException e = catchThrowableOfType(BadRowException.class, () -> reader(csv));
    assertThat(e.describe("f")).startsWith("f: line 1: ").contains("header line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key,success,KEY", "key,success,weight,weight"})
  void open_columnNamedTwice_refused(String header) {
    assertThat(catchThrowableOfType(BadRowException.class, () -> reader(header)))
        .hasMessageContaining("twice");
  }

  private static TrustUpdate first(String row) throws IOException, BadRowException {
    return reader(HEADER + row + "\n").next();
  }

  private static void readAll(OutcomeReader reader) throws IOException, BadRowException {
    TrustUpdate outcome;
    do {
      outcome = reader.next();
    } while (outcome != null);
  }

  private static OutcomeReader open(String csv) {
    try {
      return reader(csv);
    } catch (IOException | BadRowException e) {
      throw new AssertionError(e);
    }
  }

  private static OutcomeReader reader(String csv) throws IOException, BadRowException {
    return new OutcomeReader(new CsvReader(new ByteArrayInputStream(csv.getBytes(UTF_8))));
  }
}
