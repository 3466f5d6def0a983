package io.github.bayesiantrust.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bayesiantrust.BayesianTrustTracker;
import io.github.bayesiantrust.BetaPosterior;
import io.github.bayesiantrust.TrustConfig;
import io.github.bayesiantrust.TrustSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final String HEADER = "key,success,weight,epoch_millis\n";
  private static final long DAY = 86_400_000;

  @TempDir Path dir;

  @Test
  void run_smallFile_summaryAndOneTable() throws Exception {
    Path file = write("a,1,2,1000\nb,no,,3000\na,true,1,2000\n");
    Cli.Result result = Cli.run("replay", file.toString());
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines().limit(5))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("3 outcomes of 2 keys in [\\d.]+ s \\([\\d,]+ outcomes per second\\)"),
            line -> assertThat(line).isEqualTo("from 1970-01-01T00:00:01Z to 1970-01-01T00:00:03Z"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).isEqualTo("All 2 keys, best first"),
            line -> assertThat(line).isEqualTo(
                        "key  trust   95 % interval  evidence  halfway    history (0.3 to 1)"));
    assertThat(result.rows("a  "))
        .singleElement()
        .asString()
        .matches("a +0\\.800 .* 3\\.0 +0\\.800    ▆▆");
    assertThat(result.rows("b  "))
        .singleElement()
        .asString()
        .matches("b +0\\.333 .* 1\\.0 +0\\.333    ▁");
    assertThat(result.out().indexOf("\na ")).isLessThan(result.out().indexOf("\nb "));
  }

  @Test
  void run_interval_isTheCredibleInterval() throws Exception {
    // BETA.INV(0.025; 4; 1) and BETA.INV(0.975; 4; 1): p^(1/4).
    Path file = write("a,1,3,0\n");
    assertThat(Cli.run("replay", file.toString()).out()).contains("[0.398, 0.994]");
  }

  @Test
  void run_dash_readsStandardInput() {
    Cli.Result result = Cli.runWithInput("success,key\r\n1,x\r\n", "replay", "-");
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("1 outcome of 1 key in ").doesNotContain("\nfrom ");
    assertThat(result.rows("x ")).hasSize(1);
  }

  @Test
  void run_noOutcomes_saysSo() {
    Cli.Result result = Cli.runWithInput(HEADER, "replay", "-");
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("0 outcomes of 0 keys in ").endsWith("\nno keys to show\n");
  }

  @Test
  void run_badRow_status2WithFileLineAndReasonNothingExported() throws Exception {
    Path file = write("a,1,1,1\nb,maybe,1,2\nc,1,1,3\n");
    Path state = dir.resolve("state.json");
    Cli.Result result = Cli.run("replay", file.toString(), "--export", state.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            "bayesian-trust-tracker: "
                + file
                + ": line 3: success must be 1/0, true/false, yes/no or pass/fail,"
                + " but is \"maybe\"\n");
    assertThat(files()).containsExactly("events.csv");
  }

  @Test
  void run_badRow_earlierExportStays() throws Exception {
    Path state = Files.writeString(dir.resolve("state.json"), "precious");
    Path file = write("a,1,-1,1\n");
    Cli.Result result = Cli.run("replay", file.toString(), "--export", state.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(state).hasContent("precious");
  }

  @Test
  void run_badHeader_status2EvenWhenSkipping() {
    Cli.Result result = Cli.runWithInput("a,1,1,1\n", "replay", "-", "--skip-bad-rows");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("standard input: line 1: the header line must name");
  }

  @Test
  void run_skipBadRows_countsAndNamesTheFirst() {
    String csv = HEADER + "a,1,1,1\n" + "x,?,1,1\n".repeat(7) + "b,1,1,1\n";
    Cli.Result result = Cli.runWithInput(csv, "replay", "-", "--skip-bad-rows");
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("2 outcomes of 2 keys");
    assertThat(result.err().lines()).hasSize(6).last().isEqualTo("7 bad rows skipped");
    assertThat(result.err())
        .startsWith("skipped standard input: line 3: success must be")
        .contains("line 7: ")
        .doesNotContain("line 8: ");
  }

  @Test
  void run_skipBadRows_invalidUtf8AndMisplacedQuotesAreSkipped() throws Exception {
    Path file = dir.resolve("latin1.csv");
    Files.writeString(file, "key,success\ncaf\u00e9,1\n\"a\"b,1\nc,1\n", ISO_8859_1);
    Cli.Result result = Cli.run("replay", "--skip-bad-rows", file.toString());
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("1 outcome of 1 key");
    assertThat(result.err()).contains("line 2: the row is not valid UTF-8", "2 bad rows skipped");
  }

  @Test
  void run_skipBadRows_quoteNeverClosedStillEndsTheRun() {
    Cli.Result result =
        Cli.runWithInput("key,success\na,1\n\"b,1\nc,1\n", "replay", "-", "--skip-bad-rows");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("line 3: a quote that opens in this row is never closed");
  }

  @Test
  void run_extremeWeightsAndTimes_finiteOutput() {
    String csv =
        HEADER
            + "a,1,1e308,0\na,1,1e308,9223372036854775807\na,0,1e308,-9223372036854775808\n"
            + "b,1,4.9e-324,0\n";
    for (String halfLife : new String[] {"--half-life=1ms", "--half-life=999999999w", "--ascii"}) {
      Cli.Result result = Cli.runWithInput(csv, "replay", "-", halfLife);
      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out()).startsWith("4 outcomes of 2 keys").doesNotContain("NaN", "Infinity");
    }
  }

  @Test
  void run_missingFileOrDirectory_status1() {
    Cli.Result missing = Cli.run("replay", dir.resolve("none.csv").toString());
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.err()).endsWith("none.csv: no such file or directory\n");
    Cli.Result directory = Cli.run("replay", dir.toString());
    assertThat(directory.status()).isEqualTo(1);
    assertThat(directory.err().lines()).singleElement().asString().contains(dir.toString());
  }

  @Test
  void run_exportToMissingDirectory_status1() throws Exception {
    Path file = write("a,1,1,1\n");
    String target = dir.resolve("no/where.json").toString();
    Cli.Result result = Cli.run("replay", file.toString(), "--export", target);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().contains(target);
    assertThat(files()).containsExactly("events.csv");
  }

  @Test
  void run_export_stateOfTheOutcomes() throws Exception {
    BayesianTrustTracker tracker = export(TrustConfig.defaults(), "a,1,2.5,1000\na,0,1,5000\n");
    assertThat(tracker.getStats("a")).isEqualTo(BetaPosterior.of(3.5, 2));
    assertThat(tracker.getHistory("a").times()).containsExactly(1, 5);
  }

  @Test
  void run_prior_isUsed() throws Exception {
    TrustConfig config = TrustConfig.builder().prior(8, 2).build();
    BayesianTrustTracker tracker = export(config, "a,1,1,1\n", "--prior", "8,2");
    assertThat(tracker.getStats("a")).isEqualTo(new BetaPosterior(9, 2, 8, 2));
  }

  @Test
  void run_halfLife_evidenceFadesToTheLatestOutcome() throws Exception {
    Path file = write("old,1,8,0\nnew,1,8," + 60 * DAY + "\n");
    String out = Cli.run("replay", file.toString(), "--half-life", "30d").out();
    // 8 successes, two half-lives ago: 2 are left.
    assertThat(out.lines().filter(line -> line.startsWith("old")))
        .singleElement().asString().matches("old +0\\.750 .* 2\\.0  .*");
    assertThat(out.lines().filter(line -> line.startsWith("new")))
        .singleElement().asString().matches("new +0\\.900 .* 8\\.0  .*");
  }

  @Test
  void run_halfLifeWithoutTimes_status2() {
    Cli.Result result = Cli.runWithInput("key,success\na,1\n", "replay", "-", "--half-life=30d");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("--half-life needs the times of the outcomes");
  }

  @Test
  void run_history_entriesKept() throws Exception {
    Path file = write("a,1,1,1\na,0,1,2\na,1,1,3\n");
    String path = file.toString();
    assertThat(Cli.run("replay", path).rows("a ").get(0)).endsWith("  0.500    ▃▁▂");
    assertThat(Cli.run("replay", path, "--history", "2").rows("a ").get(0)).endsWith("  0.600    ▁▂");
    assertThat(Cli.run("replay", path, "--history", "0").rows("a ").get(0)).endsWith("  3.0");
  }

  @Test
  void run_moreThanTwiceTop_bestAndWorst() throws Exception {
    Path file = write(keys(7));
    Cli.Result result = Cli.run("replay", file.toString(), "--top", "2");
    assertThat(result.out()).contains("\nBest 2 keys\n", "\nWorst 2 keys, worst first\n");
    assertThat(result.rows("k").stream().map(row -> row.substring(0, 2)))
        .containsExactly("ke", "k7", "k6", "ke", "k1", "k2");
  }

  @Test
  void run_exactlyTwiceTop_oneTable() throws Exception {
    Path file = write(keys(6));
    Cli.Result result = Cli.run("replay", file.toString(), "--top=3");
    assertThat(result.out()).contains("\nAll 6 keys, best first\n").doesNotContain("Worst");
    assertThat(result.rows("k")).hasSize(7);
  }

  @Test
  void run_keyAmongBestByBothBounds_isShownOnce() throws Exception {
    // The narrow posterior has the highest lower bound and the lowest upper bound.
    Path file = write("narrow,1,500,1\nnarrow,0,500,1\nw1,1,0,1\nw2,1,0,1\nw3,1,0,1\n");
    Cli.Result result = Cli.run("replay", file.toString(), "--top", "1");
    assertThat(result.rows("narrow")).hasSize(1);
    assertThat(result.rows("w")).hasSize(1);
  }

  @Test
  void run_minEvidence_leavesKeysOut() throws Exception {
    Path file = write("a,1,1,1\nb,1,2,1\nc,1,3,1\n");
    Cli.Result result = Cli.run("replay", file.toString(), "--min-evidence", "2");
    assertThat(result.out()).startsWith("3 outcomes of 3 keys").contains("All 2 keys, best first");
    assertThat(result.rows("a ")).isEmpty();
    assertThat(Cli.run("replay", file.toString(), "--min-evidence", "9").out())
        .endsWith("no keys to show\n");
  }

  @Test
  void run_keysWithControlCharacters_areHarmless() throws Exception {
    Path file = write("\"\u001b[2J\nevil\",1,1,1\n\u202etxt,1,1,1\n");
    Cli.Result result = Cli.run("replay", file.toString());
    assertThat(result.rows("\\u001b[2J\\nevil  ")).hasSize(1);
    assertThat(result.rows("\\u202etxt ")).hasSize(1);
    assertThat(result.out()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void run_longAndWideKeys_columnsAligned() throws Exception {
    Path file = write("x".repeat(50) + ",1,1,1\n日本語,1,1,1\nk,1,1,1\n");
    Cli.Result result = Cli.run("replay", file.toString());
    assertThat(result.rows("xxx")).singleElement().asString().contains("x…x");
    assertThat(Stream.of("xxx", "日本", "k ").map(start -> result.rows(start).get(0)))
        .allSatisfy(
            row -> assertThat(Printable.width(row.substring(0, row.indexOf('[')))).isEqualTo(37));
  }

  @Test
  void run_ascii_nothingElse() throws Exception {
    Path file = write("é,1,1,1\né,1,1,2\né,0,8,3\n" + "y".repeat(40) + ",1,1,1\n");
    Cli.Result result = Cli.run("replay", file.toString(), "--ascii");
    assertThat(US_ASCII.newEncoder().canEncode(result.out())).isTrue();
    assertThat(result.rows("\\u00e9")).allSatisfy(row -> assertThat(row).endsWith("0.750 -  672"));
    assertThat(result.rows("\\u00e9")).as("in both tables").hasSize(2);
  }

  @Test
  void run_charsetWithoutBlocks_sameAsAscii() {
    String csv = "key,success\né,1\n日,1\n";
    Cli.Result latin1 = Cli.runIn(ISO_8859_1, csv, "replay", "-");
    assertThat(latin1.rows("é ")).singleElement().asString().endsWith("  6");
    assertThat(latin1.rows("\\u65e5")).singleElement().asString().endsWith("  6");
    assertThat(Cli.runIn(UTF_8, csv, "replay", "-").rows("é ").get(0)).endsWith("  ▂");
  }

  @Test
  void run_trustOutsideTheIntervalHalfway_keyIsMarkedAndListed() throws Exception {
    Path file = write(rows("up", 0, 1) + rows("down", 1, 0) + rows("same", 1, 1));
    Cli.Result result = Cli.run("replay", file.toString());
    assertThat(result.rows("up ").get(0)).contains(" ▲ ");
    assertThat(result.rows("down ").get(0)).contains(" ▼ ");
    assertThat(result.rows("same ")).singleElement().asString().doesNotContain("▲", "▼");
    assertThat(result.out().lines().dropWhile(line -> !line.startsWith("Changed")).skip(2))
        .satisfiesExactlyInAnyOrder(
            row -> assertThat(row).startsWith("up "), row -> assertThat(row).startsWith("down "));
    assertThat(Cli.run("replay", file.toString(), "--history", "0").out())
        .doesNotContain("Changed", "▲");
  }

  /** Thirty outcomes of one kind, then thirty of another. */
  private static String rows(String key, int first, int then) {
    String row = key + ",%d,1,1\n";
    return String.format(row, first).repeat(30) + String.format(row, then).repeat(30);
  }

  private static String keys(int count) {
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      rows.append("k").append(i).append(",1,").append(i).append(",1\n");
      rows.append("k").append(i).append(",0,").append(count - i).append(",1\n");
    }
    return rows.toString();
  }

  private BayesianTrustTracker export(TrustConfig config, String rows, String... options)
      throws IOException {
    Path state = dir.resolve("state.json");
    String[] args =
        Stream.concat(
                Stream.of("replay", write(rows).toString(), "--export", state.toString()),
                Stream.of(options))
            .toArray(String[]::new);
    assertThat(Cli.run(args).status()).isZero();
    BayesianTrustTracker tracker = new BayesianTrustTracker(config);
    tracker.restore(TrustSnapshot.read(state));
    return tracker;
  }

  private Path write(String rows) throws IOException {
    return Files.writeString(dir.resolve("events.csv"), HEADER + rows);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
