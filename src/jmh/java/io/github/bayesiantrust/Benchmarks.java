package io.github.bayesiantrust;

import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The entry to the benchmarks. Without arguments it prints the whole table of {@link
 * PerformanceTable}; {@code table ROUNDS [PATTERN]} chooses how many rounds and which lines, {@code
 * smoke} only tries whether everything runs. All else goes to JMH as it is.
 */
final class Benchmarks {
  private static final int ROUNDS = 5;
  private static final Pattern ALL = Pattern.compile("");

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    switch (args.length == 0 ? "table" : args[0]) {
      case "table" -> new PerformanceTable(rounds(args), lines(args), false).print();
      case "smoke" -> smoke();
      default -> org.openjdk.jmh.Main.main(args);
    }
  }

  /** It measures nothing, and so need not be alone. */
  private static void smoke() throws RunnerException {
    System.setProperty("jmh.ignoreLock", "true");
    new PerformanceTable(1, ALL, true).print();
  }

  private static int rounds(String[] args) {
    return args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS;
  }

  private static Pattern lines(String[] args) {
    return args.length > 2 ? Pattern.compile(args[2]) : ALL;
  }
}
