package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Opens segments that fail from one write or sync on; a write that fails leaves half of its bytes. */
final class FailingFiles implements JournalFile.Opener {
  private int left;

  /** The next operations succeed, and all later ones fail. */
  FailingFiles failAfter(int operations) {
    left = operations;
    return this;
  }

  /** From now on nothing fails. */
  void repair() {
    left = Integer.MAX_VALUE;
  }

  boolean hasFailed() {
    return left < 0;
  }

  private boolean fails() {
    left = Math.max(-1, left - 1);
    return left < 0;
  }

  @Override
  public JournalFile open(Path segment) throws IOException {
    JournalFile file = new JournalFile.OnDisk(segment);
    return new JournalFile() {
      @Override
      public void write(JournalBuffer bytes) throws IOException {
        if (fails()) {
          byte[] all = JournalWriterTest.bytes(bytes);
          byte[] half = Arrays.copyOf(all, all.length / 2);
          Files.write(segment, half, StandardOpenOption.APPEND);
          throw new IOException("no space left");
        }
        file.write(bytes);
      }

      @Override
      public void sync() throws IOException {
        if (fails()) {
          throw new IOException("no sync");
        }
        file.sync();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
