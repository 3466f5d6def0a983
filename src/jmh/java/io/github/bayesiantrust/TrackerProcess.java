package io.github.bayesiantrust;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A process with some trackers of one kind, which measures when it is told to and rests otherwise: so
 * two of them can be measured in turns, in one mood of the host. What one of them has compiled, no
 * other kind of tracker has had a part in. It has several trackers so that it does not stand for the
 * place that one of them has in memory.
 */
final class TrackerProcess implements AutoCloseable {
  private static final int TRACKERS = 8;

  /** Some milliseconds: what the one before has left in the processor's caches does not count. */
  private static final int TIMES = 50_000;

  private final Process process;
  private final PrintStream orders;
  private final BufferedReader answers;

  /** Starts it; what it is asked first waits until it has its keys. */
  TrackerProcess(TrackerWorkload.Setting setting, int keys) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TrackerProcess.class.getName(),
                setting.name(),
                String.valueOf(keys))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    orders = new PrintStream(process.getOutputStream(), true);
    answers = new BufferedReader(new InputStreamReader(process.getInputStream()));
  }

  /** Nanoseconds that a {@code getTrust} takes now, on average. */
  double nanos() throws IOException {
    orders.println();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the process has ended");
    }
    return Double.parseDouble(answer);
  }

  @Override
  public void close() {
    process.destroy();
  }

  // The process itself

  /** Measures once for each line that comes in. */
  public static void main(String[] args) throws IOException {
    KeySequence sequence = new KeySequence(Integer.parseInt(args[1]));
    KeySequence.Cursor keys = sequence.cursor();
    TrackerWorkload.Setting setting = TrackerWorkload.Setting.valueOf(args[0]);
    TrackerWorkload[] trackers =
        Stream.generate(() -> new TrackerWorkload(sequence, setting))
            .limit(TRACKERS)
            .toArray(TrackerWorkload[]::new);
    System.gc();
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    while (orders.readLine() != null) {
      System.out.println(nanos(trackers, keys));
    }
  }

  private static double nanos(TrackerWorkload[] trackers, KeySequence.Cursor keys) {
    double sum = 0;
    long start = System.nanoTime();
    for (TrackerWorkload tracker : trackers) {
      sum += sumOfTrusts(tracker, keys);
    }
    long nanos = System.nanoTime() - start;
    if (!(sum > 0)) {
      throw new AssertionError("no trust: " + sum);
    }
    return (double) nanos / TIMES / trackers.length;
  }

  private static double sumOfTrusts(TrackerWorkload tracker, KeySequence.Cursor keys) {
    double sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum += tracker.trust(keys);
    }
    return sum;
  }
}
