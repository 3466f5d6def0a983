package io.github.bayesiantrust.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Ends a command: the exit status and the one line for the user. */
final class CommandException extends Exception {
  /** The exit status when something outside fails: a file can't be read or written. */
  static final int FAILED = 1;

  /** The exit status when the command line or the data is wrong. */
  static final int REFUSED = 2;

  private static final long serialVersionUID = 1L;

  /** The exit status. */
  private final int status;

  private CommandException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static CommandException usage(String problem) {
    return new CommandException(REFUSED, problem + " (--help shows the usage)");
  }

  static CommandException badData(String problem) {
    return new CommandException(REFUSED, problem);
  }

  static CommandException failed(String problem) {
    return new CommandException(FAILED, problem);
  }

  /** A failure to read or write what the user knows by this name. */
  static CommandException failed(String name, IOException cause) {
    return failed(name + ": " + reason(cause));
  }

  /** File system exceptions tend to have the bare path as their message. */
  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }

  int status() {
    return status;
  }
}
