package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeInputTest {
  private static final int BLOCKS = 200;
  private static final int ROWS = 10_000;

  @TempDir Path dir;

  /** 2,000,000 rows, 48 MB, in a heap of 16 MB. */
  @Test
  void replay_moreThanFitsIntoTheHeap_boundedMemory() throws Exception {
    Path output = dir.resolve("output");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-cp",
                classes(),
                Main.class.getName(),
                "replay",
                "-")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    feed(java.getOutputStream());
    assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output)).startsWith("2,000,000 outcomes of 97 keys in ");
    assertThat(java.exitValue()).isZero();
  }

  private static String classes() throws URISyntaxException {
    URL location = Main.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(location.toURI()).toString();
  }

  private static void feed(OutputStream stream) throws IOException {
    try (stream) {
      stream.write("key,success,weight,epoch_millis\n".getBytes(US_ASCII));
      StringBuilder block = new StringBuilder();
      for (int i = 0; i < ROWS; i++) {
        block.append("key-").append(i % 97).append(",1,1,").append(1763900000000L + i).append('\n');
      }
      byte[] bytes = block.toString().getBytes(US_ASCII);
      for (int i = 0; i < BLOCKS; i++) {
        stream.write(bytes);
      }
    }
  }
}
