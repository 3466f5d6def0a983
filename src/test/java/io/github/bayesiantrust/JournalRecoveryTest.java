package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recovery makes of files that are cut, damaged, mixed up or missing. */
class JournalRecoveryTest {
  private static final TrustConfig CONFIG = TrustConfig.defaults();

  @TempDir Path folder;

  private JournalFolder files;

  @BeforeEach
  void makeFolder() throws IOException {
    files = new JournalFolder(Files.createDirectory(folder.resolve("original")));
  }

  /** The bytes of the newest segment after each of some updates of "k", the first ones included. */
  private List<Long> sizesAfterUpdates(int updates, SyncPolicy policy) throws IOException {
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    List<Long> sizes = new ArrayList<>();
    try (TrustJournal journal = files.open(tracker, policy)) {
      sizes.add(Files.size(files.newestSegment()));
      for (int i = 0; i < updates; i++) {
        tracker.update("k", true);
        sizes.add(Files.size(files.newestSegment()));
      }
      assertThat(journal.recovery().operations()).isZero();
    }
    return sizes;
  }

  private JournalFolder copyWith(Path file, byte[] content) throws IOException {
    JournalFolder copy = files.copy(folder.resolve("copy"));
    Files.write(copy.path().resolve(file.getFileName()), content);
    return copy;
  }

  private static double count(Map<String, KeyState> states) {
    return states.containsKey("k") ? states.get("k").alpha() - 1 : 0;
  }

  /** Undoes what an opening does to a copy. */
  private static void empty(JournalFolder copy) throws IOException {
    for (Path file : copy.files()) {
      Files.delete(file);
    }
  }

  @Test
  void open_segmentCutAtEveryByte_hasTheUpdatesBefore() throws IOException {
    List<Long> sizes = sizesAfterUpdates(2, SyncPolicy.BY_SYSTEM);
    Path segment = files.newestSegment();
    byte[] whole = Files.readAllBytes(segment);
    for (int length = (int) (long) sizes.get(0); length <= whole.length; length++) {
      JournalFolder copy = copyWith(segment, Arrays.copyOf(whole, length));
      int size = length;
      long expected = sizes.stream().filter(end -> end <= size).count() - 1;
      JournalRecovery recovery = copy.recovery(CONFIG);
      assertThat(count(recovery.state().states())).as("length " + length).isEqualTo(expected);
      assertThat(recovery.operations()).isEqualTo(expected);
      assertThat(recovery.cutBytes()).isEqualTo(length - sizes.get((int) expected));
      if (length % 8 == 0) {
        goesOn(copy, expected, length - sizes.get((int) expected));
      }
      empty(copy);
    }
  }

  private static void goesOn(JournalFolder copy, double count, long cutBytes) throws IOException {
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    try (TrustJournal journal = copy.open(tracker)) {
      assertThat(tracker.getSampleSize("k")).isEqualTo(count);
      assertThat(journal.recovery().cutBytes()).isEqualTo(cutBytes);
      tracker.update("k", true);
    }
    assertThat(count(copy.recovered(CONFIG))).isEqualTo(count + 1);
  }

  @Test
  void open_tailIsGarbage_isCutOnceAndForAll() throws IOException {
    sizesAfterUpdates(3, SyncPolicy.EVERY_RECORD);
    Path segment = files.newestSegment();
    byte[] whole = Files.readAllBytes(segment);
    for (byte filler : new byte[] {0, 1, -1, 0x7f}) {
      byte[] longer = Arrays.copyOf(whole, whole.length + 5_000);
      Arrays.fill(longer, whole.length, longer.length, filler);
      JournalFolder copy = copyWith(segment, longer);
      assertThat(count(copy.reopened(CONFIG))).isEqualTo(3);
      assertThat(copy.path().resolve(segment.getFileName())).hasSize(whole.length);
      assertThat(count(copy.reopened(CONFIG))).isEqualTo(3);
      empty(copy);
    }
  }

  /** The file system may bring the second page of a write to the disk, and not the first. */
  @Test
  void open_lastWriteHasAHole_isCutBecauseNobodyWasTold() throws IOException {
    List<Long> sizes = sizesAfterUpdates(2, SyncPolicy.EVERY_RECORD);
    Path segment = files.newestSegment();
    byte[] whole = Files.readAllBytes(segment);
    int last = (int) (long) sizes.get(1);
    JournalBuffer later = new JournalBuffer();
    new JournalRecord(6, 3, false, new Operation.Add("k", 1, 0, 1, true, 1, false)).write(later);
    byte[] record = JournalWriterTest.bytes(later);
    byte[] holed = Arrays.copyOf(whole, whole.length + record.length);
    Arrays.fill(holed, last, whole.length, (byte) 0);
    System.arraycopy(record, 0, holed, whole.length, record.length);

    assertThat(count(copyWith(segment, holed).recovered(CONFIG))).isEqualTo(1);
  }

