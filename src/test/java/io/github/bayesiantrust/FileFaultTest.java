package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lets each operation of the file system fail in turn, during exports and imports. */
@DisabledOnOs(OS.WINDOWS)
class FileFaultTest {
  /** Enough for each part of a document to be written in more than one piece. */
  private static final int KEYS = 2_000;

  @TempDir private Path directory;
  private Path file;
  private FaultyFileSystem faulty;
  private final ManualClock clock = new ManualClock();
  private final BayesianTrustTracker tracker =
      new BayesianTrustTracker(
          TrustConfig.builder().halfLife(Duration.ofDays(1)).clock(clock).build());

  @BeforeEach
  void fill() throws IOException {
    file = directory.resolve("state.json");
    faulty = new FaultyFileSystem(directory.getFileSystem());
    for (int i = 0; i < KEYS; i++) {
      tracker.update("key-" + i, i % 3 == 0, i / 7.0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void exportToFile_anyOperationFails_leavesAWholeFileAndTheTracker(boolean exists)
      throws IOException {
    for (int n = 0; failsAt(n, exists, false); n++) {
      assertThat(files()).as("after operation %d", n).isSubsetOf("state.json");
    }
    assertThat(faulty.operations()).hasSizeGreaterThan(40);
  }

  @Test
  void exportToFile_allOperationsFailFromOneOn_leavesAWholeFile() throws IOException {
    for (int n = 0; failsAt(n, true, true); n++) {
      assertThat(faulty.hasFailed()).isTrue();
    }
  }

  /** Exports with a fault; false if that operation was not reached. */
  private boolean failsAt(int n, boolean exists, boolean lasting) throws IOException {
    deleteAll();
    byte[] old = "old".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    if (exists) {
      Files.write(file, old);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }
    TrustSnapshot before = tracker.snapshot();
    faulty.fail(n, lasting);
    Throwable thrown = catchThrowable(() -> tracker.exportToFile(faulty.wrap(file)));
    if (thrown != null) {
      assertThat(thrown).isExactlyInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot write " + file + ": ")
          .hasMessageContaining("injected");
    }
    assertThat(tracker.snapshot()).isEqualTo(before);
    boolean isOld = exists ? isOld(old) : !Files.exists(file);
    if (!isOld) {
      assertThat(TrustSnapshot.read(file)).isEqualTo(before);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo(exists ? "rw-r-----" : "rw-------");
    }
    assertThat(thrown == null && isOld).as("no failure, but the old file").isFalse();
    return faulty.hasFailed();
  }

  private boolean isOld(byte[] old) throws IOException {
    return java.util.Arrays.equals(Files.readAllBytes(file), old);
  }

  @Test
  void exportToFile_anyOperationFailsOnALink_neverReplacesIt() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("state.json"));
    boolean failed = true;
    for (int n = 0; failed; n++) {
      faulty.fail(n, false);
      catchThrowable(() -> tracker.exportToFile(faulty.wrap(link)));
      failed = faulty.hasFailed();
      assertThat(link).isSymbolicLink();
    }
    assertThat(TrustSnapshot.read(link)).isEqualTo(tracker.snapshot());
  }

  /** What makes a file survive a power cut: all written, then synced, then moved, then synced. */
  @Test
  void exportToFile_operations_areInTheDurableOrder() throws IOException {
    faulty.fail(Integer.MAX_VALUE, false);
    tracker.exportToFile(faulty.wrap(file));
    List<String> operations = faulty.operations();
    String temporary =
        operations.stream().filter(o -> o.startsWith("force .state")).findAny().orElseThrow();
    String name = temporary.substring("force ".length());
    int moved = operations.indexOf("move state.json");
    assertThat(operations.lastIndexOf("write " + name)).isBetween(0, operations.indexOf(temporary));
    assertThat(operations.lastIndexOf("transfer " + name)).isLessThan(operations.indexOf(temporary));
    assertThat(operations.indexOf(temporary)).isLessThan(moved);
    assertThat(operations.indexOf("force " + directory.getFileName())).isGreaterThan(moved);
  }

  @Test
  void importFromFile_anyOperationFails_changesNothing() throws IOException {
    tracker.exportToFile(file);
    BayesianTrustTracker other = new BayesianTrustTracker(TrustConfig.builder().clock(clock).build());
    other.update("mine", true);
    TrustSnapshot before = other.snapshot();
    faulty.fail(0, false);
    int n = 0;
    for (Throwable thrown = imported(other); thrown != null; thrown = imported(other)) {
      assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining(file.toString())
          .hasMessageContaining("injected");
      assertThat(other.snapshot()).isEqualTo(before);
      faulty.fail(++n, false);
    }
    assertThat(n).isGreaterThan(3);
    assertThat(other.contains("mine")).isFalse();
  }

  private Throwable imported(BayesianTrustTracker other) {
    return catchThrowable(() -> other.importFromFile(faulty.wrap(file)));
  }

  private void deleteAll() throws IOException {
    for (String name : files()) {
      Files.delete(directory.resolve(name));
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.map(path -> path.getFileName().toString()).toList());
    }
  }
}
