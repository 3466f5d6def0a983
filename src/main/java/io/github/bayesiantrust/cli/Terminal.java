package io.github.bayesiantrust.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.function.BooleanSupplier;

/**
 * Where a command reads and prints.
 *
 * @param in the standard input
 * @param out the standard output
 * @param err the standard error
 * @param charset the charset that {@code out} encodes with
 * @param interactive tells whether a person watches
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Charset charset,
    BooleanSupplier interactive) {

  /** That of this process. */
  static Terminal system() {
    Charset charset = outputCharset();
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, charset);
    return new Terminal(System.in, out, System.err, charset, Terminal::isConsole);
  }

  /**
   * Java 18 and later say how System.out encodes in stdout.encoding, Java 17 in sun.stdout.encoding
   * where the output is a terminal, and otherwise it is the default.
   */
  private static Charset outputCharset() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  /**
   * Before Java 22 there is a console only where both input and output are a terminal. From then on
   * there may be one without, and it tells by isTerminal, which the older ones do not have.
   */
  private static boolean isConsole() {
    Console console = System.console();
    try {
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