  @Test
  void open_anyByteOfTheMiddleDamaged_isRefused() throws IOException {
    List<Long> sizes = sizesAfterUpdates(4, SyncPolicy.EVERY_RECORD);
    Path segment = files.newestSegment();
    byte[] whole = Files.readAllBytes(segment);
    for (int i = (int) (long) sizes.get(1); i < sizes.get(3); i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      JournalFolder copy = copyWith(segment, damaged);
      BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
      tracker.update("mine", true);
      List<String> before = copy.names();
      assertThatIOException()
          .as("byte " + i)
          .isThrownBy(() -> copy.open(tracker))
          .withMessageContaining("damaged at byte " + sizes.get(i < sizes.get(2) ? 1 : 2))
          .withMessageContaining(segment.getFileName().toString());
      assertThat(tracker.keys()).containsExactly("mine");
      assertThat(copy.names()).isEqualTo(before);
      assertThat(copy.path().resolve(segment.getFileName())).hasBinaryContent(damaged);
    }
  }

  @Test
  void open_headerDamaged_isRefused() throws IOException {
    sizesAfterUpdates(1, SyncPolicy.BY_SYSTEM);
    Path segment = files.newestSegment();
    byte[] damaged = Files.readAllBytes(segment);
    damaged[20] ^= (byte) 4;
    JournalFolder copy = copyWith(segment, damaged);
    assertThatIOException()
        .isThrownBy(() -> copy.recovered(CONFIG))
        .withMessageContaining("continues a snapshot that is not there");
  }

  @Test
  void open_newerVersion_isRefused() throws IOException {
    sizesAfterUpdates(1, SyncPolicy.BY_SYSTEM);
    Path segment = files.newestSegment();
    byte[] newer = Files.readAllBytes(segment);
    newer[11]++;
    JournalFolder copy = copyWith(segment, newer);
    assertThatIOException()
        .isThrownBy(() -> copy.recovered(CONFIG))
        .withMessageContaining("version 2, which is newer");
  }

  /** A tracker that crashed while a checkpoint was under way: two segments, the older snapshot. */
  private JournalFolder twoSegments() throws IOException {
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    try (TrustJournal journal = files.open(tracker, SyncPolicy.EVERY_RECORD)) {
      tracker.update("k", true);
      tracker.update("k", true);
      byte[] oldSnapshot = Files.readAllBytes(files.snapshot());
      journal.checkpoint();
      tracker.update("k", true);
      tracker.update("k", true);
      JournalFolder crashed = files.copy(folder.resolve("crashed"));
      Files.write(crashed.snapshot(), oldSnapshot);
      return crashed;
    }
  }

  @Test
  void open_checkpointWasUnderWay_bothSegmentsCount() throws IOException {
    JournalFolder crashed = twoSegments();
    assertThat(crashed.segments()).hasSize(2);
    assertThat(count(crashed.reopened(CONFIG))).isEqualTo(4);
  }

  @Test
  void open_checkpointWasDone_onlyItsOwnSegmentCounts() throws IOException {
    twoSegments();
    assertThat(files.segments()).hasSize(2);
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    try (TrustJournal journal = files.open(tracker)) {
      assertThat(journal.recovery().operations()).isEqualTo(2);
      assertThat(tracker.getSampleSize("k")).isEqualTo(4);
    }
  }

  @Test
  void open_segmentInTheMiddleIsShorter_isRefused() throws IOException {
    JournalFolder crashed = twoSegments();
    Path first = crashed.segments().get(0);
    byte[] whole = Files.readAllBytes(first);
    Files.write(first, Arrays.copyOf(whole, whole.length - 1));
    assertThatIOException()
        .isThrownBy(() -> crashed.recovered(CONFIG))
        .withMessageContaining("record 4 is not there, but was acknowledged");
  }

  @Test
  void open_segmentInTheMiddleIsMissing_isRefused() throws IOException {
    JournalFolder crashed = twoSegments();
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    byte[] snapshot = Files.readAllBytes(crashed.snapshot());
    TrustJournal journal = crashed.open(tracker);
    tracker.update("k", true);
    journal.close();
    Files.write(crashed.snapshot(), snapshot);
    Files.delete(crashed.segments().get(1));
    assertThatIOException()
        .isThrownBy(() -> crashed.recovered(CONFIG))
        .withMessageContaining("is not there, but was acknowledged");
  }

  @Test
  void open_snapshotDamaged_fallsBackOnTheOneBeforeAndLosesNothing() throws IOException {
    twoSegments();
    Files.writeString(files.snapshot(), "{\"stats\": {");
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    try (TrustJournal journal = files.open(tracker)) {
      assertThat(tracker.getSampleSize("k")).isEqualTo(4);
      assertThat(journal.recovery().operations()).isEqualTo(4);
      assertThat(journal.recovery().snapshot()).contains(beside(".previous"));
      assertThat(journal.recovery().problems())
          .hasSize(1)
          .hasOnlyElementsOfType(TrustFormatException.class);
    }
    assertThat(beside(".rejected")).hasContent("{\"stats\": {");
    assertThat(count(files.reopened(CONFIG))).isEqualTo(4);
  }

  @Test
  void open_snapshotMissing_fallsBackOnTheOneBefore() throws IOException {
    twoSegments();
    Files.delete(files.snapshot());
    assertThat(count(files.reopened(CONFIG))).isEqualTo(4);
  }

