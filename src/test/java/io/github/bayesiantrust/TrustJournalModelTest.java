package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Long random sequences of all operations, with checkpoints in between. At random points the files are
 * copied, as a crash would leave them, and opened by another tracker: it must be equal to the last bit.
 * A copy whose last operation is cut at a random byte must give the state before that operation.
 */
class TrustJournalModelTest {
  private static final int STEPS = 100;
  private static final List<String> KEYS = List.of("a", "b", "c", "dé", "e\uD800", "", "g");

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private int copies;

  static Stream<Setup> setups() {
    List<TrustConfig.Builder> configs =
        List.of(
            TrustConfig.builder(),
            TrustConfig.builder().historyCapacity(3).prior(0.5, 2).maxEvidence(20),
            TrustConfig.builder().halfLife(Duration.ofSeconds(7)).historyCapacity(0),
            TrustConfig.builder().maxKeys(3),
            TrustConfig.builder().halfLife(Duration.ofMinutes(1)).maxKeys(4).cacheCapacity(0));
    return IntStream.range(0, 2 * configs.size())
        .mapToObj(i -> new Setup(configs.get(i % configs.size()).batchSize(5).build(), 7000 + i));
  }

  /** Its text, seed included, is the name of the test. */
  record Setup(TrustConfig config, long seed) {}

  @ParameterizedTest
  @MethodSource("setups")
  void recovery_afterRandomOperations_sameToTheLastBit(Setup setup) throws Exception {
    Run run = new Run(setup);
    for (int step = 0; step < STEPS; step++) {
      String done = run.step();
      try {
        run.crashSometimes();
      } catch (AssertionError | IOException e) {
        throw new AssertionError(setup + ", step " + step + ", after " + done, e);
      }
    }
    run.journal.close();
  }

  private final class Run {
    private final Random random;
    private final TrustConfig config;
    private JournalFolder files = new JournalFolder(folder);
    private BayesianTrustTracker tracker;
    private TrustJournal journal;
    private TrustSnapshot saved;

    private Map<String, KeyState> before = Map.of();
    private Path segmentBefore;
    private long sizeBefore;

    Run(Setup setup) throws IOException {
      random = new Random(setup.seed());
      config = setup.config().toBuilder().clock(clock).build();
      tracker = new BayesianTrustTracker(config);
      journal = files.open(tracker);
      saved = tracker.snapshot();
    }

    String step() throws IOException {
      before = JournalFolder.states(tracker);
      segmentBefore = files.newestSegment();
      sizeBefore = Files.size(segmentBefore);
      clock.advance(Duration.ofMillis(random.nextInt(3_000) - 100));
      return operation(random.nextInt(100));
    }

    private String operation(int kind) throws IOException {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      boolean success = random.nextBoolean();
      if (kind < 25) {
        tracker.update(key, success, weight());
        return "update";
      } else if (kind < 33) {
        tracker.update(key, success, weight(), Times.instant(time()));
        return "update with time";
      } else if (kind < 38) {
        tracker.updateGraded(key, random.nextDouble(), weight());
        return "updateGraded";
      } else if (kind < 44) {
        tracker.retract(key, success, weight());
        return "retract";
      } else if (kind < 56) {
        tracker.addPendingUpdate(key, success, weight());
        return "addPendingUpdate";
      } else if (kind < 64) {
        tracker.batchUpdate(batch());
        return "batchUpdate";
      }
      return forget(kind, key);
    }

    private String forget(int kind, String key) throws IOException {
      double factor = 1 - random.nextInt(100) / 128.0;
      if (kind < 69) {
        tracker.applyDecay(key, factor, random.nextInt(12));
        return "applyDecay";
      } else if (kind < 76) {
        tracker.applyGlobalDecay(factor, random.nextInt(12));
        return "applyGlobalDecay";
      } else if (kind < 79) {
        tracker.purgeOldTimestamps(random.nextInt(8));
        return "purgeOldTimestamps";
      } else if (kind < 84) {
        tracker.remove(key);
        return "remove";
      }
      return replace(kind);
    }

    private String replace(int kind) throws IOException {
      if (kind < 87) {
        tracker.flush();
        return "flush";
      } else if (kind < 88) {
        tracker.clear();
        return "clear";
      } else if (kind < 91) {
        saved = tracker.snapshot();
        return "snapshot";
      } else if (kind < 93) {
        tracker.restore(saved);
        return "restore";
      } else if (kind < 97) {
        tracker.merge(saved);
        return "merge";
      }
      journal.checkpoint();
      return "checkpoint";
    }

    private double weight() {
      return random.nextInt(3) == 0 ? random.nextInt(4) : Math.exp(4 * random.nextGaussian());
    }

    private double time() {
      return Times.epochSeconds(clock.instant()) + random.nextGaussian() * 20;
    }

    private List<TrustUpdate> batch() {
      List<TrustUpdate> batch = new ArrayList<>();
      for (int i = random.nextInt(8); i > 0; i--) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        boolean live = random.nextInt(3) > 0;
        batch.add(
            new TrustUpdate(
                key, random.nextBoolean(), weight(), live ? null : Times.instant(time())));
      }
      return batch;
    }

    void crashSometimes() throws IOException {
      int kind = random.nextInt(12);
      if (kind == 0) {
        sameAfterCrash();
      } else if (kind == 1) {
        asBeforeIfTorn();
      }
    }

    private JournalFolder crash() throws IOException {
      return files.copy(folder.resolve("copy" + copies++));
    }

    private void sameAfterCrash() throws IOException {
      JournalFolder copy = crash();
      JournalFolder.assertSame(copy.recovered(config), JournalFolder.states(tracker));
      if (random.nextInt(4) == 0) {
        goOnWith(copy);
      }
    }

    private void goOnWith(JournalFolder copy) throws IOException {
      BayesianTrustTracker recovered = new BayesianTrustTracker(config);
      TrustJournal again = copy.open(recovered);
      JournalFolder.assertSame(JournalFolder.states(recovered), JournalFolder.states(tracker));
      TrackerAssert.assertThat(recovered).withClockSetBack().isConsistent();
      journal.close();
      files = copy;
      journal = again;
      tracker = recovered;
    }

    /** A key that makes room for another one goes by a record of its own. */
    private void asBeforeIfTorn() throws IOException {
      JournalFolder copy = crash();
      Path segment = copy.path().resolve(segmentBefore.getFileName());
      long added = Files.exists(segment) ? Files.size(segment) - sizeBefore : 0;
      boolean same = files.newestSegment().equals(segmentBefore);
      if (same && added > 0 && config.maxKeys() > KEYS.size()) {
        truncate(segment, sizeBefore + (long) (random.nextDouble() * added));
        JournalFolder.assertSame(copy.recovered(config), before);
      }
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }
}
