package io.github.bayesiantrust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowTest {
  private static final String LATEST = "2025-06-29T23:01:16.261Z";

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"", "--prior 3,0.5", "--half-life 30d", "--half-life 12h --prior 2,2"})
  void run_exportedState_sameTablesAsTheReplay(String options) throws IOException {
    String state = dir.resolve("state.json").toString();
    Cli.Result replay = replay("src/examples/services.csv", state, options);
    Cli.Result show = Cli.run("show", state);
    assertThat(show.status()).isZero();
    assertThat(show.err()).isEmpty();
    assertThat(show.out()).startsWith("15 keys as of " + LATEST + ", last update " + LATEST + "\n");
    assertThat(tables(show)).isEqualTo(tables(replay)).hasSizeGreaterThan(15);
  }

  @Test
  void run_optionsOfTheTables_areUsed() throws IOException {
    String state = dir.resolve("state.json").toString();
    replay("src/examples/services.csv", state, "");
    Cli.Result show = Cli.run("show", "--top", "2", "--min-evidence=100", "--ascii", state);
    assertThat(show.out())
        .contains("Best 2 keys", "Worst 2 keys")
        .doesNotContain("annual-report", "█");
  }

  @Test
  void run_missingFile_status1() {
    Cli.Result result = Cli.run("show", dir.resolve("none.json").toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).endsWith("none.json: no such file or directory\n");
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void run_timesBeyondAllCalendars_areShown() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("far.json"),
            "{\"export_time\":1e300,\"stats\":{\"a\":[2,1]},\"last_update\":{\"a\":-1e300}}");
    Cli.Result result = Cli.run("show", file.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("1 key as of +1000000000-12-31T");
  }

  @Test
  void run_notAState_status2NamesTheFile() throws IOException {
    Path file = Files.writeString(dir.resolve("bad.json"), "{\"stats\":");
    Cli.Result result = Cli.run("show", file.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains("bad.json", "line 1");
  }

  @Test
  void run_stateOfNoKeys_saysSo() {
    String state = dir.resolve("empty.json").toString();
    Cli.runWithInput("key,success\n", "replay", "-", "--export", state);
    assertThat(Cli.run("show", state).out()).matches("0 keys as of \\S+\n\nno keys to show\n");
  }

  private static Cli.Result replay(String file, String state, String options) {
    Stream<String> more = Arrays.stream(options.split(" ")).filter(word -> !word.isEmpty());
    Stream<String> words = Stream.concat(Stream.of("replay", file, "--export", state), more);
    Cli.Result result = Cli.run(words.toArray(String[]::new));
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("\nexported to " + state + "\n");
    return result;
  }

  private static List<String> tables(Cli.Result result) {
    return result.out().lines().dropWhile(line -> !line.isEmpty()).toList();
  }
}
