package io.github.bayesiantrust;

import java.io.IOException;

/**
 * Thrown when a document is not a trust state: not JSON, not of the expected shape, or of a newer
 * version. The message names the source, the place, what was expected and what was found. Nothing
 * has been changed when it is thrown.
 */
public class TrustFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  static final String TOO_LARGE = "expected a state that fits into memory, but found a larger one";

  /** The line, from 1. */
  private final long line;

  /** The column, from 1. */
  private final long column;

  /**
   * Creates an exception that points at a place in a document.
   *
   * @param source what was read, usually the path of a file
   * @param line the line, from 1
   * @param column the column in that line, from 1, in characters
   * @param problem what was expected and what was found
   */
  public TrustFormatException(String source, long line, long column, String problem) {
    super(source + ": line " + line + ", column " + column + ": " + problem);
    this.line = line;
    this.column = column;
  }

  /** Says of a document as a whole that there is no room for its state. */
  static TrustFormatException tooLarge(String source) {
    return new TrustFormatException(source, 1, 1, TOO_LARGE);
  }

  /**
   * The line of the place that could not be accepted.
   *
   * @return the line, from 1
   */
  public long line() {
    return line;
  }

  /**
   * The column of the place that could not be accepted.
   *
   * @return the column, from 1, in characters
   */
  public long column() {
    return column;
  }
}
