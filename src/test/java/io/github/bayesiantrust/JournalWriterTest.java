package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JournalWriterTest {
  private static final Executor OWN_THREAD = task -> new Thread(task).start();
  private static final Epoch LAST = new Epoch.Start();
  private static final Operation OPERATION = new Operation.Remove("k");

  private final MemoryFile file = new MemoryFile();

  private JournalWriter writer(SyncPolicy policy) {
    return new JournalWriter(file, policy, 0);
  }

  static byte[] bytes(JournalBuffer buffer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      buffer.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A file that can be slow to sync, and can fail. */
  private static final class MemoryFile implements JournalFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch syncBegins = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean fails;
    private int writes;
    private int syncs;
    private long synced;
    private boolean closed;

    @Override
    public synchronized void write(JournalBuffer buffer) throws IOException {
      failIfTold();
      writes += buffer.isEmpty() ? 0 : 1;
      bytes.writeBytes(JournalWriterTest.bytes(buffer));
    }

    @Override
    public void sync() throws IOException {
      syncBegins.countDown();
      await(gate);
      synchronized (this) {
        failIfTold();
        syncs++;
        synced = bytes.size();
      }
    }

    private void failIfTold() throws IOException {
      if (fails) {
        throw new IOException("no space left");
      }
    }

    private static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
    }

    synchronized List<JournalRecord> records() throws IOException {
      List<JournalRecord> records = new ArrayList<>();
      ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
      while (all.hasRemaining()) {
        int length = (int) JournalRecord.bytes(all);
        ByteBuffer one = all.duplicate().limit(all.position() + length);
        records.add(JournalRecord.read(one));
        all.position(all.position() + length);
      }
      return records;
    }

    List<Long> sequences() throws IOException {
      return records().stream().map(JournalRecord::sequence).toList();
    }
  }

  @Test
  void acknowledge_everyRecord_isSynced() throws IOException {
    JournalWriter writer = writer(SyncPolicy.EVERY_RECORD);
    for (int i = 1; i <= 3; i++) {
      assertThat(writer.append(OPERATION, LAST)).isTrue();
      writer.acknowledge();
      assertThat(file.syncs).isEqualTo(i);
      assertThat(file.synced).isEqualTo(file.bytes.size());
      assertThat(file.sequences()).hasSize(i + 1);
    }
    writer.acknowledge();
    assertThat(file.syncs).as("nothing new").isEqualTo(3);
    assertThat(file.records().get(3).acknowledged()).isEqualTo(3);
  }

  @Test
  void acknowledge_bySystemOrInterval_isWrittenAndNotSynced() throws IOException {
    for (SyncPolicy policy :
        List.of(SyncPolicy.BY_SYSTEM, SyncPolicy.every(Duration.ofMillis(5)))) {
      MemoryFile own = new MemoryFile();
      JournalWriter writer = new JournalWriter(own, policy, 0);
      writer.append(OPERATION, LAST);
      writer.acknowledge();
      assertThat(own.sequences()).containsExactly(1L, 2L);
      assertThat(own.syncs).isZero();
      writer.sync();
      writer.sync();
      assertThat(own.syncs).as("once for what is new").isEqualTo(1);
    }
  }

  @Test
  void append_laterEpochBegan_isRefused() {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    Epoch passed = new Epoch.Start();
    passed.append(new Epoch.Purge(1));
    assertThat(writer.append(OPERATION, passed)).isFalse();
    writer.acknowledge();
    assertThat(file.writes).as("the cut only").isEqualTo(1);
  }

  /** While one sync is under way others come together, and share the next. */
  @Test
  void acknowledge_manyWaitForASync_shareTheNext() throws Exception {
    JournalWriter writer = writer(SyncPolicy.EVERY_RECORD);
    file.gate = new CountDownLatch(1);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    all.add(update(writer));
    file.syncBegins.await();
    CountDownLatch appended = new CountDownLatch(10);
    for (int i = 0; i < 10; i++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                writer.append(OPERATION, LAST);
                appended.countDown();
                writer.acknowledge();
              },
              OWN_THREAD));
    }
    appended.await();
    assertThat(all).noneMatch(CompletableFuture::isDone);
    file.gate.countDown();
    for (CompletableFuture<Void> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    assertThat(file.sequences()).hasSize(12).isSorted();
    assertThat(file.syncs).isEqualTo(2);
  }

  private static CompletableFuture<Void> update(JournalWriter writer) {
    return CompletableFuture.runAsync(
        () -> {
          writer.append(OPERATION, LAST);
          writer.acknowledge();
        },
        OWN_THREAD);
  }

  @Test
  void failure_nothingIsAcknowledgedOrTakenUntilResumed() throws IOException {
    JournalWriter writer = writer(SyncPolicy.EVERY_RECORD);
    writer.append(OPERATION, LAST);
    writer.acknowledge();
    writer.append(OPERATION, LAST);
    file.fails = true;
    refuses(writer::acknowledge);
    file.fails = false;
    refuses(writer::acknowledge);
    refuses(() -> writer.append(OPERATION, LAST));
    refuses(() -> writer.append(OPERATION, () -> {}));
    refuses(() -> writer.append(new Operation.Load("k", null)));
    refuses(() -> writer.unit(() -> 1));
    refuses(() -> writer.replacement(() -> {}));
    assertThat(writer.isWorking()).isFalse();

    MemoryFile next = new MemoryFile();
    writer.beginFile(next, () -> {});
    writer.enterFile();
    refuses(() -> writer.append(OPERATION, LAST));
    writer.log(new Operation.Base(new Fingerprint(1, 2)));
    writer.resume();
    writer.append(OPERATION, LAST);
    writer.acknowledge();

    assertThat(file.closed).isTrue();
    assertThat(file.sequences()).containsExactly(1L, 2L);
    assertThat(next.sequences()).containsExactly(4L, 5L, 6L);
    assertThat(next.records().get(1).acknowledged()).as("no promise for the lost one").isEqualTo(2);
    assertThat(next.records().get(2).acknowledged()).isEqualTo(5);
  }

  private static void refuses(Runnable call) {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(call::run)
        .withMessageContaining("no space left");
  }

  @Test
  void append_failed_effectDoesNotHappen() {
    JournalWriter writer = writer(SyncPolicy.EVERY_RECORD);
    writer.append(OPERATION, LAST);
    file.fails = true;
    refuses(writer::acknowledge);
    List<String> happened = new ArrayList<>();
    refuses(() -> writer.append(OPERATION, () -> happened.add("effect")));
    assertThat(happened).isEmpty();
  }

  @Test
  void unit_failsInTheMiddle_goesOnAndIsNotAcknowledged() {
    JournalWriter writer = writer(SyncPolicy.EVERY_RECORD);
    int done =
        writer.unit(
            () -> {
              writer.append(OPERATION, LAST);
              file.fails = true;
              refuses(writer::acknowledge);
              writer.append(OPERATION, LAST);
              return 2;
            });
    assertThat(done).isEqualTo(2);
    refuses(writer::acknowledge);
  }

  @Test
  void unit_breaksOffBeforeItsFirstPart_nothingHappened() throws IOException {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                writer.unit(
                    () -> {
                      throw new ArithmeticException();
                    }));
    writer.append(OPERATION, LAST);
    writer.acknowledge();
    assertThat(file.records().get(2).part()).isFalse();
  }

  @Test
  void unit_breaksOffLater_ends() {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                writer.unit(
                    () -> {
                      writer.append(OPERATION, LAST);
                      throw new ArithmeticException();
                    }));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> writer.append(OPERATION, LAST))
        .withMessageContaining("broke off half way");
  }

  @Test
  void unit_othersAppendMeanwhile_areNoParts() throws Exception {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    writer.unit(
        () -> {
          writer.append(OPERATION, LAST);
          CompletableFuture.runAsync(() -> writer.append(OPERATION, LAST), OWN_THREAD).join();
          return 2;
        });
    writer.acknowledge();
    assertThat(file.records().stream().map(JournalRecord::part))
        .containsExactly(false, false, true, false, true);
  }

  @Test
  void close_laterOperations_areNotLogged() throws IOException {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    writer.append(OPERATION, LAST);
    writer.close();
    assertThat(file.closed).isTrue();
    assertThat(file.syncs).isEqualTo(1);
    assertThat(writer.append(OPERATION, LAST)).isTrue();
    writer.acknowledge();
    assertThat(file.sequences()).containsExactly(1L, 2L);
  }

  @Test
  void close_afterFailure_says() {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    writer.append(OPERATION, LAST);
    file.fails = true;
    refuses(writer::acknowledge);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(writer::close)
        .withMessageContaining("no space left");
    assertThat(file.closed).isTrue();
  }

  @Test
  void beginFile_oldOneIsCompleteAndSyncedBeforeTheNewOneIsWritten() throws IOException {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    writer.append(OPERATION, LAST);
    MemoryFile next = new MemoryFile();
    List<String> happened = new ArrayList<>();
    writer.beginFile(next, () -> happened.add("cut"));
    writer.append(OPERATION, LAST);
    file.fails = true;
    refuses(writer::acknowledge);
    assertThat(next.bytes.size()).isZero();
    assertThat(happened).containsExactly("cut");
  }

  /** What came after the cut is not in its snapshot: that must not make the journal work again. */
  @Test
  void resume_failedAfterTheCut_isRefused() throws IOException {
    JournalWriter writer = writer(SyncPolicy.EVERY_RECORD);
    MemoryFile next = new MemoryFile();
    writer.beginFile(next, () -> {});
    writer.append(OPERATION, LAST);
    file.fails = true;
    refuses(writer::acknowledge);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(writer::enterFile)
        .withMessageContaining("no space left");
    assertThatExceptionOfType(IOException.class).isThrownBy(writer::resume);
    refuses(writer::acknowledge);

    MemoryFile third = new MemoryFile();
    writer.beginFile(third, () -> {});
    writer.enterFile();
    writer.resume();
    writer.append(OPERATION, LAST);
    writer.acknowledge();
    assertThat(next.closed).isTrue();
    assertThat(next.bytes.size()).isZero();
    assertThat(third.records()).hasSize(2);
  }

  @Test
  void unit_breaksOffWhileOthersAppend_othersGoOn() {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                writer.unit(
                    () -> {
                      CompletableFuture.runAsync(
                              () -> writer.append(OPERATION, LAST), OWN_THREAD)
                          .join();
                      throw new ArithmeticException();
                    }));
    assertThat(writer.append(OPERATION, LAST)).isTrue();
  }

  @Test
  void append_recordFails_leavesNothingBehind() throws IOException {
    JournalWriter writer = writer(SyncPolicy.BY_SYSTEM);
    writer.append(OPERATION, LAST);
    Operation broken = new Operation.Merge("k", null);
    assertThatExceptionOfType(NullPointerException.class)
        .isThrownBy(() -> writer.append(broken, LAST));
    writer.append(OPERATION, LAST);
    writer.acknowledge();
    assertThat(file.sequences()).containsExactly(1L, 2L, 3L);
  }
}
