package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Export and import through the tracker. Comments tell what the Python ancestor does where it is
 * wrong.
 */
class TrackerPersistenceTest {
  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private final BayesianTrustTracker tracker = newTracker();
  private Path file;

  private BayesianTrustTracker newTracker() {
    return new BayesianTrustTracker(TrustConfig.builder().clock(clock).build());
  }

  @BeforeEach
  void setUp() {
    file = folder.resolve("state.json");
    tracker.update("a", true, 2.5);
    tracker.update("a", false, 0.1);
    tracker.update("b", false);
    tracker.addPendingUpdate("a", true);
  }

  @AfterEach
  void trackerIsConsistent() {
    TrackerAssert.assertThat(tracker).isConsistent();
  }

  @Test
  void importFromFile_exported_isTheSameToTheLastBit() throws IOException {
    tracker.exportToFile(file);
    BayesianTrustTracker other = newTracker();
    other.update("stays", true);
    assertThat(other.importFromFile(file)).isTrue();

    assertThat(other.snapshot()).isEqualTo(tracker.snapshot());
    assertThat(other.keys()).containsExactly("a", "b");
    assertThat(other.getHistory("a")).isEqualTo(tracker.getHistory("a"));
    assertThat(other.getTimeSinceUpdate("a")).isEqualTo(tracker.getTimeSinceUpdate("a"));
  }

  @Test
  void exportToFile_updatesPending_areInTheFile() throws IOException {
    tracker.exportToFile(file);
    assertThat(tracker.pendingSize()).isZero();
    assertThat(TrustSnapshot.read(file).posterior("a").alpha()).isEqualTo(4.5);
  }

  @Test
  void importFromFile_noSuchFile_isFalseAndChangesNothing() throws IOException {
    assertThat(tracker.importFromFile(file)).isFalse();
    assertNothingChanged();
  }

  /** The ancestor clears its state first: after each of these it knows no key any more. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "not json",
        "{\"stats\":{\"x\":[2,1]}",
        "{\"stats\":{\"x\":[2,1],}}",
        "{\"stats\":{\"x\":[2]}}",
        "{\"stats\":{\"x\":[NaN,1]}}",
        "{\"stats\":{\"x\":[0,1]}}",
        "{\"stats\":{\"x\":[2,1]},\"last_update\":{\"x\":\"today\"}}",
        "{\"stats\":{\"x\":[2,1]},\"timestamps\":{\"x\":{\"times\":[1],\"values\":[]}}}",
        "{\"stats\":{\"x\":[2,1]},\"stats\":{}}",
        "{\"format\":\"bayesian-trust-tracker\",\"version\":2,\"stats\":{}}"
      })
  void importFromFile_badFile_isRefusedAndChangesNothing(String content) throws IOException {
    Files.writeString(file, content);
    assertThatExceptionOfType(TrustFormatException.class)
        .isThrownBy(() -> tracker.importFromFile(file))
        .withMessageContaining(file.toString());
    assertNothingChanged();
  }

  @Test
  void importFromFile_directory_failsAndChangesNothing() {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> tracker.importFromFile(folder));
    assertNothingChanged();
  }

  private void assertNothingChanged() {
    assertThat(tracker.keys()).containsExactly("a", "b");
    assertThat(tracker.getStats("a")).isEqualTo(new BetaPosterior(3.5, 1.1, 1, 1));
    assertThat(tracker.getHistory("a").size()).isEqualTo(2);
    assertThat(tracker.pendingSize()).isEqualTo(1);
  }

  /** The ancestor applies what was pending to the state that it imported: α is 4.5. */
  @Test
  void importFromFile_updatesPending_areDropped() throws IOException {
    Files.writeString(file, "{\"stats\":{\"a\":[3.5,1]}}");
    tracker.importFromFile(file);
    assertThat(tracker.flush()).isZero();
    assertThat(tracker.getStats("a").alpha()).isEqualTo(3.5);
  }

  /** The ancestor leaves state.json.tmp behind. */
  @Test
  void exportToFile_targetIsADirectory_failsAndLeavesNothing() throws IOException {
    Files.createDirectories(file.resolve("inner"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> tracker.exportToFile(file))
        .withMessageContaining(file.toString());
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
    assertThat(tracker.getStats("a").alpha()).as("flushed, and kept").isEqualTo(4.5);
  }

  /** The ancestor's sums become infinite and its trust NaN; its file says Infinity, which is no JSON. */
  @Test
  void exportToFile_evidenceBeyondTheLargestDouble_writesNumbersThatCanBeRead() throws IOException {
    IntStream.range(0, 5).forEach(i -> tracker.update("a", true, Double.MAX_VALUE));
    IntStream.range(0, 5).forEach(i -> tracker.update("a", false, Double.MAX_VALUE));
    tracker.exportToFile(file);
    assertThat(Files.readString(file)).doesNotContain("NaN").doesNotContain("Infinity");
    BayesianTrustTracker other = newTracker();
    assertThat(other.importFromFile(file)).isTrue();
    assertThat(other.getStats("a")).isEqualTo(tracker.getStats("a"));
  }

  /** Two of the ancestor's exporters write to one temporary file, and move what both wrote. */
  @Test
  void exportToFile_byTwoTrackers_theFileIsWholeAtEachInstant() throws Exception {
    BayesianTrustTracker other = newTracker();
    IntStream.range(0, 300).forEach(i -> other.update("key " + i, true));
    tracker.exportToFile(file);
    new Race()
        .run(40, round -> tracker.exportToFile(file))
        .run(40, round -> other.exportToFile(file))
        .meanwhile(round -> assertThat(TrustSnapshot.read(file).size()).isIn(2, 300))
        .start();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void importFromFile_updatesGoOn_noneBeforeItIsLeftAndNoneAfterItIsLost() throws Exception {
    tracker.exportToFile(file);
    new Race()
        .run(
            200,
            round -> {
              tracker.importFromFile(file);
              tracker.update("mine", true);
              assertThat(tracker.getSampleSize("mine")).isEqualTo(1);
            })
        .meanwhile(round -> tracker.update("other" + round % 7, true))
        .meanwhile(
            round ->
                assertThat(tracker.getTrustBatch(List.of("a", "b")))
                    .containsEntry("a", 4.5 / 5.6)
                    .containsEntry("b", 1.0 / 3))
        .start();
  }
}
