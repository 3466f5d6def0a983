package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Updates a second with a journal, for each sync policy, and without one. The threads are set with
 * {@code -t}; the files are in the folder of temporary files, whose disk is what counts.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class JournalBenchmark {
  private static final int KEYS = 500;

  @Param({"none", "by the system", "every 10 ms", "every record"})
  String sync;

  private final String[] names =
      IntStream.range(0, KEYS).mapToObj(i -> "service-" + i).toArray(String[]::new);

  private BayesianTrustTracker tracker;
  private TrustJournal journal;
  private Path folder;

  /** An iteration begins with a short journal. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    tracker = new BayesianTrustTracker();
    folder = Files.createTempDirectory("journal");
    if (!sync.equals("none")) {
      journal = TrustJournal.open(tracker, folder.resolve("trust.json"), policy());
    }
    for (String name : names) {
      tracker.update(name, true);
    }
  }

  private SyncPolicy policy() {
    return switch (sync) {
      case "by the system" -> SyncPolicy.BY_SYSTEM;
      case "every 10 ms" -> SyncPolicy.every(Duration.ofMillis(10));
      default -> SyncPolicy.EVERY_RECORD;
    };
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    if (journal != null) {
      journal.close();
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Benchmark
  public void update() {
    tracker.update(names[ThreadLocalRandom.current().nextInt(KEYS)], true);
  }
}
