package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each file stands on files below it. */
class ArchitectureTest {
  private static final String PACKAGE = "io.github.bayesiantrust.";
  private static final Pattern USE =
      Pattern.compile("(?m)^ +(io\\.github\\.bayesiantrust\\.\\S+) +-> (\\S+) ");

  @Test
  void files_uses_areWithoutCycle() {
    Map<String, Set<String>> uses = uses();
    assertThat(uses).containsKey("BayesianTrustTracker").hasSizeGreaterThan(20);
    removeThoseThatStandOnNothing(uses);
    assertThat(uses).as("files that use each other in a circle, or such files").isEmpty();
  }

  @Test
  void commandLine_uses_arePublicTypesOnly() throws Exception {
    Set<String> used =
        uses().entrySet().stream()
            .filter(file -> file.getKey().startsWith("cli."))
            .flatMap(file -> file.getValue().stream())
            .filter(name -> !name.startsWith("cli."))
            .collect(Collectors.toSet());
    assertThat(used).isNotEmpty().isSubsetOf(PublicApiTest.publicTypes());
  }

  private static void removeThoseThatStandOnNothing(Map<String, Set<String>> uses) {
    boolean removed;
    do {
      removed = uses.values().removeIf(Set::isEmpty);
      uses.values().forEach(used -> used.retainAll(uses.keySet()));
    } while (removed);
  }

  /** The files that each file of the library uses, by their names without package and ending. */
  private static Map<String, Set<String>> uses() {
    Map<String, Set<String>> uses = new TreeMap<>();
    USE.matcher(jdeps()).results().forEach(use -> add(uses, file(use.group(1)), use.group(2)));
    return uses;
  }

  private static void add(Map<String, Set<String>> uses, String file, String used) {
    Set<String> all = uses.computeIfAbsent(file, name -> new TreeSet<>());
    if (used.startsWith(PACKAGE) && !file(used).equals(file)) {
      all.add(file(used));
    }
  }

  /** A nested class stands in the file of its outermost one. */
  private static String file(String type) {
    return type.substring(PACKAGE.length()).split("\\$")[0];
  }

  private static String jdeps() {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    String classes =
        BayesianTrustTracker.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(printer, printer, "-verbose:class", "-filter:none", classes);
    assertThat(status).as(out.toString()).isZero();
    return out.toString();
  }
}
