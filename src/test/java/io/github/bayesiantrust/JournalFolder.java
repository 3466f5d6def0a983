package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A folder with a snapshot and its journal, for tests that look at the files. */
record JournalFolder(Path path) {
  /** A rounding or two at a checkpoint, and what later operations make of them. */
  private static final int ULPS = 8;

  /** More than what fades in 240 ns with a half-life of some seconds. */
  private static final double FADED = 1e-7;

  Path snapshot() {
    return path.resolve("trust.json");
  }

  TrustJournal open(BayesianTrustTracker tracker) throws IOException {
    return open(tracker, SyncPolicy.BY_SYSTEM);
  }

  TrustJournal open(BayesianTrustTracker tracker, SyncPolicy policy) throws IOException {
    return TrustJournal.open(tracker, snapshot(), policy);
  }

  /** What a crash would leave behind now: the files as they are, in another folder. */
  JournalFolder copy(Path target) throws IOException {
    Files.createDirectories(target);
    for (Path file : files()) {
      Files.copy(
          file, target.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
    }
    return new JournalFolder(target);
  }

  /** The segments, oldest first. */
  List<Path> segments() throws IOException {
    JournalFiles files = new JournalFiles(snapshot(), JournalFile.OnDisk::new);
    return files.generations().stream().map(files::segment).toList();
  }

  Path newestSegment() throws IOException {
    List<Path> segments = segments();
    return segments.get(segments.size() - 1);
  }

  /** The state that the files hold; they are not changed. */
  Map<String, KeyState> recovered(TrustConfig config) throws IOException {
    return recovery(config).state().states();
  }

  JournalRecovery recovery(TrustConfig config) throws IOException {
    return new JournalRecovery(
        new JournalFiles(snapshot(), JournalFile.OnDisk::new),
        new StateFile(snapshot()),
        EvidenceModel.of(config),
        Times.epochSeconds(config.clock().instant()));
  }

  /** The state after they were opened, and closed again. */
  Map<String, KeyState> reopened(TrustConfig config) throws IOException {
    BayesianTrustTracker tracker = new BayesianTrustTracker(config);
    open(tracker).close();
    return states(tracker);
  }

  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().toList();
    }
  }

  List<String> names() throws IOException {
    return files().stream().map(file -> file.getFileName().toString()).toList();
  }

  /**
   * Compares key by key, so that a message shows the one that differs. To the last bit, but for
   * evidence that fades: a snapshot states it for a time that a double can hold, which rounds it, and
   * what is counted at the time of a snapshot is counted up to 240 ns later after it.
   */
  static void assertSame(Map<String, KeyState> actual, Map<String, KeyState> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (key, state) -> {
          KeyState found = actual.get(key);
          if (Double.isNaN(state.statedAt()) || !isWithinUlps(found, state)) {
            assertThat(text(found)).as('"' + key + '"').isEqualTo(text(state));
            assertThat(found).as('"' + key + '"').isEqualTo(state);
          }
        });
  }

  private static boolean isWithinUlps(KeyState actual, KeyState expected) {
    return isWithinUlps(actual.alpha(), expected.alpha())
        && isWithinUlps(actual.beta(), expected.beta())
        && actual.lastUpdate() == expected.lastUpdate()
        && actual.statedAt() == expected.statedAt()
        && Arrays.equals(actual.history().times(), expected.history().times())
        && isAsOfSameTime(actual.history().values(), expected.history().values());
  }

  private static boolean isAsOfSameTime(double[] actual, double[] expected) {
    return actual.length == expected.length
        && IntStream.range(0, actual.length)
            .allMatch(i -> Math.abs(actual[i] - expected[i]) <= FADED * expected[i]);
  }

  private static boolean isWithinUlps(double actual, double expected) {
    return Math.abs(actual - expected) <= ULPS * Math.ulp(expected);
  }

  private static String text(KeyState state) {
    return state
        + "\n" + Arrays.toString(state.history().times())
        + "\n" + Arrays.toString(state.history().values());
  }

  /** All that a tracker knows, without the flush that a snapshot does. */
  static Map<String, KeyState> states(BayesianTrustTracker tracker) {
    Map<String, KeyState> states = new TreeMap<>();
    for (String key : tracker.keys()) {
      BetaStats stats = tracker.current(key);
      stats.lock();
      try {
        states.put(key, stats.state());
      } finally {
        stats.unlock();
      }
    }
    return states;
  }
}
