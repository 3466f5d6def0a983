package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reads enormous documents, made as they are read, in a process with a heap of 32 MB. The profile
 * {@code fuzz} reads larger ones.
 */
@Tag("fuzz")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileInputTest {
  private static final int MANY = Integer.getInteger("fuzz.bytes", 8_000_000);
  private static final int MILLION = 1_000_000;

  @Test
  void read_enormousDocuments_areReadOrRefusedInASmallHeap() throws Exception {
    List<String> options = List.of("-Xmx32m", "-Xss256k", "-Dfuzz.bytes=" + MANY);
    try (ChildJvm child = ChildJvm.start(options, Reading.class)) {
      List<String> lines = child.lines();
      assertThat(lines).containsExactlyElementsOf(cases().values().stream().map(Case::outcome).toList());
      assertThat(child.exitCode()).isZero();
    }
  }

  /** A document of one piece again and again, and what comes of it. */
  private record Case(String outcome, String start, IntFunction<String> piece, int times, String end) {}

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    String deep = "at most 512 nested arrays and objects";
    put(cases, deep, "{\"x\":", "[", 1 << 26, "");
    put(cases, deep, "{\"x\":", "{\"a\":", 1 << 26, "");
    put(cases, "an object", "", "[", 1 << 26, "");
    put(cases, "an object", "", " \n", MANY / 2, "");
    put(cases, "accepted", "{\"stats\":{},\"x\":\"", "x", MANY, "\"}");
    put(cases, "accepted", "{\"stats\":{},\"x\":\"", "\\u00e9", MANY / 6, "\"}");
    put(cases, "accepted", "{\"stats\":{},\"", "é", MILLION / 2, "\":0}");
    put(cases, "a string of at most 1048576 characters", "{\"", "x", MANY, "\":0}");
    put(cases, "a string of at most 1048576 characters", "{\"stats\":{\"", "é", MANY / 2, "\":[1,1]}}");
    put(cases, "a string of at most 1048576 characters", "{\"format\":\"", "\\n", MANY / 2, "\"}");
    put(cases, "a number of at most 4096 characters", "{\"x\":", "1", MANY, "}");
    put(cases, "a number of at most 4096 characters", "{\"stats\":{\"a\":[0.", "0", MANY, "1,1]}}");
    put(cases, "a number of at most 4096 characters", "{\"export_time\":1e", "9", MANY, "}");
    put(cases, "accepted", "{\"stats\":{}", ",\"\":{}", MILLION, "}");
    put(cases, "accepted", "{\"stats\":{},\"x\":[0", ",[]", MANY / 3, "]}");
    put(cases, "each key once", "{\"stats\":{\"\":[1,1]", ",\"\":[1,1]", MILLION, "}}");
    cases.put(
        "keys", new Case("a state that fits into memory", "{\"stats\":{\"\":[1,1]",
            i -> ",\"k" + i + "\":[1,1]", MILLION, "}}"));
    cases.put(
        "long keys", new Case("a state that fits into memory", "{\"stats\":{\"\":[1,1]",
            i -> ",\"" + "k".repeat(MILLION) + i + "\":[1,1]", 100, "}}"));
    cases.put(
        "keys of one hash", new Case("the end of the document", "{\"stats\":{\"\":[1,1]",
            i -> ",\"" + ofOneHash(i) + "\":[1,1]", 1 << 16, "}} x"));
    put(cases, "a state that fits into memory", "{\"stats\":{},\"timestamps\":{\"a\":{\"times\":[0", ",0",
        MANY / 2, "]}}}");
    put(cases, "a state that fits into memory", "{\"stats\":{},\"timestamps\":{\"a\":[[0,0]", ",[0,0]",
        MANY / 6, "]}}");
    return cases;
  }

  private static void put(
      Map<String, Case> cases, String outcome, String start, String piece, int times, String end) {
    cases.put(cases.size() + "", new Case(outcome, start, i -> piece, times, end));
  }

  /** A different key for each number, all with the hash of "AaAaAa…". */
  private static String ofOneHash(int number) {
    StringBuilder key = new StringBuilder();
    for (int bit = 0; bit < Short.SIZE; bit++) {
      key.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return key.toString();
  }

  /** Prints what comes of each document. */
  static final class Reading {
    public static void main(String[] arguments) throws IOException {
      for (Case one : cases().values()) {
        System.out.println(outcome(one));
      }
    }

    private static String outcome(Case one) throws IOException {
      try {
        TrustSnapshot.read(new Repeating(one));
        return "accepted";
      } catch (TrustFormatException e) {
        return e.getMessage().replaceAll(".*expected (.*), but found.*", "$1");
      }
    }
  }

  /** Never in memory as a whole. */
  private static final class Repeating extends InputStream {
    private final Case one;
    private byte[] piece;
    private int at;
    private int next;

    Repeating(Case one) {
      this.one = one;
      this.piece = one.start.getBytes(UTF_8);
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      int i = from;
      for (; i < from + length && hasMore(); i++) {
        bytes[i] = piece[at++];
      }
      return i == from ? -1 : i - from;
    }

    @Override
    public int read() {
      return hasMore() ? piece[at++] : -1;
    }

    private boolean hasMore() {
      while (at == piece.length && next <= one.times) {
        piece = (next < one.times ? one.piece.apply(next) : one.end).getBytes(UTF_8);
        next++;
        at = 0;
      }
      return at < piece.length;
    }
  }
}
