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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays the reference data where it is present, against posteriors that were computed exactly. */
class RealDataTest {
  private static final Path DATA = Path.of("../shared/data/trust");

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bitcoin_otc    | 35,592 outcomes of 5,858 keys in ",
        "obd_random_men | 10,000 outcomes of 34 keys in "
      })
  void replay_realOutcomes_eachPosteriorIsAsExpected(String name, String summary)
      throws IOException {
    Path events = DATA.resolve("events_" + name + ".csv");
    assumeTrue(Files.exists(events));
    Path state = dir.resolve("state.json");
    Cli.Result result = Cli.run("replay", events.toString(), "--export", state.toString());
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith(summary);

    TrustSnapshot snapshot = TrustSnapshot.read(state);
    List<String> expected =
        Files.readAllLines(DATA.resolve("expected_" + name + "_beta11_nodecay.csv"));
    assertThat(snapshot.keys()).hasSize(expected.size() - 1);
    for (String line : expected.subList(1, expected.size())) {
      String[] cells = line.split(",");
      BetaPosterior posterior = snapshot.posterior(cells[0]);
      int outcomes = Integer.parseInt(cells[1]);
      assertIsSum(posterior.alpha(), Double.parseDouble(cells[2]), outcomes, line);
      assertIsSum(posterior.beta(), Double.parseDouble(cells[3]), outcomes, line);
    }
  }

  /** Each of the additions, and each of the weights, which are tenths, is off by half an ulp at most. */
  private static void assertIsSum(double actual, double exact, int additions, String line) {
    assertThat(actual).as(line).isCloseTo(exact, within(additions * Math.ulp(exact)));
  }
}
