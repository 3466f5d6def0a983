package io.github.bayesiantrust;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Damages documents, in the ways that find the mistakes of readers of JSON. */
final class Mutation {
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

  private static byte[] once(byte[] document, Random random) {
    int at = random.nextInt(document.length + 1);
    int to = Math.min(document.length, at + random.nextInt(8));
    byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(java.nio.charset.StandardCharsets.UTF_8);
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
