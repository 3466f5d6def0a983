package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000;
  private static final long STEP = 1 << 14;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long now = -SECOND;

  @Test
  void at_longRunWatched_countsNowAndThen() {
    Progress progress = progress(true);
    for (long n = 1; n <= 4 * STEP; n++) {
      now += n % STEP == 0 ? SECOND / 4 : 0;
      progress.at(n);
    }
    progress.end();
    String wiped = "\r" + " ".repeat("65,536 outcomes ...".length()) + "\r";
    assertThat(printed()).isEqualTo("\r32,768 outcomes ...\r65,536 outcomes ..." + wiped);
  }

  @Test
  void at_shortRun_nothing() {
    Progress progress = progress(true);
    progress.at(STEP);
    progress.end();
    assertThat(printed()).isEmpty();
  }

  @Test
  void at_nobodyWatches_nothing() {
    Progress progress = progress(false);
    now += 10 * SECOND;
    progress.at(STEP);
    progress.end();
    assertThat(printed()).isEmpty();
  }

  private Progress progress(boolean interactive) {
    PrintStream stream = new PrintStream(err, true, UTF_8);
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), stream, stream, UTF_8, () -> interactive);
    return new Progress(terminal, () -> now);
  }

  private String printed() {
    return err.toString(UTF_8);
  }
}
