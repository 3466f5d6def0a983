package io.github.bayesiantrust.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void parse_optionsAroundTheOperand_allAreFound() throws Exception {
    Arguments arguments = parse("--top", "5", "file.csv", "--flag", "--name=a=b");
    assertThat(arguments.operand("FILE")).isEqualTo("file.csv");
    assertThat(arguments.integer("--top", 10, 1, 100)).isEqualTo(5);
    assertThat(arguments.has("--flag")).isTrue();
    assertThat(arguments.text("--name")).contains("a=b");
  }

  @Test
  void parse_nothing_defaults() throws Exception {
    Arguments arguments = parse();
    assertThat(arguments.integer("--top", 10, 1, 100)).isEqualTo(10);
    assertThat(arguments.nonNegative("--name", 2.5)).isEqualTo(2.5);
    assertThat(arguments.has("--flag")).isFalse();
    assertThat(arguments.text("--name")).isEmpty();
    assertThat(arguments.duration("--name")).isEmpty();
    assertThat(arguments.positivePair("--name")).isEmpty();
  }

  @Test
  void parse_dashAndWordsBehindDoubleDash_areOperands() throws Exception {
    assertThat(parse("-").operand("FILE")).isEqualTo("-");
    assertThat(parse("--flag", "--", "--top").operand("FILE")).isEqualTo("--top");
  }

  @ParameterizedTest
  @CsvSource({
    "--unknown,unknown option --unknown",
    "--topp=4,unknown option --topp",
    "-x,unknown option -x",
    "--top,--top needs a value",
    "--top --flag,--top needs a value",
    "--flag=1,--flag takes no value",
    "--flag --flag,--flag stands twice",
    "--top 1 --top=2,--top stands twice",
  })
  void parse_wrongOption_refusedWithAHint(String words, String problem) {
    assertThatThrownBy(() -> parse(words.split(" ")))
        .isInstanceOf(CommandException.class)
        .hasMessage(problem + " (--help shows the usage)");
  }

  @Test
  void operand_noneOrTwo_refused() throws Exception {
    Arguments none = parse();
    assertThatThrownBy(() -> none.operand("FILE")).hasMessageStartingWith("FILE is missing");
    Arguments two = parse("a", "b");
    assertThatThrownBy(() -> two.operand("FILE")).hasMessageStartingWith("only one FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "101", "-1", "1.5", "x", "", "99999999999"})
  void integer_outsideTheRange_refused(String value) throws Exception {
    Arguments arguments = parse("--top", value);
    assertThatThrownBy(() -> arguments.integer("--top", 10, 1, 100))
        .hasMessageStartingWith(
            "--top must be a whole number from 1 to 100, but is \"" + value + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "NaN", "Infinity", "1e999", "x", ""})
  void nonNegative_outsideTheRange_refused(String value) throws Exception {
    Arguments arguments = parse("--name", value);
    assertThatThrownBy(() -> arguments.nonNegative("--name", 0))
        .hasMessageStartingWith("--name must be a finite number of at least 0, but is");
  }

  @Test
  void positivePair_twoNumbers_areRead() throws Exception {
    assertThat(parse("--name", "2,0.5").positivePair("--name").orElseThrow())
        .containsExactly(2, 0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1,", "1,2,3", "0,1", "1,-1", "NaN,1", "1;1", "", ","})
  void positivePair_other_refused(String value) throws Exception {
    Arguments arguments = parse("--name=" + value);
    assertThatThrownBy(() -> arguments.positivePair("--name"))
        .hasMessageStartingWith("--name must be two numbers above 0 such as 1,1, but is");
  }

  @ParameterizedTest
  @CsvSource({
    "45s,PT45S", "10m,PT10M", "12h,PT12H", "30d,PT720H", "1.5d,PT36H", "2w,PT336H",
    "250ms,PT0.25S", "0.5s,PT0.5S", "P30D,PT720H", "PT12H,PT12H", "p1dt1h,PT25H",
  })
  void duration_eachForm_isRead(String value, Duration expected) throws Exception {
    assertThat(parse("--name", value).duration("--name")).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0d", "-1d", "d", "30", "30 d", "1e3s", "1y", "PT0S", "-PT1H", "", "1.d", "NaNs",
        "99999999999999999999d", "0.0000000001s"})
  void duration_other_refused(String value) throws Exception {
    Arguments arguments = parse("--name=" + value);
    assertThatThrownBy(() -> arguments.duration("--name"))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("--name must be a duration above zero");
  }

  private static Arguments parse(String... words) throws CommandException {
    return Arguments.parse(List.of(words), Set.of("--top", "--name"), Set.of("--flag"));
  }
}
