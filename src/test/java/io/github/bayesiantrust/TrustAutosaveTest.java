package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustAutosaveTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final BayesianTrustTracker tracker = new BayesianTrustTracker();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<Exception> failures = new ArrayList<>();

  private Path file() {
    return folder.resolve("trust.json");
  }

  private Path beside(String suffix) {
    return Path.of(file() + suffix);
  }

  private TrustAutosave start() throws IOException {
    return TrustAutosave.start(tracker, file(), INTERVAL, failures::add, scheduler);
  }

  private double saved(Path file, String key) throws IOException {
    return TrustSnapshot.read(file).posterior(key).successes();
  }

  // Saving

  @Test
  void run_nothingChanged_savesNothing() throws IOException {
    start();
    scheduler.runNext();
    assertThat(file()).doesNotExist();
    assertThat(scheduler.delay()).isEqualTo(INTERVAL);
    assertThat(failures).isEmpty();
  }

  @Test
  void run_changed_savesOnce() throws IOException {
    start();
    tracker.update("a", true);
    scheduler.runNext();
    assertThat(saved(file(), "a")).isEqualTo(1);
    Files.delete(file());
    scheduler.runNext();
    assertThat(file()).doesNotExist();
    tracker.update("a", true);
    scheduler.runNext();
    assertThat(saved(file(), "a")).isEqualTo(2);
    assertThat(scheduler.delay()).isEqualTo(INTERVAL);
  }

  @Test
  void run_pendingUpdates_areFlushedAndSaved() throws IOException {
    start();
    tracker.addPendingUpdate("a", true);
    scheduler.runNext();
    assertThat(saved(file(), "a")).isEqualTo(1);
  }

  @Test
  void start_trackerChangedBeforeAndNoFile_isSaved() throws IOException {
    tracker.update("a", true);
    start();
    scheduler.runNext();
    assertThat(saved(file(), "a")).isEqualTo(1);
  }

  @Test
  void run_saves_keepsTheFileBefore() throws IOException {
    start();
    for (int i = 1; i <= 3; i++) {
      tracker.update("a", true);
      scheduler.runNext();
    }
    assertThat(saved(file(), "a")).isEqualTo(3);
    assertThat(saved(beside(".previous"), "a")).isEqualTo(2);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file(), beside(".previous"));
    }
  }

  @Test
  void close_changed_savesOnceMore() throws IOException {
    TrustAutosave autosave = start();
    tracker.update("a", true);
    autosave.close();
    assertThat(saved(file(), "a")).isEqualTo(1);
    assertThat(scheduler.isClosed()).isTrue();
    Files.delete(file());
    autosave.close();
    assertThat(file()).doesNotExist();
  }

  @Test
  void close_nothingChanged_savesNothing() throws IOException {
    start().close();
    assertThat(file()).doesNotExist();
  }

  @Test
  void close_fails_throws() throws IOException {
    TrustAutosave autosave = start();
    tracker.update("a", true);
    Files.createDirectory(file());
    assertThatIOException().isThrownBy(autosave::close).withMessageContaining("trust.json");
    assertThat(scheduler.isClosed()).isTrue();
  }

  @Test
  void twoAutosaves_ofOneTracker_eachSavesAll() throws IOException {
    ManualScheduler otherScheduler = new ManualScheduler();
    Path other = folder.resolve("other.json");
    start();
    TrustAutosave.start(tracker, other, INTERVAL, failures::add, otherScheduler);
    for (int i = 1; i <= 3; i++) {
      tracker.update("a", true);
      scheduler.runNext();
      otherScheduler.runNext();
      assertThat(saved(file(), "a")).isEqualTo(i);
      assertThat(saved(other, "a")).isEqualTo(i);
    }
  }

  // Failures

  @ParameterizedTest
  @CsvSource({"PT30S, PT1S PT2S PT4S PT8S PT16S PT32S PT1M PT1M",
      "PT0.1S, PT0.1S PT0.2S PT0.4S PT0.8S PT1.6S PT3.2S PT6.4S PT12.8S",
      "PT3M, PT1S PT2S PT4S PT8S PT16S PT32S PT1M4S PT2M8S PT3M PT3M"})
  void run_fails_isToldAndTriedAgainLaterAndLater(Duration interval, String delays)
      throws IOException {
    TrustAutosave.start(tracker, file(), interval, failures::add, scheduler);
    tracker.update("a", true);
    Files.createDirectory(file());
    int told = 0;
    for (String delay : delays.split(" ")) {
      scheduler.runNext();
      assertThat(failures).hasSize(++told);
      assertThat(scheduler.delay()).isEqualTo(Duration.parse(delay));
    }
    assertThat(failures.get(0)).isInstanceOf(IOException.class).hasMessageContaining("trust.json");
    Files.delete(file());
    scheduler.runNext();
    assertThat(saved(file(), "a")).isEqualTo(1);
    assertThat(scheduler.delay()).isEqualTo(interval);
    Files.delete(file());
    Files.createDirectory(file());
    tracker.update("a", true);
    scheduler.runNext();
    assertThat(scheduler.delay()).as("from the start").isEqualTo(
        Duration.parse(delays.split(" ")[0]));
  }

  @Test
  void run_handlerFails_goesOn() throws IOException {
    TrustAutosave.start(
        tracker,
        file(),
        INTERVAL,
        failure -> {
          failures.add(failure);
          throw new IllegalStateException("handler");
        },
        scheduler);
    tracker.update("a", true);
    Files.createDirectory(file());
    scheduler.runNext();
    assertThat(failures.get(0).getSuppressed()[0]).hasMessage("handler");
    Files.delete(file());
    scheduler.runNext();
    assertThat(saved(file(), "a")).isEqualTo(1);
  }

  @Test
  void run_handlerCloses_ends() throws IOException {
    List<TrustAutosave> autosave = new ArrayList<>();
    autosave.add(
        TrustAutosave.start(
            tracker,
            file(),
            INTERVAL,
            failure ->
                assertThatIOException().isThrownBy(() -> autosave.get(0).close()),
            scheduler));
    tracker.update("a", true);
    Files.createDirectory(file());
    scheduler.runNext();
    assertThat(scheduler.isClosed()).isTrue();
  }

  // Loading

  @Test
  void start_file_isLoaded() throws IOException {
    BayesianTrustTracker other = new BayesianTrustTracker();
    other.update("a", true);
    other.exportToFile(file());
    TrustAutosave autosave = start();
    assertThat(tracker.getSampleSize("a")).isEqualTo(1);
    assertThat(autosave.loadedFrom()).contains(file());
    Files.delete(file());
    scheduler.runNext();
    assertThat(file()).as("loading is no change").doesNotExist();
  }

  @Test
  void start_noFile_keepsTheState() throws IOException {
    tracker.update("a", true);
    assertThat(start().loadedFrom()).isEmpty();
    assertThat(tracker.getSampleSize("a")).isEqualTo(1);
    assertThat(failures).isEmpty();
  }

  private void saveTwice() throws IOException {
    TrustAutosave autosave = start();
    tracker.update("a", true);
    scheduler.runNext();
    tracker.update("a", true);
    autosave.close();
  }

  @Test
  void start_fileDamaged_fallsBackAndSaysSo() throws IOException {
    saveTwice();
    Files.writeString(file(), "{\"stats\": {\"a\": [2, ");
    BayesianTrustTracker next = new BayesianTrustTracker();
    TrustAutosave autosave =
        TrustAutosave.start(next, file(), INTERVAL, failures::add, new ManualScheduler());
    assertThat(next.getSampleSize("a")).isEqualTo(1);
    assertThat(autosave.loadedFrom()).contains(beside(".previous"));
    assertThat(failures).hasSize(1).hasOnlyElementsOfType(TrustFormatException.class);
    assertThat(beside(".rejected")).hasContent("{\"stats\": {\"a\": [2, ");
    next.update("a", true);
    autosave.close();
    assertThat(saved(file(), "a")).isEqualTo(2);
    assertThat(saved(beside(".previous"), "a")).as("the good one").isEqualTo(1);
  }

  @Test
  void start_fileMissing_fallsBackAndSaysSo() throws IOException {
    saveTwice();
    Files.delete(file());
    BayesianTrustTracker next = new BayesianTrustTracker();
    TrustAutosave autosave =
        TrustAutosave.start(next, file(), INTERVAL, failures::add, new ManualScheduler());
    assertThat(autosave.loadedFrom()).contains(beside(".previous"));
    assertThat(failures).hasSize(1).hasOnlyElementsOfType(NoSuchFileException.class);
  }

  @Test
  void start_bothDamaged_isRefusedAndChangesNothing() throws IOException {
    saveTwice();
    Files.writeString(file(), "[");
    Files.writeString(beside(".previous"), "{}");
    BayesianTrustTracker next = new BayesianTrustTracker();
    next.update("mine", true);
    assertThatExceptionOfType(TrustFormatException.class)
        .isThrownBy(
            () -> TrustAutosave.start(next, file(), INTERVAL, failures::add, scheduler))
        .withMessageContaining("trust.json")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(next.keys()).containsExactly("mine");
    assertThat(file()).hasContent("[");
  }

  @Test
  void start_badArguments_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustAutosave.start(tracker, file(), Duration.ZERO))
        .withMessage("interval must be longer than zero, but is PT0S");
    assertThatNullPointerException()
        .isThrownBy(() -> TrustAutosave.start(tracker, file(), (Duration) null));
    assertThatNullPointerException()
        .isThrownBy(() -> TrustAutosave.start(tracker, file(), INTERVAL, null));
    assertThatNullPointerException().isThrownBy(() -> TrustAutosave.start(tracker, null, INTERVAL));
  }

  // With a journal

  @Test
  void journal_changed_makesACheckpoint() throws IOException {
    try (TrustJournal journal = TrustJournal.open(tracker, file(), SyncPolicy.BY_SYSTEM);
        TrustAutosave autosave =
            TrustAutosave.start(journal, INTERVAL, failures::add, scheduler)) {
      assertThat(autosave.loadedFrom()).isEmpty();
      scheduler.runNext();
      assertThat(beside(".previous")).as("recovery is no change").doesNotExist();
      tracker.update("a", true);
      assertThat(saved(file(), "a")).isZero();
      scheduler.runNext();
      assertThat(saved(file(), "a")).isEqualTo(1);
      tracker.update("a", true);
    }
    assertThat(saved(file(), "a")).isEqualTo(2);
    assertThat(failures).isEmpty();
  }

  /** With its own thread: the one thing that no manual scheduler shows. */
  @Test
  void daemon_changed_saves() throws Exception {
    CompletableFuture<Exception> told = new CompletableFuture<>();
    Files.createDirectory(file());
    TrustAutosave autosave =
        TrustAutosave.start(
            tracker,
            folder.resolve("none").resolve("trust.json"),
            Duration.ofMillis(1),
            failure -> {
              failure.addSuppressed(new Exception(String.valueOf(Thread.currentThread().isDaemon())));
              told.complete(failure);
            });
    tracker.update("a", true);
    Exception failure = told.get(60, TimeUnit.SECONDS);
    assertThat(failure.getSuppressed()[0]).hasMessage("true");
    assertThatIOException().isThrownBy(autosave::close);
  }
}
