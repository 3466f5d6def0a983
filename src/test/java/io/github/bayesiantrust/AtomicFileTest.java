package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.bayesiantrust.AtomicFile.IoConsumer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AtomicFileTest {
  @TempDir private Path directory;
  private Path target;

  @BeforeEach
  void setTarget() {
    target = directory.resolve("state.json");
  }

  // Content

  @Test
  void write_newFile_holdsTheContent() throws IOException {
    AtomicFile.write(target, text("new"));
    assertThat(target).hasContent("new");
    assertThat(files()).containsExactly("state.json");
  }

  @Test
  void write_existingFile_isReplaced() throws IOException {
    Files.writeString(target, "old and longer");
    AtomicFile.write(target, text("new"));
    assertThat(target).hasContent("new");
    assertThat(files()).containsExactly("state.json");
  }

  @Test
  void write_whileWriting_theOldFileIsWhole() throws IOException {
    Files.writeString(target, "old");
    AtomicFile.write(
        target,
        out -> {
          out.write("new".getBytes(UTF_8));
          assertThat(target).hasContent("old");
          assertThat(files()).hasSize(2);
        });
    assertThat(target).hasContent("new");
  }

  @Test
  void write_bareName_goesToTheWorkingDirectory() throws IOException {
    Path bare = Path.of("AtomicFileTest-bare.json");
    try {
      AtomicFile.write(bare, text("new"));
      assertThat(bare).hasContent("new");
    } finally {
      Files.deleteIfExists(bare);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ü 漢 {*}[x]?.json", "a", "-", ".hidden", "x.tmp"})
  void write_anyName_isTakenAsItIs(String name) throws IOException {
    AtomicFile.write(directory.resolve(name), text("new"));
    AtomicFile.write(directory.resolve(name), text("newer"));
    assertThat(directory.resolve(name)).hasContent("newer");
    assertThat(files()).containsExactly(name);
  }

  @Test
  void write_longestName_isPossible() throws IOException {
    for (String name : new String[] {"x".repeat(255), "漢".repeat(64), "漢".repeat(85)}) {
      AtomicFile.write(directory.resolve(name), text("new"));
      assertThat(directory.resolve(name)).hasContent("new");
    }
    assertThat(files()).hasSize(3);
  }

  // Permissions and links

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void write_newFile_isForItsOwnerOnly() throws IOException {
    AtomicFile.write(
        target,
        out -> {
          for (String name : files()) {
            assertThat(permissions(directory.resolve(name))).isEqualTo("rw-------");
          }
        });
    assertThat(permissions(target)).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rwxrwxrwx", "rw-rw----", "r--------", "rw-------"})
  @DisabledOnOs(OS.WINDOWS)
  void write_existingFile_keepsItsPermissions(String permissions) throws IOException {
    Files.writeString(target, "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
    AtomicFile.write(target, text("new"));
    assertThat(permissions(target)).isEqualTo(permissions);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void write_links_areFollowedAndKept() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real")).resolve("file");
    Files.writeString(real, "old");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Path relative = link("relative", Path.of("real/file"));
    Path chain = link("chain", Path.of("relative"));
    Path absolute = link("absolute", real);
    Path folder = link("folder", Path.of("real"));
    Path upward = Files.createSymbolicLink(directory.resolve("real/up"), Path.of("../chain"));
    for (Path link : List.of(relative, chain, absolute, folder.resolve("file"), upward)) {
      AtomicFile.write(link, text("through " + link.getFileName()));
      assertThat(real).hasContent("through " + link.getFileName());
    }
    assertThat(List.of(relative, chain, absolute, folder, upward)).allMatch(Files::isSymbolicLink);
    assertThat(permissions(real)).isEqualTo("rw-r-----");
    assertThat(real.getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void write_danglingLink_createsTheFileThatItNames() throws IOException {
    Path link = link("link", Path.of("missing"));
    AtomicFile.write(link, text("new"));
    assertThat(link).isSymbolicLink();
    assertThat(directory.resolve("missing")).hasContent("new").isRegularFile();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void write_linksInACircle_areRefused() throws IOException {
    link("a", Path.of("b"));
    Path b = link("b", Path.of("a"));
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(b, text("new")))
        .withMessageContaining("cannot write " + b);
    assertThat(files()).containsExactly("a", "b");
  }

  // Failures

  @Test
  void write_directory_isRefused() throws IOException {
    Files.createDirectory(target);
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(target, text("new")))
        .withMessage("cannot write " + target + ": java.io.IOException: it is a directory");
    assertThat(target).isEmptyDirectory();
    for (Path path : List.of(Path.of("/"), Path.of(""), Path.of("."), directory.resolve(".."))) {
      assertThatIOException().isThrownBy(() -> AtomicFile.write(path, text("new")));
    }
    assertThat(files()).containsExactly("state.json");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void write_device_isRefused() {
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(Path.of("/dev/null"), text("new")))
        .withMessageContaining("cannot write /dev/null")
        .withMessageContaining("it is not a regular file");
  }

  @Test
  void write_missingDirectory_isRefusedAndNamed() {
    Path lost = directory.resolve("no/such/state.json");
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(lost, text("new")))
        .withMessageStartingWith("cannot write " + lost + ": java.nio.file.NoSuchFileException")
        .withCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void write_readOnlyDirectory_isRefused() throws IOException {
    Files.writeString(target, "old");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
    try {
      assumeThat(Files.isWritable(directory)).as("root may write everywhere").isFalse();
      assertThatIOException()
          .isThrownBy(() -> AtomicFile.write(target, text("new")))
          .withCauseInstanceOf(AccessDeniedException.class);
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(target).hasContent("old");
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException("disk full"), new IllegalStateException("bug"), new StackOverflowError("deep"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void write_contentFails_leavesTheOldFileAndNothingElse(Throwable failure) throws IOException {
    Files.writeString(target, "old");
    for (int bytes : new int[] {0, 10, 100_000}) {
      assertThatThrownBy(
              () ->
                  AtomicFile.write(
                      target,
                      out -> {
                        out.write(new byte[bytes]);
                        throwAny(failure);
                      }))
          .satisfies(
              thrown -> {
                if (failure instanceof IOException) {
                  assertThat(thrown)
                      .hasMessage("cannot write " + target + ": java.io.IOException: disk full")
                      .hasCause(failure);
                } else {
                  assertThat(thrown).isSameAs(failure);
                }
              });
      assertThat(target).hasContent("old");
      assertThat(files()).containsExactly("state.json");
    }
  }

  @Test
  void write_contentClosesTheStream_fails() throws IOException {
    Files.writeString(target, "old");
    assertThatIOException().isThrownBy(() -> AtomicFile.write(target, OutputStream::close));
    assertThat(target).hasContent("old");
    assertThat(files()).containsExactly("state.json");
  }

  @Test
  void write_moveFails_leavesNoTemporaryFile() {
    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    target, out -> Files.createDirectories(target.resolve("not/empty"))))
        .withMessageContaining("cannot write " + target);
    assertThat(files()).containsExactly("state.json");
    assertThat(target).isDirectory();
  }

  @Test
  void write_temporaryFileTakenAway_fails() throws IOException {
    Files.writeString(target, "old");
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(target, out -> Files.delete(temporary())))
        .withCauseInstanceOf(NoSuchFileException.class);
    assertThat(target).hasContent("old");
    assertThat(files()).containsExactly("state.json");
  }

  @Test
  void write_interruptedThread_failsAndLeavesTheOldFile() throws IOException {
    Files.writeString(target, "old");
    try {
      Thread.currentThread().interrupt();
      assertThatIOException().isThrownBy(() -> AtomicFile.write(target, text("new")));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(target).hasContent("old");
    assertThat(files()).containsExactly("state.json");
  }

  // Many writers

  @Test
  void write_manyThreads_leaveOneWholeFile() throws Exception {
    int threads = 4;
    Files.writeString(target, "start");
    CountDownLatch gate = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String content = Integer.toString(t).repeat(50_000);
        writers.add(pool.submit(() -> writeManyTimes(gate, content)));
      }
      gate.countDown();
      while (!writers.stream().allMatch(Future::isDone)) {
        String seen = Files.readString(target);
        assertThat(seen.equals("start") || isWhole(seen)).isTrue();
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(isWhole(Files.readString(target))).isTrue();
    assertThat(files()).containsExactly("state.json");
  }

  private Void writeManyTimes(CountDownLatch gate, String content) throws Exception {
    gate.await();
    for (int i = 0; i < 30; i++) {
      AtomicFile.write(target, text(content));
    }
    return null;
  }

  private static boolean isWhole(String content) {
    return content.length() == 50_000 && content.chars().distinct().count() == 1;
  }

  // Temporary files of others

  @Test
  void write_leftoversOfTheTarget_areRemovedAndNothingElse() throws IOException {
    List<String> leftovers =
        List.of(".state.json.1-1700000000000-0123456789abcdef.tmp", ".state.json.4194304-0-ffffffffffffffff.tmp");
    List<String> others =
        List.of(
            ".state.1-1700000000000-0123456789abcdef.tmp",
            ".state.json.bak.1-1700000000000-0123456789abcdef.tmp",
            ".state.json.1-1700000000000-0123456789abcdef.tmp.gz",
            ".state.json.1-1700000000000.tmp",
            ".stateXjson.1-1700000000000-0123456789abcdef.tmp",
            "state.json.1-1700000000000-0123456789abcdef.tmp",
            ".state.json.tmp");
    for (String name : leftovers) {
      Files.writeString(directory.resolve(name), "half");
    }
    for (String name : others) {
      Files.writeString(directory.resolve(name), "mine");
    }
    AtomicFile.write(target, text("new"));
    List<String> expected = new ArrayList<>(others);
    expected.add("state.json");
    assertThat(files()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void write_leftoverThatIsNoFile_isLeftAlone() throws IOException {
    Path folder = directory.resolve(".state.json.1-1-0123456789abcdef.tmp");
    Files.createDirectory(folder);
    AtomicFile.write(target, text("new"));
    assertThat(folder).isDirectory();
    assertThat(target).hasContent("new");
  }

  @Test
  void write_duringAWriteOfThisProcess_keepsItsTemporaryFile() throws IOException {
    AtomicFile.write(
        target,
        out -> {
          out.write("outer".getBytes(UTF_8));
          AtomicFile.write(target, text("inner"));
          assertThat(target).hasContent("inner");
        });
    assertThat(target).hasContent("outer");
    assertThat(files()).containsExactly("state.json");
  }

  @Test
  void write_duringAWriteOfAnotherProcess_keepsItsTemporaryFileUntilThatIsKilled() throws Exception {
    Process writer = startWriter();
    try {
      String temporary = temporary().getFileName().toString();
      AtomicFile.write(target, text("ours"));
      AtomicFile.write(target, text("ours again"));
      assertThat(files()).containsExactly(temporary, "state.json");
      writer.destroyForcibly().waitFor();
      assertThat(files()).containsExactly(temporary, "state.json");
      AtomicFile.write(target, text("after"));
      assertThat(files()).containsExactly("state.json");
      assertThat(target).hasContent("after");
    } finally {
      writer.destroyForcibly();
    }
  }

  @Test
  void write_twoProcesses_bothSucceed() throws Exception {
    Process writer = startWriter();
    try {
      AtomicFile.write(target, text("ours"));
      finish(writer);
      assertThat(target).hasContent("theirs");
      assertThat(files()).containsExactly("state.json");
    } finally {
      writer.destroyForcibly();
    }
  }

  @Test
  void write_nestedWrites_keepTheLockThatOtherProcessesSee() throws Exception {
    AtomicFile.write(
        target,
        out -> {
          out.write("outer".getBytes(UTF_8));
          AtomicFile.write(target, text("inner"));
          finish(startWriter());
          assertThat(target).hasContent("theirs");
        });
    assertThat(target).hasContent("outer");
    assertThat(files()).containsExactly("state.json");
  }

  private static void finish(Process writer) throws IOException {
    writer.getOutputStream().close();
    assertThat(writer.onExit().join().exitValue()).isZero();
  }

  /** Starts a process that has begun to write the target, and goes on when its input ends. */
  private Process startWriter() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Writer.class.getName(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    assertThat(lines.readLine()).isEqualTo("writing");
    return process;
  }

  static final class Writer {
    public static void main(String[] arguments) throws IOException {
      AtomicFile.write(
          Path.of(arguments[0]),
          out -> {
            out.write("the".getBytes(UTF_8));
            System.out.println("writing");
            System.in.transferTo(out);
            out.write("irs".getBytes(UTF_8));
          });
    }
  }

  // Other file systems

  @Test
  void write_fileSystemThatHidesOpenFiles_isRefused() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(directory.resolve("files.zip"), Map.of("create", "true"))) {
      Path inside = zip.getPath("/state.json");
      Files.writeString(inside, "old");
      assertThatIOException().isThrownBy(() -> AtomicFile.write(inside, text("new")));
      assertThat(Files.readString(inside)).isEqualTo("old");
      try (Stream<Path> files = Files.list(zip.getPath("/"))) {
        assertThat(files).containsExactly(inside);
      }
    }
  }

  private Path link(String name, Path to) throws IOException {
    return Files.createSymbolicLink(directory.resolve(name), to);
  }

  private static IoConsumer<OutputStream> text(String content) {
    return out -> out.write(content.getBytes(UTF_8));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Path temporary() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".tmp")).findAny().orElseThrow();
    }
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwAny(Throwable failure) throws T {
    throw (T) failure;
  }
}
