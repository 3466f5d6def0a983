package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares with traces of the ancestor, bit by bit: the reference traces where they are present, and
 * the project's own everywhere. Operations, weights and times of the own ones were chosen by hand.
 * Their answers are not the ancestor's: a script of its own computed them in Python 3, whose floats
 * are IEEE 754 doubles, from the formulas alone: prior (1, 1), α or β plus the weight, α/(α+β), max(1,
 * α·f) where α+β exceeds the count, p ± z·√(p(1−p)/(α+β)) clipped to [0, 1], 1/(1+e^(−0.1·(n−10))).
 */
class GoldenTraceTest {
  private static final Path REFERENCE = Path.of("../shared/data/golden");

  @TempDir Path files;

  @TestFactory
  Stream<DynamicTest> replay_ownTraces_everyAnswerIsEqual() throws Exception {
    return tests(ownTraces(), "");
  }

  @TestFactory
  Stream<DynamicTest> replay_referenceTraces_everyAnswerIsEqual() throws IOException {
    return Files.isDirectory(REFERENCE) ? tests(REFERENCE, "core_") : Stream.of();
  }

  private static Path ownTraces() throws URISyntaxException {
    return Path.of(GoldenTraceTest.class.getResource("/traces").toURI());
  }

  private Stream<DynamicTest> tests(Path folder, String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> traces =
          entries.filter(file -> isTrace(file.getFileName().toString(), prefix)).sorted().toList();
      assertThat(traces).isNotEmpty();
      return traces.stream().map(trace -> test(folder, trace));
    }
  }

  private static boolean isTrace(String name, String prefix) {
    return name.startsWith(prefix) && name.endsWith(".jsonl");
  }

  private DynamicTest test(Path folder, Path trace) {
    return DynamicTest.dynamicTest(
        trace.getFileName().toString(),
        () -> {
          TraceReplay replay = new TraceReplay(folder.resolve("fixtures"), files);
          List<String> lines = Files.readAllLines(trace);
          replay.replay(lines);
          System.out.printf(
              "%s: %d equal, %d refused on purpose, %d left out, of %d%n",
              trace.getFileName(), replay.equal, replay.refused, replay.leftOut, lines.size() - 1);
          assertThat(replay.equal).isPositive();
          assertThat(replay.equal + replay.refused + replay.leftOut).isEqualTo(lines.size() - 1);
        });
  }
}
