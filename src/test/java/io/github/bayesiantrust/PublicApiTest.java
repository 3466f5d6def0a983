package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The surface that other code compiles against. */
class PublicApiTest {

  @Test
  void mainPackage_publicTypes_areTheseAndNoOthers() throws Exception {
    assertThat(publicTypes())
        .containsExactlyInAnyOrder(
            "BayesianTrustTracker",
            "BetaPosterior",
            "IntervalMethod",
            "PerformanceStats",
            "RankedKey",
            "SyncPolicy",
            "TrustAutosave",
            "TrustConfig",
            "TrustDecision",
            "TrustFormatException",
            "TrustHistory",
            "TrustInterval",
            "TrustJournal",
            "TrustPolicy",
            "TrustReport",
            "TrustSnapshot",
            "TrustUpdate");
  }

  static List<String> publicTypes() throws URISyntaxException, IOException {
    Path classes =
        Path.of(BayesianTrustTracker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("io/github/bayesiantrust"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .filter(PublicApiTest::isPublic)
          .toList();
    }
  }

  private static boolean isPublic(String name) {
    try {
      return Modifier.isPublic(Class.forName("io.github.bayesiantrust." + name).getModifiers());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
