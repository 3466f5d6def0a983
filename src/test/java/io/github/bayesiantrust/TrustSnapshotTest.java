package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrustSnapshotTest {
  private static final double NONE = Double.NaN;

  // Questions

  private final TrustSnapshot snapshot =
      snapshot(
          1, 2, NONE, 1763900000.5,
          Map.of(
              "a", new KeyState(12, 3.5, 1763899999.25, NONE, history(1, 0.5, 2, 0.25)),
              "idle", new KeyState(1, 2, NONE, NONE, TrustHistory.EMPTY)));

  @Test
  void posterior_knownKey_isItsState() {
    assertThat(snapshot.posterior("a")).isEqualTo(new BetaPosterior(12, 3.5, 1, 2));
    assertThat(snapshot.history("a")).isEqualTo(history(1, 0.5, 2, 0.25));
    assertThat(snapshot.lastUpdate("a")).contains(Instant.parse("2025-11-23T12:13:19.250Z"));
    assertThat(snapshot.lastUpdate("idle")).isEmpty();
    assertThat(snapshot.keys()).containsExactlyInAnyOrder("a", "idle");
    assertThat(snapshot.size()).isEqualTo(2);
    assertThat(snapshot.takenAt()).contains(Instant.parse("2025-11-23T12:13:20.500Z"));
  }

  @Test
  void posterior_unknownKey_isThePriorAndCreatesNothing() {
    assertThat(snapshot.posterior("x")).isEqualTo(new BetaPosterior(1, 2, 1, 2));
    assertThat(snapshot.history("x").size()).isZero();
    assertThat(snapshot.lastUpdate("x")).isEmpty();
    assertThat(snapshot.size()).isEqualTo(2);
  }

  @Test
  void arguments_null_areRefused() {
    assertThatNullPointerException().isThrownBy(() -> snapshot.posterior(null)).withMessage("key");
    assertThatNullPointerException().isThrownBy(() -> snapshot.history(null));
    assertThatNullPointerException().isThrownBy(() -> snapshot.lastUpdate(null));
    assertThatNullPointerException().isThrownBy(() -> snapshot.merge(null));
    assertThatNullPointerException().isThrownBy(() -> snapshot.write((Path) null));
    assertThatNullPointerException().isThrownBy(() -> TrustSnapshot.read((Path) null));
    assertThatNullPointerException().isThrownBy(() -> TrustSnapshot.read((byte[]) null));
  }

  @Test
  void keys_change_isRefused() {
    assertThatThrownBy(() -> snapshot.keys().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> snapshot.states().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void lastUpdate_timeBeyondAnInstant_isTheFarthest() throws IOException {
    TrustSnapshot read =
        read("{\"stats\":{},\"last_update\":{\"a\":1e300,\"b\":-1e300,\"c\":-0.25,\"d\":31556889864403199}}");
    assertThat(read.lastUpdate("a")).contains(Instant.MAX);
    assertThat(read.lastUpdate("b")).contains(Instant.MIN);
    assertThat(read.lastUpdate("c")).contains(Instant.parse("1969-12-31T23:59:59.750Z"));
    assertThat(read.lastUpdate("d")).isPresent();
    assertThat(read.takenAt()).isEmpty();
  }

  @Test
  void equals_sameState_isTrueInAnyOrderOfKeys() throws IOException {
    TrustSnapshot one = read("{\"stats\":{\"a\":[1,2],\"b\":[3,4]}}");
    TrustSnapshot same = read("{\"prior\":[1,1],\"stats\":{\"b\":[3,4],\"a\":[1,2]}}");
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isEqualTo(one);
    assertThat(one)
        .isNotEqualTo(read("{\"stats\":{\"a\":[1,2]}}"))
        .isNotEqualTo(read("{\"stats\":{\"a\":[1,2],\"b\":[3,5]}}"))
        .isNotEqualTo(read("{\"stats\":{\"a\":[1,2],\"b\":[3,4]},\"prior\":[1,2]}"))
        .isNotEqualTo(read("{\"stats\":{\"a\":[1,2],\"b\":[3,4]},\"prior\":[2,1]}"))
        .isNotEqualTo(read("{\"stats\":{\"a\":[1,2],\"b\":[3,4]},\"export_time\":1}"))
        .isNotEqualTo(read("{\"stats\":{\"a\":[1,2],\"b\":[3,4]},\"half_life\":1}"))
        .isNotEqualTo("a");
  }

  @Test
  void toString_isShort() {
    assertThat(snapshot)
        .hasToString("TrustSnapshot[size=2, prior=(1.0, 2.0), takenAt=2025-11-23T12:13:20.500Z]");
  }

  // Files, streams, arrays

  @Test
  void write_anyForm_readsBackEqual(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("state.json");
    snapshot.write(file);
    assertThat(TrustSnapshot.read(file)).isEqualTo(snapshot);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    snapshot.write(out);
    assertThat(out.toByteArray()).isEqualTo(snapshot.toByteArray()).isEqualTo(Files.readAllBytes(file));
    assertThat(TrustSnapshot.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(snapshot);
    assertThat(TrustSnapshot.read(snapshot.toByteArray())).isEqualTo(snapshot);
  }

  @Test
  void write_unwritableState_leavesTheOldFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("state.json");
    snapshot.write(file);
    TrustSnapshot poisoned =
        snapshot(
            1, 1, NONE, 5, Map.of("a", new KeyState(1, 1 / 0.0, 5, NONE, TrustHistory.EMPTY)));
    assertThatThrownBy(() -> poisoned.write(file)).isInstanceOf(IllegalArgumentException.class);
    assertThat(TrustSnapshot.read(file)).isEqualTo(snapshot);
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void read_badFile_namesFileAndPlace(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("state.json");
    Files.writeString(file, "{\n\"stats\":{\"a\":[1,0]}}");
    assertThatThrownBy(() -> TrustSnapshot.read(file))
        .isExactlyInstanceOf(TrustFormatException.class)
        .hasMessage(file + ": line 2, column 17: expected beta above 0, but found 0.0");
    assertThatThrownBy(() -> TrustSnapshot.read(new byte[0]))
        .isExactlyInstanceOf(TrustFormatException.class)
        .hasMessage("the array: line 1, column 1: expected an object, but found the end of the input");
  }

  @Test
  void read_missingFile_isAnIOException(@TempDir Path directory) {
    assertThatIOException()
        .isThrownBy(() -> TrustSnapshot.read(directory.resolve("missing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void write_newFileWithAttributes_hasThem(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("state.json");
    Set<PosixFilePermission> shared = PosixFilePermissions.fromString("rw-r-----");
    snapshot.write(file, PosixFilePermissions.asFileAttribute(shared));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(shared);
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    tracker.exportToFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    assertThat(Files.getPosixFilePermissions(file)).as("it exists").isEqualTo(shared);
    Files.delete(file);
    tracker.exportToFile(file, PosixFilePermissions.asFileAttribute(shared));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(shared);
  }

  @Test
  void exportToFile_anyTracker_writesTheBytesOfItsSnapshot(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("state.json");
    for (TrustConfig.Builder config :
        new TrustConfig.Builder[] {
          TrustConfig.builder(), TrustConfig.builder().halfLife(Duration.ofDays(3))
        }) {
      BayesianTrustTracker tracker = new BayesianTrustTracker(config.clock(new ManualClock()).build());
      tracker.exportToFile(file);
      assertThat(file).hasBinaryContent(tracker.snapshot().toByteArray());
      for (int i = 0; i < 1_000; i++) {
        tracker.update("é-" + i, i % 3 == 0, i / 7.0);
      }
      tracker.merge(TrustSnapshot.read("{\"stats\":{\"never updated\":[2,3]}}".getBytes(UTF_8)));
      tracker.exportToFile(file);
      assertThat(file).hasBinaryContent(tracker.snapshot().toByteArray());
    }
  }

  // Merging

  @Test
  void merge_keyInBoth_addsEvidenceAndCountsThePriorOnce() {
    TrustSnapshot a = snapshot(1, 2, NONE, 5, Map.of("k", state(3, 4, 10, history(1, 0.5, 4, 0.25))));
    TrustSnapshot b = snapshot(1, 2, NONE, 9, Map.of("k", state(2.5, 2, 7, history(2, 0.75, 4, 1))));
    TrustSnapshot merged = a.merge(b);
    assertThat(merged)
        .isEqualTo(
            snapshot(
                1, 2, NONE, 9,
                Map.of("k", state(4.5, 4, 10, history(1, 0.5, 2, 0.75, 4, 0.25, 4, 1)))));
  }

  @Test
  void merge_keyInOne_isTakenOverToTheLastBit() {
    TrustSnapshot a = snapshot(1, 1, NONE, NONE, Map.of("a", state(0.1, 1e300, NONE, TrustHistory.EMPTY)));
    TrustSnapshot b = snapshot(1, 1, NONE, 3, Map.of("b", state(1.1, 0.3, 5, history(5, 0.5))));
    TrustSnapshot merged = a.merge(b);
    assertThat(merged.states())
        .isEqualTo(Map.of("a", a.states().get("a"), "b", b.states().get("b")));
    assertThat(merged.exportTime()).isEqualTo(3);
    assertThat(a.size()).isOne();
    assertThat(b.size()).isOne();
    TrustSnapshot nothing = snapshot(1, 1, NONE, NONE, Map.of());
    assertThat(a.merge(nothing)).isEqualTo(a);
    assertThat(nothing.merge(a)).isEqualTo(a);
  }

  @Test
  void merge_otherPrior_movesTheEvidence() {
    TrustSnapshot a = snapshot(1, 1, NONE, 5, Map.of("k", state(3, 1, 1, TrustHistory.EMPTY)));
    TrustSnapshot b =
        snapshot(
            2, 8, NONE, 5,
            Map.of(
                "k", state(4, 9, 2, TrustHistory.EMPTY), "b", state(2, 10, 2, TrustHistory.EMPTY),
                "below", state(1.5, 9, 2, TrustHistory.EMPTY)));
    TrustSnapshot merged = a.merge(b);
    assertThat(merged.posterior("k")).isEqualTo(new BetaPosterior(5, 2, 1, 1));
    assertThat(merged.posterior("b")).isEqualTo(new BetaPosterior(1, 3, 1, 1));
    assertThat(merged.posterior("below")).isEqualTo(new BetaPosterior(1, 2, 1, 1));
    assertThat(b.merge(a).posterior("k")).isEqualTo(new BetaPosterior(6, 9, 2, 8));
  }

  @Test
  void merge_beyondTheLargestDouble_staysFinite() {
    TrustSnapshot a =
        snapshot(1, 1, NONE, 5, Map.of("k", state(Double.MAX_VALUE, 1, 1, TrustHistory.EMPTY)));
    assertThat(a.merge(a).posterior("k").alpha()).isEqualTo(Double.MAX_VALUE);
    assertThat(a.merge(a).toByteArray()).isNotEmpty();
  }

  @Test
  void merge_fadingEvidence_bringsTheEarlierToTheLaterTime() {
    TrustSnapshot early = snapshot(1, 1, 10, 100, Map.of("k", new KeyState(9, 5, 95, 100, TrustHistory.EMPTY)));
    TrustSnapshot late = snapshot(1, 1, 10, 120, Map.of("k", new KeyState(2, 4, 110, 120, TrustHistory.EMPTY)));
    // Two half-lives: 8 and 4 become 2 and 1.
    TrustSnapshot expected =
        snapshot(1, 1, 10, 120, Map.of("k", new KeyState(4, 5, 110, 120, TrustHistory.EMPTY)));
    assertThat(early.merge(late)).isEqualTo(expected);
    assertThat(late.merge(early)).isEqualTo(expected);
  }

  @Test
  void merge_oneSideFades_addsTheOtherAsItIs() {
    TrustSnapshot fading = snapshot(1, 1, 10, 100, Map.of("k", new KeyState(9, 5, 95, 100, TrustHistory.EMPTY)));
    TrustSnapshot lasting = snapshot(1, 1, NONE, 200, Map.of("k", state(2, 1, 200, TrustHistory.EMPTY)));
    TrustSnapshot expected =
        snapshot(1, 1, 10, 200, Map.of("k", new KeyState(10, 5, 200, 100, TrustHistory.EMPTY)));
    assertThat(fading.merge(lasting)).isEqualTo(expected);
    assertThat(lasting.merge(fading)).isEqualTo(expected);
  }

  @Test
  void merge_anyOrderAndGrouping_givesTheSameToAFewUlps() {
    Random random = new Random(12);
    for (int i = 0; i < 300; i++) {
      double halfLife = random.nextBoolean() ? 300 : NONE;
      TrustSnapshot a = randomSnapshot(random, halfLife);
      TrustSnapshot b = randomSnapshot(random, halfLife);
      TrustSnapshot c = randomSnapshot(random, halfLife);
      assertClose(a.merge(b), b.merge(a));
      assertClose(a.merge(b).merge(c), a.merge(b.merge(c)));
    }
  }

  private static TrustSnapshot randomSnapshot(Random random, double halfLife) {
    Map<String, KeyState> states = new LinkedHashMap<>();
    for (int n = random.nextInt(8); n > 0; n--) {
      double time = random.nextInt(1000);
      states.put(
          "k" + random.nextInt(5),
          new KeyState(
              1.5 + random.nextInt(3) * Math.exp(4 * random.nextGaussian()), 0.75 + random.nextInt(50) / 7.0,
              random.nextInt(5) == 0 ? NONE : time,
              random.nextInt(5) == 0 ? NONE : time + random.nextInt(100),
              history(random.nextInt(3), random.nextInt(3) / 2.0, 3, random.nextInt(3) / 2.0)));
    }
    return snapshot(1.5, 0.75, halfLife, random.nextInt(1000), states);
  }

  /** The error budget: three additions and two fadings, each of two roundings and a power. */
  private static void assertClose(TrustSnapshot a, TrustSnapshot b) {
    assertThat(a.keys()).isEqualTo(b.keys());
    assertThat(a.exportTime()).isEqualTo(b.exportTime());
    for (String key : a.keys()) {
      KeyState x = a.states().get(key);
      KeyState y = b.states().get(key);
      assertThat(x.alpha()).isCloseTo(y.alpha(), within(16 * Math.ulp(y.alpha())));
      assertThat(x.beta()).isCloseTo(y.beta(), within(16 * Math.ulp(y.beta())));
      assertThat(Double.compare(x.lastUpdate(), y.lastUpdate())).isZero();
      assertThat(Double.compare(x.statedAt(), y.statedAt())).isZero();
      assertThat(x.history()).isEqualTo(y.history());
    }
  }

  // The arithmetic below

  @Test
  void withPrior_equalPriors_keepsTheBits() {
    KeyState below = state(0.1, 0.3, NONE, TrustHistory.EMPTY);
    assertThat(below.withPrior(1, 1, 1, 1)).isSameAs(below);
    assertThat(below.withPrior(1, 0.2, 2, 5))
        .isEqualTo(state(2, 5 + (0.3 - 0.2), NONE, TrustHistory.EMPTY));
  }

  @Test
  void fadedTo_earlierOrNoTimeOrNoHalfLife_changesNothing() {
    KeyState state = new KeyState(9, 5, 95, 100, TrustHistory.EMPTY);
    assertThat(state.fadedTo(99, 10, 1, 1)).isSameAs(state);
    assertThat(state.fadedTo(100, 10, 1, 1)).isSameAs(state);
    assertThat(state.fadedTo(NONE, 10, 1, 1)).isSameAs(state);
    assertThat(state.fadedTo(110, NONE, 1, 1)).isSameAs(state);
    assertThat(state.fadedTo(110, 10, 1, 1))
        .isEqualTo(new KeyState(5, 3, 95, 110, TrustHistory.EMPTY));
    assertThat(state.fadedTo(1e300, 1e-300, 1, 1).alpha()).isEqualTo(1);
  }

  /** Found by {@link FuzzTest}: 1e46 + (1 − 1e46)·f is 0 for f just below 1. */
  @Test
  void fadedTo_shapeFarBelowItsPrior_staysAboveZero() throws IOException {
    KeyState below = new KeyState(1, 3, 0, 0, TrustHistory.EMPTY);
    assertThat(below.fadedTo(1e-12, 1, 1e46, 1).alpha()).isEqualTo(1);
    assertThat(below.fadedTo(1, 1, 1e46, 1).beta()).isEqualTo(2);
    TrustSnapshot read =
        read("{\"prior\":[1e46,1],\"half_life\":1e99,\"export_time\":9,\"stats\":{\"k\":[1,1]},"
            + "\"stated_at\":{\"k\":1}}");
    assertThat(read.posterior("k").alpha()).isEqualTo(1);
  }

  private static KeyState state(double alpha, double beta, double lastUpdate, TrustHistory history) {
    return new KeyState(alpha, beta, lastUpdate, NONE, history);
  }

  private static TrustSnapshot snapshot(
      double priorAlpha, double priorBeta, double halfLife, double time, Map<String, KeyState> states) {
    return new TrustSnapshot(priorAlpha, priorBeta, time, halfLife, states);
  }

  private static TrustHistory history(double... timesAndValues) {
    double[] times = new double[timesAndValues.length / 2];
    double[] values = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = timesAndValues[2 * i];
      values[i] = timesAndValues[2 * i + 1];
    }
    return TrustHistory.ofOwned(times, values);
  }

  private static TrustSnapshot read(String document) throws IOException {
    return TrustSnapshot.read(document.getBytes(UTF_8));
  }
}
