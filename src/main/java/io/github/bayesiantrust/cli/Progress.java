package io.github.bayesiantrust.cli;

import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells a person who watches how far a long run is. */
final class Progress {
  private static final long STEP = 1 << 14;
  private static final long PAUSE_NANOS = 500_000_000;

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private long printedAt;
  private int width;

  Progress(Terminal terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    printedAt = nanoTime.getAsLong();
  }

  /** Called with each count; looks at the time only once in a while. */
  void at(long outcomes) {
    if (outcomes % STEP == 0 && nanoTime.getAsLong() - printedAt >= PAUSE_NANOS) {
      printedAt = nanoTime.getAsLong();
      if (terminal.interactive().getAsBoolean()) {
        print(String.format(Locale.ROOT, "%,d outcomes ...", outcomes));
      }
    }
  }

  /** Wipes what was printed. */
  void end() {
    if (width > 0) {
      print(" ".repeat(width) + "\r");
    }
  }

  private void print(String line) {
    width = line.length();
    terminal.err().print("\r" + line);
    terminal.err().flush();
  }
}
