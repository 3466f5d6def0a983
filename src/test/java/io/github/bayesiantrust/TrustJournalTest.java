package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustJournalTest {
  private static final TrustConfig CONFIG = TrustConfig.defaults();

  @TempDir Path folder;

  private final BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
  private final List<TrustJournal> open = new ArrayList<>();

  private JournalFolder files() {
    return new JournalFolder(folder);
  }

  private TrustJournal open() throws IOException {
    return noted(files().open(tracker, SyncPolicy.EVERY_RECORD));
  }

  private TrustJournal noted(TrustJournal journal) {
    open.add(journal);
    return journal;
  }

  @AfterEach
  void closeAll() throws IOException {
    for (TrustJournal journal : open) {
      journal.close();
    }
    TrackerAssert.assertThat(tracker).withClockSetBack().isConsistent();
  }

  @Test
  void open_noFiles_isEmptyAndMakesThem() throws IOException {
    tracker.update("before", true);
    TrustJournal journal = open();
    assertThat(tracker.keys()).isEmpty();
    assertThat(journal.recovery())
        .isEqualTo(new TrustJournal.Recovery(Optional.empty(), 0, 0, List.of()));
    assertThat(files().names())
        .containsExactly("trust.json", "trust.json.1.journal", "trust.json.journal.lock");
    assertThat(TrustSnapshot.read(files().snapshot()).keys()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().newestSegment())))
        .isEqualTo("rw-------");
  }

  @Test
  void open_afterClose_hasTheState() throws IOException {
    TrustJournal journal = open();
    tracker.update("a", true, 3);
    journal.close();
    BayesianTrustTracker next = new BayesianTrustTracker(CONFIG);
    TrustJournal again = noted(files().open(next));
    assertThat(next.getSampleSize("a")).isEqualTo(3);
    assertThat(again.recovery().snapshot()).contains(files().snapshot());
    assertThat(again.recovery().operations()).isEqualTo(1);
  }

  @Test
  void open_filesAreInUse_isRefused() throws IOException {
    open();
    BayesianTrustTracker other = new BayesianTrustTracker(CONFIG);
    other.update("mine", true);
    for (int i = 0; i < 2; i++) {
      assertThatIOException()
          .isThrownBy(() -> files().open(other))
          .withMessageContaining("trust.json.journal.lock")
          .withMessageContaining("has it open");
    }
    assertThat(other.keys()).containsExactly("mine");
    tracker.update("a", true);
  }

  @Test
  void open_trackerHasAJournal_isRefused() throws IOException {
    open();
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThatIllegalStateException()
        .isThrownBy(() -> new JournalFolder(other).open(tracker))
        .withMessageContaining("has a journal");
    assertThat(other).isEmptyDirectory();
  }

  @Test
  void open_badArguments_areRefused() {
    assertThatNullPointerException().isThrownBy(() -> files().open(tracker, null));
    assertThatNullPointerException()
        .isThrownBy(() -> TrustJournal.open(null, files().snapshot(), SyncPolicy.BY_SYSTEM));
    assertThatNullPointerException()
        .isThrownBy(() -> TrustJournal.open(tracker, null, SyncPolicy.BY_SYSTEM));
    assertThatIllegalArgumentException().isThrownBy(() -> SyncPolicy.every(Duration.ZERO));
  }

  @Test
  void open_folderMissing_saysWhich() {
    JournalFolder missing = new JournalFolder(folder.resolve("missing"));
    assertThatIOException()
        .isThrownBy(() -> missing.open(tracker))
        .withMessageContaining("missing");
  }

  @Test
  void open_fails_letsGoOfEverything() throws IOException {
    Files.writeString(files().snapshot(), "[]");
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(TrustFormatException.class).isThrownBy(this::open);
    }
    Files.delete(files().snapshot());
    open();
  }

  @Test
  void checkpoint_manyTimes_keepsTheFilesForTwo() throws IOException {
    TrustJournal journal = open();
    for (int i = 0; i < 5; i++) {
      tracker.update("a", true);
      journal.checkpoint();
    }
    assertThat(files().names())
        .containsExactly(
            "trust.json", "trust.json.5.journal", "trust.json.6.journal",
            "trust.json.journal.lock", "trust.json.previous");
    assertThat(TrustSnapshot.read(files().snapshot()).posterior("a").alpha()).isEqualTo(6);
    assertThat(TrustSnapshot.read(Path.of(files().snapshot() + ".previous")).posterior("a").alpha())
        .isEqualTo(5);
    JournalFolder copy = files().copy(folder.resolve("copy"));
    try (TrustJournal again = copy.open(new BayesianTrustTracker(CONFIG))) {
      assertThat(again.recovery().operations()).isZero();
    }
  }

  @Test
  void checkpoint_throughASymbolicLink_writesItsTarget() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("state.json");
    Files.createSymbolicLink(files().snapshot(), elsewhere);
    TrustJournal journal = open();
    tracker.update("a", true);
    journal.checkpoint();
    assertThat(TrustSnapshot.read(elsewhere).keys()).containsExactly("a");
    assertThat(files().snapshot()).isSymbolicLink();
    assertThat(Files.isSymbolicLink(Path.of(files().snapshot() + ".previous"))).isFalse();
    assertThat(files().copy(folder.resolve("copy")).recovered(CONFIG)).containsKey("a");
  }

  @Test
  void checkpoint_closed_isRefused() throws IOException {
    TrustJournal journal = open();
    journal.close();
    assertThatIllegalStateException().isThrownBy(journal::checkpoint);
  }

  @Test
  void close_trackerGoesOnWithoutJournal() throws IOException {
    TrustJournal journal = open();
    tracker.update("a", true);
    journal.close();
    journal.close();
    tracker.update("b", true);
    tracker.applyGlobalDecay();
    tracker.clear();
    tracker.update("c", true);
    assertThat(files().recovered(CONFIG)).containsOnlyKeys("a");
    open();
    assertThat(tracker.keys()).containsExactly("a");
  }

  @Test
  void pendingUpdates_notFlushed_areNotKept() throws IOException {
    open();
    tracker.addPendingUpdate("a", true);
    assertThat(crashed()).isEmpty();
    tracker.flush();
    assertThat(crashed()).containsOnlyKeys("a");
  }

  @Test
  void importFromFile_isKept() throws IOException {
    BayesianTrustTracker other = new BayesianTrustTracker(CONFIG);
    other.update("imported", true, 4);
    Path file = folder.resolve("other.json");
    other.exportToFile(file);
    open();
    tracker.update("a", true);
    tracker.importFromFile(file);
    assertThat(crashed()).isEqualTo(JournalFolder.states(other));
  }

  @Test
  void restore_greatState_isKept() throws IOException {
    BayesianTrustTracker other = new BayesianTrustTracker(CONFIG);
    for (int i = 0; i < 10_000; i++) {
      other.update("imported " + i, i % 3 == 0);
    }
    open();
    tracker.restore(other.snapshot());
    tracker.update("imported 7", true);
    other.update("imported 7", true);
    Map<String, KeyState> recovered = crashed();
    assertThat(recovered.keySet()).isEqualTo(other.keys());
    assertThat(recovered.get("imported 7").alpha()).isEqualTo(other.getStats("imported 7").alpha());
  }

  private Map<String, KeyState> crashed() throws IOException {
    Path copy = Files.createTempDirectory(folder, "crash");
    return files().copy(copy).recovered(CONFIG);
  }

  @Test
  void update_threadIsInterrupted_isLogged() throws IOException {
    open();
    Thread.currentThread().interrupt();
    tracker.update("a", true);
    assertThat(Thread.interrupted()).isTrue();
    tracker.update("b", true);
    assertThat(crashed()).containsOnlyKeys("a", "b");
  }

  @Test
  void sync_everyInterval_byTheScheduler() throws IOException {
    ManualScheduler scheduler = new ManualScheduler();
    FailingFiles disk = new FailingFiles().failAfter(Integer.MAX_VALUE);
    SyncPolicy policy = SyncPolicy.every(Duration.ofMillis(20));
    noted(TrustJournal.open(tracker, files().snapshot(), policy, disk, scheduler));
    tracker.update("a", true);
    for (int i = 0; i < 3; i++) {
      assertThat(scheduler.delay()).isEqualTo(Duration.ofMillis(20));
      scheduler.runNext();
    }
    disk.failAfter(1);
    tracker.update("a", true);
    scheduler.runNext();
    assertThat(disk.hasFailed()).isTrue();
    scheduler.runNext();
    assertThat(scheduler.delay()).as("goes on").isEqualTo(Duration.ofMillis(20));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> tracker.update("a", true))
        .withMessageContaining("no sync");
    disk.repair();
    open.get(0).checkpoint();
    open.get(0).close();
    assertThat(scheduler.isClosed()).isTrue();
  }

  // A disk that fails

  private record Step(String name, Consumer<BayesianTrustTracker> operation) {}

  private static List<Step> script() {
    TrustSnapshot saved = savedState();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("update", t -> t.update("a", true)));
    steps.add(new Step("batch", t -> t.batchUpdate(batch())));
    steps.add(new Step("retract", t -> t.retract("a", true, 0.5)));
    steps.add(new Step("decay", t -> t.applyGlobalDecay(0.5, 0)));
    steps.add(new Step("new key", t -> t.update("b", true, 7)));
    steps.add(new Step("flush", t -> t.flush()));
    steps.add(new Step("remove", t -> t.remove("b")));
    steps.add(new Step("merge", t -> t.merge(saved)));
    steps.add(new Step("restore", t -> t.restore(saved)));
    steps.add(new Step("key decay", t -> t.applyDecay("s1", 0.5, 0)));
    steps.add(new Step("purge", t -> t.purgeOldTimestamps(0)));
    steps.add(new Step("clear", BayesianTrustTracker::clear));
    steps.add(new Step("last update", t -> t.update("c", false)));
    return steps;
  }

  private static TrustSnapshot savedState() {
    BayesianTrustTracker other = new BayesianTrustTracker(CONFIG);
    other.update("s1", true, 5);
    other.update("a", false, 2);
    return other.snapshot();
  }

  private static List<TrustUpdate> batch() {
    return List.of(TrustUpdate.of("x", true), TrustUpdate.of("y", false), TrustUpdate.of("x", true));
  }

  /**
   * For every n the disk fails at its nth operation. What returned is there after a crash; what threw
   * is there or not; what was refused later has changed nothing; answers and exports go on; and after a
   * checkpoint everything is there.
   */
  @Test
  void anyOperation_diskFailsAtTheNthWrite_nothingAcknowledgedIsLost() throws IOException {
    int failAt = 0;
    boolean failed = true;
    while (failed) {
      Path own = Files.createDirectory(folder.resolve("n" + failAt));
      failed = failsAt(new JournalFolder(own), failAt);
      failAt++;
    }
    assertThat(failAt).isGreaterThan(2 * script().size());
  }

  private static boolean failsAt(JournalFolder files, int failAt) throws IOException {
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    tracker.update("before", true);
    FailingFiles disk = new FailingFiles().failAfter(failAt);
    TrustJournal journal;
    try {
      journal =
          TrustJournal.open(
              tracker, files.snapshot(), SyncPolicy.EVERY_RECORD, disk, new ManualScheduler());
    } catch (IOException e) {
      assertThat(tracker.keys()).containsExactly("before");
      assertThat(files.recovered(CONFIG)).isEmpty();
      return true;
    }
    tracker.addPendingUpdate("p", true);
    Map<String, KeyState> before = JournalFolder.states(tracker);
    for (Step step : script()) {
      try {
        step.operation.accept(tracker);
        before = JournalFolder.states(tracker);
      } catch (UncheckedIOException e) {
        fails(files, tracker, before, step + ", failure at " + failAt);
        break;
      }
    }
    boolean failed = disk.hasFailed();
    heals(files, tracker, journal, disk);
    return failed;
  }

  private static void fails(
      JournalFolder files,
      BayesianTrustTracker tracker,
      Map<String, KeyState> before,
      String where)
      throws IOException {
    Map<String, KeyState> during = JournalFolder.states(tracker);
    for (Step later : script()) {
      if (!later.name.equals("flush") || tracker.pendingSize() > 0) {
        assertThatExceptionOfType(UncheckedIOException.class)
            .as(where + ", then " + later)
            .isThrownBy(() -> later.operation.accept(tracker));
      }
      assertThat(JournalFolder.states(tracker)).as(where + ", then " + later).isEqualTo(during);
    }
    assertThat(tracker.snapshot().states()).isEqualTo(during);
    Path copy = files.path().resolveSibling(files.path().getFileName() + "-crashed");
    assertThat(files.copy(copy).recovered(CONFIG)).as(where).isIn(before, during);
  }

  private static void heals(
      JournalFolder files, BayesianTrustTracker tracker, TrustJournal journal, FailingFiles disk)
      throws IOException {
    disk.repair();
    journal.checkpoint();
    tracker.update("after", true);
    Map<String, KeyState> expected = JournalFolder.states(tracker);
    Path copy = files.path().resolveSibling(files.path().getFileName() + "-healed");
    assertThat(files.copy(copy).recovered(CONFIG)).isEqualTo(expected);
    journal.close();
    assertThat(files.reopened(CONFIG)).isEqualTo(expected);
  }

  /** It fails again and again while it tries to heal, at any point of it. */
  @Test
  void checkpoint_diskFailsAtTheNthWrite_journalGoesOnOrRefuses() throws IOException {
    int failAt = 0;
    boolean failed = true;
    while (failed) {
      JournalFolder files = new JournalFolder(Files.createDirectory(folder.resolve("c" + failAt)));
      BayesianTrustTracker one = new BayesianTrustTracker(CONFIG);
      FailingFiles disk = new FailingFiles().failAfter(Integer.MAX_VALUE);
      TrustJournal journal =
          TrustJournal.open(
              one, files.snapshot(), SyncPolicy.EVERY_RECORD, disk, new ManualScheduler());
      one.update("a", true);
      one.addPendingUpdate("b", true);
      disk.failAfter(failAt++);
      failed = checkpointFails(journal) | updateFails(one);
      Path copy = folder.resolve("c" + failAt + "-crashed");
      double recovered = files.copy(copy).recovered(CONFIG).get("a").alpha();
      assertThat(recovered).isBetween(failed ? 2.0 : 3.0, 3.0);
      checkpointFails(journal);
      heals(files, one, journal, disk);
    }
    assertThat(failAt).isGreaterThan(6);
  }

  private static boolean checkpointFails(TrustJournal journal) {
    try {
      journal.checkpoint();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean updateFails(BayesianTrustTracker tracker) {
    try {
      tracker.update("a", true);
      return false;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  @Test
  void update_boundedKeysAndDiskFailed_boundHolds() throws IOException {
    TrustConfig bounded = TrustConfig.builder().maxKeys(3).build();
    BayesianTrustTracker few = new BayesianTrustTracker(bounded);
    FailingFiles disk = new FailingFiles().failAfter(Integer.MAX_VALUE);
    TrustJournal journal =
        noted(
            TrustJournal.open(
                few, files().snapshot(), SyncPolicy.BY_SYSTEM, disk, new ManualScheduler()));
    for (int i = 0; i < 5; i++) {
      few.update("k" + i, true);
    }
    disk.failAfter(0);
    for (int i = 0; i < 10; i++) {
      String key = "new" + i;
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> few.update(key, true));
    }
    disk.repair();
    journal.checkpoint();
    for (int i = 0; i < 10; i++) {
      few.update("later" + i, true);
      assertThat(few.size()).isEqualTo(3);
    }
    Path copy = Files.createTempDirectory(folder, "crash");
    assertThat(files().copy(copy).recovered(bounded)).isEqualTo(JournalFolder.states(few));
  }
}
