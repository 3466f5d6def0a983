package io.github.bayesiantrust;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Replaces the content of a file as a whole: whatever happens, the file holds all of the old content
 * or all of the new. Stateless; threads and processes may write one target at a time, and the last
 * move wins.
 */
final class AtomicFile {
  // The content goes to a temporary file beside the target, is synced, and moved over the target by
  // one atomic operation; then the directory is synced, so that the move survives a power cut.
  //
  // A killed process leaves its temporary file behind. The next write to the same target removes it,
  // but must not touch that of a live writer. A writer holds a lock on its temporary file, which the
  // system lifts when the process ends, however it ends. Asking whether the process lives that the
  // name speaks of would be wrong where containers share a directory: each has its own numbers. The
  // name only keeps a process from its own files, because closing a second channel on a file may
  // lift a lock that the process holds through the first.
  //
  // Between creating and locking, another process may take the lock and remove the file. The writer
  // looks for the file after it has the lock, and starts again if it is gone; nobody removes it then.
  //
  // Content that comes in parts goes to a temporary file each, all alike; in the end they are appended
  // to the first one.
  //
  // Limits: a file must be visible while it is open, which is not so inside a ZIP file. On file
  // systems without locks nothing is cleaned up. Where locks do not reach from one host to another,
  // a write can fail because one on the other host removed its temporary file; the target is whole
  // in any case.

  private static final int MAX_LINKS = 40;

  /** Losing the race for a new file once is unlikely; a file system may never show an open file. */
  private static final int MAX_ATTEMPTS = 10;

