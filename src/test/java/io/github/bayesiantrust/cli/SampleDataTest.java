package io.github.bayesiantrust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {
  private static final Path SAMPLE = Path.of("src/examples/services.csv");

  @TempDir Path dir;

  @Test
  void generator_run_writesTheCommittedBytes() throws Exception {
    Path output = dir.resolve("services.csv");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "src/examples/GenerateServices.java")
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(java.exitValue()).isZero();
    assertThat(output).hasSameBinaryContentAs(SAMPLE);
  }

  @Test
  void sample_size_fitsARepository() throws IOException {
    assertThat(Files.size(SAMPLE)).isLessThan(400_000);
    assertThat(Files.readAllLines(SAMPLE)).hasSizeBetween(6_000, 10_000);
  }

  @Test
  void replay_halfLife_recoveringServiceOvertakesTheDegradingOne() {
    String forever = Cli.run("replay", SAMPLE.toString()).out();
    String fading = Cli.run("replay", SAMPLE.toString(), "--half-life", "30d").out();
    assertThat(forever).containsSubsequence("\nrecommendations", "\ninventory-sync");
    assertThat(fading).containsSubsequence("\ninventory-sync", "\nrecommendations");
    assertThat(trust(fading, "recommendations"))
        .isLessThan(trust(forever, "recommendations") - 0.1);
    assertThat(trust(fading, "inventory-sync"))
        .isGreaterThan(trust(forever, "inventory-sync") + 0.1);
  }

  @Test
  void replay_halfLife_recoveringAndDegradingServiceStandOut() {
    for (String top : new String[] {"3", "10"}) {
      String out = Cli.run("replay", SAMPLE.toString(), "--half-life", "30d", "--top", top).out();
      assertThat(out.lines().dropWhile(line -> !line.startsWith("Changed")).skip(2))
          .satisfiesExactly(
              row -> assertThat(row).startsWith("inventory-sync ").contains(" ▲  ▁▁▁▁▂▂▂▂▂▃▃▄▅▅▆▆▇▇▇▇"),
              row -> assertThat(row).startsWith("recommendations ").contains(" ▼  ▇██"));
    }
  }

  @Test
  void readme_excerpt_isWhatReplayPrints() throws IOException {
    String out = Cli.run("replay", SAMPLE.toString(), "--half-life", "30d").out();
    assertThat(Files.readString(Path.of("README.md")))
        .contains("```\n" + out.substring(out.indexOf("Changed")) + "```\n");
  }

  private static double trust(String out, String key) {
    String row = out.lines().filter(line -> line.startsWith(key)).findFirst().orElseThrow();
    return Double.parseDouble(row.split(" +")[1]);
  }
}
