package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Damages documents, in the ways that find the mistakes of readers of JSON: bytes here and there, or
 * whole tokens and subtrees, which leaves most of the structure intact.
 */
final class Mutation {
  /** A string, a number or a word, a bracket or a mark, or white space. */
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[\\w.+-]+|\\s+|.", Pattern.DOTALL);

  private static final List<String> TOKENS =
      List.of(
          "0", "-0", "1", "-1", "0.5", "1.0", "2", "1e308", "1e-308", "1.7976931348623157e308", "4.9e-324",
          "2.5e-324", "1e309", "-1e309", "1e-400", "9007199254740993", "0.1e1", "1E+2", "00", "1.", "+1",
          "1763900000.25", "1e18", "-1e18", "123456789012345678901234567890", "null", "true", "false",
          "NaN", "{", "}", "[", "]", ",", ":", "{}", "[]", "[1,1]", "[0,0.5]", "\"\"", "\"a\"",
          "\"rule_1\"", "\"\\u0061\"", "\"\\ud83d\"", "\"é\"", "\"\u2028\"", "\"\\x\"", "\"\n\"",
          "\"format\"", "\"version\"", "\"prior\"", "\"half_life\"", "\"export_time\"", "\"stats\"",
          "\"last_update\"", "\"stated_at\"", "\"timestamps\"", "\"times\"", "\"values\"",
          "\"bayesian-trust-tracker\"", " ", "\r\n", "/**/", "\u00a0", "[".repeat(600), "x".repeat(5000),
          "9".repeat(400), "0.".concat("3".repeat(4093)), "\"" + "k".repeat(20_000) + "\"");

  private static final String[] PIECES = {
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "0", "-", ".", "e", "1e999", "null",
    "true", "NaN", " ", "\n", "\u0000", "\u00e9", "[[[[", "{}", "[]", "1", "-0", "\"a\":", "1e-999"
  };

  private Mutation() {}

  /** A copy with one to three places changed. */
  static byte[] of(byte[] document, Random random) {
    byte[] mutant = document;
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      mutant = once(mutant, random);
    }
    return mutant;
  }

  /** A copy with one to three tokens or subtrees changed, and sometimes bytes as well. */
  static byte[] ofStructure(byte[] document, Random random) {
    List<String> tokens =
        TOKEN.matcher(new String(document, UTF_8)).results().map(MatchResult::group)
            .collect(Collectors.toCollection(ArrayList::new));
    for (int changes = 1 + random.nextInt(3); changes > 0 && !tokens.isEmpty(); changes--) {
      change(tokens, random);
    }
    byte[] mutant = String.join("", tokens).getBytes(UTF_8);
    return random.nextInt(8) == 0 ? once(mutant, random) : mutant;
  }

  private static void change(List<String> tokens, Random random) {
    int at = random.nextInt(tokens.size());
    int to = random.nextInt(tokens.size());
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    List<String> tree = List.copyOf(tokens.subList(at, end(tokens, at)));
    switch (random.nextInt(12)) {
      case 0 -> tokens.subList(at, at + tree.size()).clear();
      case 1 -> tokens.addAll(to, tree);
      case 2 -> tokens.set(at, tokens.get(to));
      case 3 -> java.util.Collections.swap(tokens, at, to);
      case 4 -> tokens.add(at, token);
      case 5 -> {
        tokens.subList(at, at + tree.size()).clear();
        tokens.add(at, token);
      }
      case 6 -> tokens.addAll(at, List.of("\"k" + random.nextInt(4) + "\"", ":", token, ","));
      case 7 -> tokens.set(at, token);
      default -> replaceNumber(tokens, at, random);
    }
  }

  /** Puts another number in the place of the next one. */
  private static void replaceNumber(List<String> tokens, int from, Random random) {
    double any = Double.longBitsToDouble(random.nextLong() >>> random.nextInt(2));
    for (int i = from; i < tokens.size(); i++) {
      if (tokens.get(i).matches("-?[0-9].*")) {
        tokens.set(i, Double.toString(random.nextBoolean() ? any : random.nextDouble()));
        return;
      }
    }
  }

  /** Behind the token or, if it is an opening bracket, behind the subtree. */
  private static int end(List<String> tokens, int at) {
    int depth = 0;
    for (int i = at; i < tokens.size(); i++) {
      String token = tokens.get(i);
      depth += "{".equals(token) || "[".equals(token) ? 1 : 0;
      depth -= "}".equals(token) || "]".equals(token) ? 1 : 0;
      if (depth <= 0) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  private static byte[] once(byte[] document, Random random) {
    int at = random.nextInt(document.length + 1);
    int to = Math.min(document.length, at + random.nextInt(8));
    byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
    return switch (random.nextInt(6)) {
      case 0 -> joined(document, at, new byte[] {(byte) random.nextInt(256)}, at);
      case 1 -> joined(document, at, piece, at);
      case 2 -> joined(document, at, piece, to);
      case 3 -> joined(document, at, new byte[0], to);
      case 4 -> joined(document, at, Arrays.copyOfRange(document, at, to), at);
      default -> joined(document, at, new byte[] {(byte) random.nextInt(256)}, Math.min(at + 1, document.length));
    };
  }

  private static byte[] joined(byte[] document, int headEnd, byte[] middle, int tailStart) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(document, 0, headEnd);
    out.writeBytes(middle);
    out.write(document, tailStart, document.length - tailStart);
    return out.toByteArray();
  }
}
