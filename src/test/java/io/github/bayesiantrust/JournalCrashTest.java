package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills processes that update a tracker with a journal, at random instants: while they start, recover,
 * update, flush batches and make checkpoints. Each goes on from what the one before has left. Every
 * update has a time of its own, which the history keeps: so it is seen whether one is missing, or there
 * twice. The profile {@code crash} kills many more.
 */
@Tag("crash")
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class JournalCrashTest {
  private static final int KILLS = Integer.getInteger("crash.kills", 2);
  private static final int ROUNDS_ON_ONE_STATE = 12;
  private static final int THREADS = 2;
  private static final int MOST_UPDATES = 2_000;
  private static final long LONGEST_START_NANOS = 500_000_000;

  @TempDir private Path folder;

  private final Random random = new Random(43);
  private int states;
  private long acknowledged;
  private long torn;

  @ParameterizedTest
  @ValueSource(strings = {"every record", "by the system"})
  void kill_atRandomInstants_nothingAcknowledgedIsMissingOrTwice(String policy) throws Exception {
    JournalFolder journal = null;
    long[] least = null;
    for (int kill = 0; kill < KILLS; kill++) {
      if (kill % ROUNDS_ON_ONE_STATE == 0) {
        journal = new JournalFolder(Files.createDirectory(folder.resolve("state" + states++)));
        least = new long[THREADS];
      }
      runAndKill(journal, policy, least, kill % 4 == 3);
      least = check(journal, least, policy + ", kill " + kill);
    }
    System.out.printf(
        "journal, sync %s: %d of %d kills survived, %d updates acknowledged, %d torn tails cut%n",
        policy, KILLS, KILLS, acknowledged, torn);
  }

  /** Notes in the array how many updates of each thread were acknowledged. */
  private void runAndKill(JournalFolder journal, String policy, long[] least, boolean atStart)
      throws Exception {
    try (ChildJvm child = ChildJvm.start(List.of(), Child.class, journal.path(), policy)) {
      if (atStart) {
        LockSupport.parkNanos(random.nextLong(LONGEST_START_NANOS));
      } else {
        for (int i = random.nextInt(MOST_UPDATES); i >= 0; i--) {
          note(child.line(), least);
        }
      }
      child.kill();
      child.lines().forEach(line -> note(line, least));
    }
  }

  /** A line is complete if it ends with a full stop. */
  private void note(String line, long[] least) {
    if (line != null && line.endsWith(".")) {
      String[] fields = line.substring(0, line.length() - 1).split(" ");
      int thread = Integer.parseInt(fields[0]);
      assertThat(Long.parseLong(fields[1])).isGreaterThanOrEqualTo(least[thread]);
      least[thread] = Long.parseLong(fields[1]) + 1;
      acknowledged++;
    }
  }

  /** Looks at a copy, so that the next process recovers from what this one has left. */
  private long[] check(JournalFolder journal, long[] least, String where) throws IOException {
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    JournalFolder copy = journal.copy(Files.createTempDirectory(folder, "copy"));
    try (TrustJournal recovered = copy.open(tracker)) {
      torn += recovered.recovery().cutBytes() > 0 ? 1 : 0;
    }
    long[] found = new long[THREADS];
    for (int thread = 0; thread < THREADS; thread++) {
      found[thread] = Child.count(tracker, thread);
      assertThat(found[thread]).as("thread %d after %s", thread, where)
          .isBetween(least[thread], least[thread] + 1);
      isWhole(tracker, thread, found[thread], where);
    }
    return found;
  }

  private static void isWhole(BayesianTrustTracker tracker, int thread, long count, String where) {
    Map<String, List<Double>> expected = new HashMap<>();
    for (long i = 0; i < count; i++) {
      for (String key : Child.keys(thread, i)) {
        expected.computeIfAbsent(key, unused -> new ArrayList<>()).add((double) i);
      }
    }
    expected.forEach(
        (key, times) -> {
          assertThat(DoubleStream.of(tracker.getHistory(key).times()).boxed())
              .as(key + " after " + where)
              .isEqualTo(times);
          assertThat(tracker.getSampleSize(key)).as(key).isEqualTo(times.size());
        });
    assertThat(tracker.keys().stream().filter(key -> key.startsWith(thread + "-")))
        .hasSize(expected.size());
  }

  @Test
  void open_anotherProcessHasIt_isRefusedUntilItIsKilled() throws Exception {
    JournalFolder journal = new JournalFolder(folder);
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    try (ChildJvm child = ChildJvm.start(List.of(), Child.class, folder, "every record")) {
      note(child.line(), new long[THREADS]);
      assertThatIOException()
          .isThrownBy(() -> journal.open(tracker))
          .withMessageContaining("another process has it open");
      assertThat(child.line()).isNotNull();
      child.kill();
    }
    journal.open(tracker).close();
    assertThat(tracker.size()).isPositive();
  }

  /** Updates keys in some threads, and says which updates have returned. */
  static final class Child {
    private static final int UPDATES_PER_KEY = 50;
    private static final int BATCH_EVERY = 10;

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    public static void main(String[] arguments) throws IOException {
      BayesianTrustTracker tracker = new BayesianTrustTracker();
      SyncPolicy policy =
          arguments[1].equals("every record") ? SyncPolicy.EVERY_RECORD : SyncPolicy.BY_SYSTEM;
      TrustJournal journal =
          TrustJournal.open(tracker, Path.of(arguments[0], "trust.json"), policy);
      for (int thread = 0; thread < THREADS; thread++) {
        int own = thread;
        new Thread(() -> updateForEver(tracker, own)).start();
      }
      while (true) {
        journal.checkpoint();
        tracker.applyGlobalDecay(1, 0);
      }
    }

    private static void updateForEver(BayesianTrustTracker tracker, int thread) {
      for (long i = count(tracker, thread); ; i++) {
        update(tracker, thread, i);
        say(thread + " " + i + ".\n");
      }
    }

    private static void update(BayesianTrustTracker tracker, int thread, long i) {
      List<String> keys = keys(thread, i);
      Instant at = Instant.ofEpochSecond(i);
      if (keys.size() == 1) {
        tracker.update(keys.get(0), i % 3 == 0, 1, at);
      } else {
        tracker.batchUpdate(keys.stream().map(key -> new TrustUpdate(key, true, 1, at)).toList());
      }
    }

    /** What the ith update of a thread is to: one key or, as a batch, three. */
    static List<String> keys(int thread, long i) {
      String own = thread + "-" + i / UPDATES_PER_KEY;
      String batch = thread + "-batch-" + i / BATCH_EVERY / UPDATES_PER_KEY;
      return i % BATCH_EVERY == 0 ? List.of(batch + "-a", own, batch + "-b") : List.of(own);
    }

    /** The number of updates of a thread that a tracker has. */
    static long count(BayesianTrustTracker tracker, int thread) {
      return IntStream.iterate(0, i -> i + 1)
          .mapToObj(i -> thread + "-" + i)
          .takeWhile(tracker::contains)
          .mapToLong(key -> (long) tracker.getSampleSize(key))
          .sum();
    }

    private static synchronized void say(String line) {
      try {
        OUT.write(line.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
