package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "replay --help", "show -h"})
  void run_help_printsUsage(String words) {
    Cli.Result result = Cli.run(words.split(" "));
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("replay FILE", "show FILE", "--version", "Exit status", "epoch_millis");
    for (String option : Replay.VALUED) {
      assertThat(result.out()).contains(option + " ");
    }
    for (String flag : Replay.FLAGS) {
      assertThat(result.out()).contains(flag + " ");
    }
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void run_version_printsNameAndVersion() {
    Cli.Result result = Cli.run("--version");
    assertThat(result.status()).isZero();
    assertThat(result.out()).matches("bayesian-trust-tracker \\S.*\n");
    assertThat(result.out()).doesNotContain("null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "frobnicate", "replay", "show", "replay a b", "show a b", "replay --nope f",
        "replay f --top 0", "show f --export x", "show f --half-life 3d", "replay f --export -",
        "replay f --export=", "replay f --min-evidence -1", "replay f --prior 0,1",
        "replay f --half-life never", "replay f --history -1"})
  void run_wrongUsage_status2AndOneLine(String words) {
    Cli.Result result = Cli.run(words.isEmpty() ? new String[0] : words.split(" "));
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("bayesian-trust-tracker: ").contains("--help");
    assertThat(result.err().lines()).hasSize(1);
  }

  @Test
  void run_messageWithControlCharacters_oneHarmlessLine() {
    Cli.Result result = Cli.run("replay", "no\n\u001b[31mfile");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("bayesian-trust-tracker: no\\n\\u001b[31mfile: no such file or directory\n");
  }

  @Test
  void run_outputFails_status1() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            new String[] {"--help"},
            InputStream.nullInputStream(),
            new PrintStream(full, false, UTF_8),
            new PrintStream(err, true, UTF_8));
    assertThat(status).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("the output can't be written");
  }

  @Test
  void run_unexpectedException_status1WithoutAStackTrace() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("broken\nstream");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            new String[] {"replay", "-"},
            broken,
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
            new PrintStream(err, true, UTF_8));
    assertThat(status).isEqualTo(1);
    assertThat(err.toString(UTF_8).lines())
        .containsExactly(
            "bayesian-trust-tracker: internal error: "
                + "java.lang.IllegalStateException: broken\\nstream");
  }
}
