package io.github.bayesiantrust.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What a command reads: a file, or the standard input where the operand is {@code -}.
 *
 * @param name how messages call it
 * @param stream its bytes
 */
record Input(String name, InputStream stream) implements Closeable {

  static Input open(String operand, InputStream standardInput) throws CommandException {
    if (operand.equals("-")) {
      return new Input("standard input", standardInput);
    }
    try {
      return new Input(operand, Files.newInputStream(path(operand)));
    } catch (IOException e) {
      throw CommandException.failed(operand, e);
    }
  }

  static Path path(String operand) throws CommandException {
    try {
      return Path.of(operand);
    } catch (InvalidPathException e) {
      throw CommandException.usage("not the name of a file: " + Printable.quote(operand));
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
