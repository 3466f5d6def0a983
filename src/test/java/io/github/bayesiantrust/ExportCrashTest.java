package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills processes while they export, at random instants. Each export is of one generation: all keys
 * have the same evidence. The profile {@code crash} kills many more.
 */
@Tag("crash")
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ExportCrashTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 4);
  private static final int KEYS = 5_000;
  private static final long LONGEST_LIFE_NANOS = 150_000_000;

  @TempDir private Path directory;
  private Path file;
  private final Random random = new Random(41);

  @Test
  void kill_oneExporter_leavesWhatItSaidOrOneMore() throws Exception {
    file = directory.resolve("state.json");
    int leftovers = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long said = killed(start(1));
      long found = generation();
      assertThat(found).as("kill %d, after it had said %d", kill, said).isBetween(said, said + 1);
      leftovers += files().size() > 1 ? 1 : 0;
    }
    new BayesianTrustTracker().exportToFile(file);
    assertThat(files()).containsExactly("state.json");
    System.out.printf(
        "%d exporters killed, %d of them in the middle of an export; the file was whole each time%n",
        KILLS, leftovers);
  }

  @Test
  void kill_oneOfTwoExporters_leavesAWholeFileAndTheOtherAtWork() throws Exception {
    file = directory.resolve("state.json");
    for (int kill = 0; kill < Math.max(1, KILLS / 4); kill++) {
      try (ChildJvm one = start(1);
          ChildJvm other = start(1_000_000)) {
        killed(one);
        generation();
        assertThat(other.line()).as("the other goes on").isNotNull();
        assertThat(other.line()).isNotNull();
        killed(other);
        generation();
      }
    }
    new BayesianTrustTracker().exportToFile(file);
    assertThat(files()).containsExactly("state.json");
  }

  private ChildJvm start(int firstGeneration) throws IOException {
    return ChildJvm.start(List.of(), Exporter.class, file, firstGeneration);
  }

  /** Kills a process some time after its first export; returns the last generation that it said. */
  private long killed(ChildJvm exporter) throws Exception {
    try (exporter) {
      long said = Long.parseLong(exporter.line());
      LockSupport.parkNanos(random.nextLong(LONGEST_LIFE_NANOS));
      exporter.kill();
      for (String line : exporter.lines()) {
        said = Long.parseLong(line);
      }
      return said;
    }
  }

  /** The generation of the file, which must be of one and whole. */
  private long generation() throws IOException {
    TrustSnapshot snapshot = TrustSnapshot.read(file);
    assertThat(snapshot.keys()).hasSize(KEYS);
    return (long)
        snapshot.keys().stream()
            .mapToDouble(key -> snapshot.posterior(key).alpha() - 1)
            .reduce((a, b) -> a == b ? a : Double.NaN)
            .orElseThrow();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  /** Exports one generation after the other, and says which one is done. */
  static final class Exporter {
    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      for (int generation = Integer.parseInt(arguments[1]); ; generation++) {
        BayesianTrustTracker tracker = new BayesianTrustTracker();
        for (int i = 0; i < KEYS; i++) {
          tracker.update("key-" + i, true, generation);
        }
        tracker.exportToFile(file);
        System.out.println(generation);
      }
    }
  }
}
