package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads damaged files: each is refused as the documentation says, or gives a valid state that comes
 * back equal when it is written. The profile {@code fuzz} reads more than a million.
 */
@Tag("fuzz")
class FuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 6_000);
  private static final long SEED = Long.getLong("fuzz.seed", 51);

  private final Random random = new Random(SEED);
  private final BayesianTrustTracker tracker = new BayesianTrustTracker();

  @Test
  void read_damagedFiles_areRefusedOrGiveAValidState() throws IOException {
    List<byte[]> corpus = corpus();
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] file = corpus.get(random.nextInt(corpus.size()));
      byte[] mutant =
          random.nextInt(4) == 0 ? Mutation.of(file, random) : Mutation.ofStructure(file, random);
      accepted += isAccepted(mutant, i) ? 1 : 0;
    }
    System.out.printf("%d inputs: %d valid, %d refused%n", INPUTS, accepted, INPUTS - accepted);
    assertThat(accepted).isBetween(INPUTS / 50, INPUTS / 2);
  }

  private static List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (String name : new String[] {"version_1.json", "ancestor_pairs.json", "ancestor_columns.json"}) {
      try (InputStream in = FuzzTest.class.getResourceAsStream(name)) {
        corpus.add(in.readAllBytes());
      }
    }
    corpus.add("{\"stats\":{}}".getBytes(UTF_8));
    corpus.add(manyKeys());
    return corpus;
  }

  private static byte[] manyKeys() {
    Map<String, KeyState> states = new LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      TrustHistory history = TrustHistory.ofOwned(new double[] {i, i + 1}, new double[] {0.5, 1});
      states.put("k" + i, new KeyState(1 + i, 1.5, i, i, i % 3 == 0 ? TrustHistory.EMPTY : history));
    }
    return new TrustSnapshot(1, 1, 100, 10, states).toByteArray();
  }

  private boolean isAccepted(byte[] mutant, int number) {
    try {
      TrustSnapshot snapshot = TrustSnapshot.read(mutant);
      assertValid(snapshot);
      return true;
    } catch (TrustFormatException e) {
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isPositive();
      return false;
    } catch (RuntimeException | Error | IOException e) {
      throw new AssertionError(
          "seed " + SEED + ", input " + number + ": " + new String(mutant, UTF_8), e);
    }
  }

  private void assertValid(TrustSnapshot snapshot) throws IOException {
    byte[] written = snapshot.toByteArray();
    TrustSnapshot back = TrustSnapshot.read(written);
    assertThat(back).isEqualTo(snapshot);
    assertThat(back.toByteArray()).isEqualTo(written);
    for (String key : snapshot.keys()) {
      BetaPosterior posterior = snapshot.posterior(key);
      assertThat(posterior.alpha()).isPositive().isFinite();
      assertThat(posterior.beta()).isPositive().isFinite();
    }
    tracker.restore(snapshot);
    assertThat(tracker.keys()).isEqualTo(snapshot.keys());
    tracker.merge(snapshot.merge(snapshot));
    TrustSnapshot.read(tracker.snapshot().toByteArray());
  }
}
