package io.github.bayesiantrust;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The keys of a benchmark, which its threads share, and the place of each thread among them. */
@State(Scope.Benchmark)
public class HotKeys {
  /** The number of keys, taken at random. */
  @Param("500")
  public int keys;

  KeySequence sequence;

  /** Draws the order of the keys. */
  @Setup
  public void draw() {
    sequence = new KeySequence(keys);
  }

  /** A thread's place among the keys. */
  @State(Scope.Thread)
  public static class Cursor {
    KeySequence.Cursor at;

    /** Finds the place. */
    @Setup
    public void start(HotKeys keys) {
      at = keys.sequence.cursor();
    }
  }
}
