package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a journal, beside the file of its snapshots: segments {@code NAME.GENERATION.journal},
 * numbered one by one. Stateless.
 */
final class JournalFiles {
  private final Path directory;
  private final String name;
  private final Pattern segmentName;
  private final JournalFile.Opener opener;

  JournalFiles(Path snapshot, JournalFile.Opener opener) {
    Path absolute = snapshot.toAbsolutePath();
    this.directory = absolute.getParent();
    this.name = absolute.getFileName().toString();
    this.opener = opener;
    this.segmentName = Pattern.compile(Pattern.quote(name) + "\\.(\\d{1,18})\\.journal");
  }

  Path segment(long generation) {
    return directory.resolve(name + "." + generation + ".journal");
  }

  /** Where the lock is held; the file stays. */
  Path lock() {
    return directory.resolve(name + ".journal.lock");
  }

  /** The generations of the segments there are, the oldest first. */
  List<Long> generations() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> segmentName.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(matcher -> Long.valueOf(matcher.group(1)))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  /** Makes a new segment with its header, readable by its owner only; durable when this returns. */
  JournalFile create(long generation, JournalHeader header) throws IOException {
    Path segment = segment(generation);
    Files.createFile(segment, ownerOnly());
    syncDirectory();
    JournalFile file = opener.open(segment);
    JournalBuffer bytes = new JournalBuffer();
    header.write(bytes);
    file.write(bytes);
    file.sync();
    return file;
  }

  /** Deletes the segments before a generation. */
  void deleteBefore(long first) throws IOException {
    for (long generation : generations()) {
      if (generation < first) {
        Files.deleteIfExists(segment(generation));
      }
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Systems without POSIX attributes do not open directories, and log their changes themselves. */
  void syncDirectory() throws IOException {
    if (isPosix()) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private boolean isPosix() {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