  /** Names of files may have 255 bytes: three per character and the rest of the name fit. */
  private static final int MAX_NAME = 64;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** Tells this process from all others on this machine, now and before. */
  private static final String PROCESS =
      ProcessHandle.current().pid()
          + "-"
          + ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);

  private AtomicFile() {}

  /** Takes a value; may fail. */
  @FunctionalInterface
  interface IoConsumer<T> {
    void accept(T value) throws IOException;
  }

  /**
   * Writes a file. A symbolic link is followed, and the file that it names is replaced, or created.
   * An existing file keeps its permissions; a new one is for its owner only unless told otherwise.
   *
   * @param content writes the content to the stream, which is not buffered, and does not close it
   * @param attributes those of a new file; none for its owner only
   * @throws IOException if it can't be written, or if the thread is interrupted; names the target and
   *     the cause. The old file is then as it was and no temporary file is left, except that after a
   *     failure to sync the directory the new content is in place, but might not survive a power cut
   */
  static void write(Path target, IoConsumer<OutputStream> content, FileAttribute<?>... attributes)
      throws IOException {
    write(target, 1, parts -> content.accept(parts[0]), attributes);
  }

  /**
   * Writes a file likewise, whose content comes in several parts at a time.
   *
   * @param content writes to one stream a part, in any order; the file holds one part after the other
   */
  static void write(
      Path target, int parts, IoConsumer<OutputStream[]> content, FileAttribute<?>... attributes)
      throws IOException {
    try {
      Path file = followLinks(target.toAbsolutePath());
      requireReplaceable(file);
      removeLeftovers(file);
      replace(file, parts, content, attributes.length > 0 ? attributes : ownerOnly(file));
      syncDirectory(file.getParent());
    } catch (IOException | UnsupportedOperationException e) {
      throw new IOException("cannot write " + target + ": " + e, e);
    }
  }

  private static Path followLinks(Path path) throws IOException {
    Path file = path;
    for (int links = 0; isLink(file); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  private static boolean isLink(Path file) throws IOException {
    BasicFileAttributes found = find(file);
    return found != null && found.isSymbolicLink();
  }

  /** What a path names, links not followed; null if it names nothing. Files.exists hides failures. */
  private static BasicFileAttributes find(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Nothing but a file: to move one over a device or a pipe would destroy that. */
  private static void requireReplaceable(Path file) throws IOException {
    BasicFileAttributes found = find(file);
    if (found != null && found.isDirectory()) {
      throw new IOException("it is a directory");
    }
    if (found != null && !found.isRegularFile()) {
      throw new IOException("it is not a regular file");
    }
  }

  private static void replace(
      Path file, int parts, IoConsumer<OutputStream[]> content, FileAttribute<?>[] attributes)
      throws IOException {
    try (Temporaries temporaries = new Temporaries()) {
      OutputStream[] streams = new OutputStream[parts];
      for (int i = 0; i < parts; i++) {
        streams[i] = Channels.newOutputStream(temporaries.create(file, attributes).channel);
      }
      content.accept(streams);
      Temporary whole = temporaries.join();
      keepPermissions(file, whole.path);
      whole.channel.force(true);
      // Under the lock: without it, another process could take the file for a leftover.
      Files.move(whole.path, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void keepPermissions(Path file, Path temporary) throws IOException {
    if (isPosix(file) && find(file) != null) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!permissions.equals(Files.getPosixFilePermissions(temporary))) {
        Files.setPosixFilePermissions(temporary, permissions);
      }
    }
  }

  /** Systems without POSIX attributes do not open directories, and log their changes themselves. */
  private static void syncDirectory(Path directory) throws IOException {
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, READ)) {
        channel.force(true);
      } catch (IOException e) {
        throw new IOException("the file is replaced, but its directory could not be synced: " + e, e);
      }
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  // Temporary files

  /** A temporary file and the channel that writes and locks it. */
  private record Temporary(Path path, FileChannel channel) implements Closeable {
    /** Deletes the file, too, unless it has been moved away; has no effect if it is repeated. */
    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        Files.deleteIfExists(path);
      }
    }
  }

  /** The temporary files of one write. */
  private static final class Temporaries implements Closeable {
    private final List<Temporary> files = new ArrayList<>();

    Temporary create(Path file, FileAttribute<?>[] attributes) throws IOException {
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        Path path = file.resolveSibling(temporaryName(file));
        Temporary created =
            new Temporary(path, FileChannel.open(path, Set.of(CREATE_NEW, READ, WRITE), attributes));
        files.add(created);
        if (lock(created.channel) && find(path) != null) {
          return created;
        }
        files.remove(created);
        created.close();
      }
      throw new IOException("its temporary file disappears as soon as it is created");
    }

    /** Appends all files to the first one, and deletes them while a failure does no harm yet. */
    Temporary join() throws IOException {
      Temporary whole = files.get(0);
      for (Temporary part : files.subList(1, files.size())) {
        append(part.channel, whole.channel);
        part.close();
      }
      return whole;
    }

    private static void append(FileChannel part, FileChannel whole) throws IOException {
      long size = part.size();
      for (long done = 0; done < size; ) {
        long copied = part.transferTo(done, size - done, whole);
        if (copied == 0) {
          throw new IOException("its temporary file has been cut");
        }
        done += copied;
      }
    }

    /** Closes all of them, whatever happens; throws the first failure. */
    @Override
    public void close() throws IOException {
      IOException failure = null;
      for (Temporary file : files) {
        try {
          file.close();
        } catch (IOException e) {
          failure = failure == null ? e : failure;
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  /** Whether nobody else has the lock. Where there are no locks, nobody has. */
  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  private static String temporaryName(Path file) {
    long random = ThreadLocalRandom.current().nextLong();
    return "." + nameOf(file) + "." + PROCESS + "-" + String.format("%016x", random) + ".tmp";
  }

  private static Pattern temporaryNames(Path file) {
    return Pattern.compile("\\." + Pattern.quote(nameOf(file)) + "\\.(\\d+-\\d+)-[0-9a-f]{16}\\.tmp");
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.length() <= MAX_NAME ? name : Integer.toHexString(name.hashCode());
  }

  /** Never fails: a leftover that can't be removed takes room, but is in nobody's way. */
  private static void removeLeftovers(Path file) {
    Pattern names = temporaryNames(file);
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(file.getParent(), path -> isLeftover(path, names))) {
      leftovers.forEach(AtomicFile::removeIfDead);
    } catch (IOException | DirectoryIteratorException e) {
      return;
    }
  }

  private static boolean isLeftover(Path path, Pattern names) {
    var matcher = names.matcher(path.getFileName().toString());
    return matcher.matches() && !matcher.group(1).equals(PROCESS);
  }

  private static void removeIfDead(Path leftover) {
    try (FileChannel channel = FileChannel.open(leftover, WRITE, LinkOption.NOFOLLOW_LINKS);
        var lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(leftover);
      }
    } catch (IOException | OverlappingFileLockException | UnsupportedOperationException e) {
      return;
    }
  }
}