  @Test
  void open_snapshotOfSomebodyElse_fallsBackAndSaysSo() throws IOException {
    twoSegments();
    BayesianTrustTracker other = new BayesianTrustTracker(CONFIG);
    other.update("other", true);
    other.exportToFile(files.snapshot());
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    try (TrustJournal journal = files.open(tracker)) {
      assertThat(tracker.keys()).containsExactly("k");
      assertThat(journal.recovery().problems().get(0)).hasMessageContaining("not what the journal");
    }
    assertThat(TrustSnapshot.read(beside(".rejected")).keys()).containsExactly("other");
  }

  @Test
  void open_bothSnapshotsDamaged_isRefused() throws IOException {
    twoSegments();
    Files.writeString(files.snapshot(), "no");
    Files.writeString(beside(".previous"), "nor");
    List<String> before = files.names();
    assertThatIOException()
        .isThrownBy(() -> files.recovered(CONFIG))
        .withMessageContaining("continues a snapshot that is not there");
    assertThat(files.names()).isEqualTo(before);
  }

  @Test
  void open_damagedSnapshotAndNoJournal_isRefusedAsAnImportIs() throws IOException {
    Files.writeString(files.snapshot(), "[]");
    assertThatExceptionOfType(TrustFormatException.class)
        .isThrownBy(() -> files.recovered(CONFIG))
        .withMessageContaining("trust.json");
  }

  @Test
  void open_snapshotWithoutJournal_goesOnFromIt() throws IOException {
    BayesianTrustTracker other = new BayesianTrustTracker(CONFIG);
    other.update("other", true);
    other.exportToFile(files.snapshot());
    BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);
    try (TrustJournal journal = files.open(tracker)) {
      tracker.update("other", true);
      assertThat(journal.recovery().snapshot()).contains(files.snapshot());
    }
    assertThat(files.recovered(CONFIG).get("other").alpha()).isEqualTo(3);
  }

  /** It crashes after each file operation of an opening, and opens again. */
  @Test
  void open_firstSegmentOnly_isNoJournalYet() throws IOException {
    BayesianTrustTracker other = new BayesianTrustTracker(CONFIG);
    other.update("other", true);
    other.exportToFile(files.snapshot());
    byte[] before = Files.readAllBytes(files.snapshot());
    files.open(new BayesianTrustTracker(CONFIG)).close();
    Files.write(files.snapshot(), before);
    Files.deleteIfExists(beside(".previous"));
    byte[] segment = Files.readAllBytes(files.newestSegment());
    for (int length = 0; length <= segment.length; length += 3) {
      JournalFolder copy = copyWith(files.newestSegment(), Arrays.copyOf(segment, length));
      assertThat(copy.recovered(CONFIG)).as("length " + length).containsKey("other");
      empty(copy);
    }
  }

  @Test
  void open_otherConfiguration_movesTheEvidence() throws IOException {
    sizesAfterUpdates(3, SyncPolicy.BY_SYSTEM);
    TrustConfig other = TrustConfig.builder().prior(10, 20).historyCapacity(2).build();
    KeyState state = files.reopened(other).get("k");
    assertThat(state.alpha()).isEqualTo(13);
    assertThat(state.beta()).isEqualTo(20);
    assertThat(state.history().size()).isEqualTo(2);
    assertThat(state.history().value(1)).as("of the old prior").isEqualTo(4.0 / 5);
    assertThat(files.reopened(CONFIG).get("k").alpha()).isEqualTo(4);
  }

  /** After a crash in a batch none of it is there, but all that others did meanwhile. */
  @Test
  void open_unitNotWhole_isLeftOut() throws IOException {
    sizesAfterUpdates(1, SyncPolicy.BY_SYSTEM);
    Path segment = files.newestSegment();
    JournalBuffer more = new JournalBuffer();
    long next = 4;
    write(more, next++, false, new Operation.Begin());
    write(more, next++, true, new Operation.Add("k", 10, 0, 1, true, 1, false));
    write(more, next++, false, new Operation.Add("k", 100, 0, 1, true, 1, false));
    write(more, next++, false, new Operation.Begin());
    write(more, next++, true, new Operation.Add("k", 1_000, 0, 1, true, 1, false));
    write(more, next++, false, new Operation.Commit());
    write(more, next++, false, new Operation.Begin());
    write(more, next++, true, new Operation.Add("k", 10_000, 0, 1, true, 1, false));
    write(more, next, false, new Operation.Add("k", 100_000, 0, 1, true, 1, false));
    byte[] bytes = JournalWriterTest.bytes(more);
    byte[] whole = Files.readAllBytes(segment);
    byte[] longer = Arrays.copyOf(whole, whole.length + bytes.length);
    System.arraycopy(bytes, 0, longer, whole.length, bytes.length);

    assertThat(count(copyWith(segment, longer).recovered(CONFIG))).isEqualTo(101_101);
  }

  private static void write(JournalBuffer out, long sequence, boolean part, Operation operation) {
    new JournalRecord(sequence, 0, part, operation).write(out);
  }

  private Path beside(String suffix) {
    return Path.of(files.snapshot() + suffix);
  }
}
