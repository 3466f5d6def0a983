package io.github.bayesiantrust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A file with the state of a tracker, and beside it, as {@code NAME.previous}, the one that it has
 * replaced: to fall back on if it turns out to be damaged. Stateless; one saves at a time.
 */
final class StateFile {
  private final Path file;
  private final Path previous;

  StateFile(Path file) {
    this.file = file.toAbsolutePath();
    this.previous = beside(".previous");
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /**
   * What was found.
   *
   * @param state null if no file is good
   * @param from the file that it comes from
   * @param fingerprint of that file
   * @param problems why each file before that one is not the state, or each file at all
   */
  record Loaded(
      TrustSnapshot state, Path from, Fingerprint fingerprint, List<IOException> problems) {

    boolean isGood() {
      return state != null;
    }

    /** Tells whether there is no file at all. */
    boolean isNothing() {
      return !isGood() && problems.stream().allMatch(NoSuchFileException.class::isInstance);
    }

    /** Tells that no file is good. */
    IOException failure() {
      IOException first = problems.get(0);
      problems.subList(1, problems.size()).forEach(first::addSuppressed);
      return first;
    }
  }

  /**
   * Reads the file or, if it is missing, damaged or not the right one, the one that it has replaced.
   *
   * @param isRight what tells the right one
   * @throws IOException if a file that is there can't be read
   */
  Loaded load(Predicate<Fingerprint> isRight) throws IOException {
    List<IOException> problems = new ArrayList<>();
    for (Path candidate : List.of(file, previous)) {
      try {
        Loaded loaded = read(candidate, problems);
        if (isRight.test(loaded.fingerprint)) {
          return loaded;
        }
        problems.add(new IOException(candidate + " is not what the journal continues"));
      } catch (TrustFormatException | NoSuchFileException e) {
        problems.add(e);
      }
    }
    return new Loaded(null, null, null, problems);
  }

  private static Loaded read(Path file, List<IOException> problems) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Fingerprint.Input noting = new Fingerprint.Input(in);
      TrustSnapshot state = TrustSnapshot.read(noting, file.toString());
      return new Loaded(state, file, noting.fingerprint(), problems);
    }
  }

  /** Keeps a file that was not taken out of the way of the next save, for somebody to look at. */
  void setAside(Loaded loaded) throws IOException {
    if (previous.equals(loaded.from) && Files.exists(file)) {
      Files.move(file, beside(".rejected"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Replaces the file as a whole or not at all, and keeps the one that was there. */
  void save(AtomicFile.IoConsumer<OutputStream> content) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          content.accept(out);
          keepPrevious();
        });
  }

  /** The file stays where it is, so that there is one at every instant. */
  private void keepPrevious() throws IOException {
    if (Files.exists(file)) {
      Path copy = beside(".previous.tmp");
      Files.deleteIfExists(copy);
      linkOrCopy(copy);
      Files.move(copy, previous, StandardCopyOption.ATOMIC_MOVE);
      // To move a link over another one of the same file does nothing.
      Files.deleteIfExists(copy);
    }
  }

  private void linkOrCopy(Path copy) throws IOException {
    try {
      Files.createLink(copy, file.toRealPath());
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
