package io.github.bayesiantrust;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a journal to one owner: among all processes by a lock on a file, which the system lifts when
 * the process ends, however it ends.
 */
final class JournalLock implements Closeable {
  /**
   * Keeps this process from opening a locked file a second time: to close it then could lift the lock
   * that the process holds.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private JournalLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException if somebody has it, or if the file system has no locks
   */
  static JournalLock take(Path file) throws IOException {
    Path real = file.getParent().toRealPath().resolve(file.getFileName());
    if (!HELD.add(real)) {
      throw new IOException("this process has it open already");
    }
    try {
      return new JournalLock(real, lockedChannel(real));
    } catch (Throwable e) {
      HELD.remove(real);
      throw e;
    }
  }

  private static FileChannel lockedChannel(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, CREATE, WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException("another process has it open");
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException("this process has it open already", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
