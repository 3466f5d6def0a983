package io.github.bayesiantrust.cli;

/** A row that can't be taken: the line that it starts in, and why. */
final class BadRowException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The physical line that the row starts in, from 1. */
  private final long line;

  /** Whether the rows after this one can still be told apart. */
  private final boolean skippable;

  private BadRowException(long line, String reason, boolean skippable) {
    super(reason, null, false, false);
    this.line = line;
    this.skippable = skippable;
  }

  /** One row is bad; the next may be good. */
  static BadRowException skippable(long line, String reason) {
    return new BadRowException(line, reason, true);
  }

  /** Nothing can be read from here on. */
  static BadRowException fatal(long line, String reason) {
    return new BadRowException(line, reason, false);
  }

  boolean isSkippable() {
    return skippable;
  }

  /** The whole message: file, line and reason. */
  String describe(String file) {
    return file + ": line " + line + ": " + getMessage();
  }
}
