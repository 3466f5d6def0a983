package io.github.bayesiantrust.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bayesiantrust.BetaPosterior;
import io.github.bayesiantrust.TrustSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs where the shared data is present. */
class BitcoinDataTest {
  private static final Path DATA = Path.of("../shared/data/trust");
  private static final Path EVENTS = DATA.resolve("events_bitcoin_otc.csv");

  @TempDir Path dir;

  @BeforeEach
  void dataIsPresent() {
    assumeTrue(Files.exists(EVENTS));
  }

  @Test
  void replay_ratings_eachPosteriorIsAsExpected() throws IOException {
    Path state = dir.resolve("state.json");
    Cli.Result result = Cli.run("replay", EVENTS.toString(), "--export", state.toString());
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("35,592 outcomes of 5,858 keys in ");
    TrustSnapshot snapshot = TrustSnapshot.read(state);
    List<String> expected =
        Files.readAllLines(DATA.resolve("expected_bitcoin_otc_beta11_nodecay.csv"));
    assertThat(snapshot.keys()).hasSize(5_858).hasSize(expected.size() - 1);
    for (String line : expected.subList(1, expected.size())) {
      String[] cells = line.split(",");
      BetaPosterior posterior = snapshot.posterior(cells[0]);
      // The file holds the exact sums; up to 535 additions round by half an ulp each.
      assertThat(posterior.alpha()).as(line).isCloseTo(Double.parseDouble(cells[2]), within(1e-10));
      assertThat(posterior.beta()).as(line).isCloseTo(Double.parseDouble(cells[3]), within(1e-10));
    }
  }
}
