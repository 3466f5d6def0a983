package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalRecordTest {
  private static final KeyState STATE =
      new KeyState(
          1.5,
          Double.MIN_VALUE,
          -0.0,
          Double.NaN,
          TrustHistory.ofOwned(new double[] {1, 2, 3}, new double[] {0.1, 0.2, 1}));

  static Stream<Operation> operations() {
    return Stream.of(
        new Operation.Add("key", 1.25, 0, 1_700_000_000_123_456_789L, true, 7, true),
        new Operation.Add("", Double.MAX_VALUE, -0.0, -1, false, -1, false),
        new Operation.Retract("é\u4e2d\ud83d\ude00", 0, 2, 3),
        new Operation.Decay("half a pair: \ud800", 0.5, 5, Long.MIN_VALUE),
        new Operation.Merge("k".repeat(100_000), STATE),
        new Operation.Merge("k", new KeyState(1, 1, Double.NaN, 7, TrustHistory.EMPTY)),
        new Operation.Remove("\0"),
        new Operation.DecayAll(0.99, 0, 4),
        new Operation.Purge(Integer.MAX_VALUE),
        new Operation.Prepare(),
        new Operation.Load("key", STATE),
        new Operation.Replace(),
        new Operation.Begin(),
        new Operation.Commit(),
        new Operation.Cut(),
        new Operation.Base(new Fingerprint(Long.MAX_VALUE, -5)));
  }

  @Test
  void operations_hereAndInTheFormat_areAllThereAre() {
    Set<Class<?>> tested = operations().map(Object::getClass).collect(Collectors.toSet());
    assertThat(tested).isEqualTo(leaves(Operation.class).collect(Collectors.toSet()));
    assertThat(operations().map(Operation::kind).distinct()).hasSameSizeAs(tested);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(JournalRecordTest::leaves)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void read_whatWasWritten_isEqual(Operation operation) throws IOException {
    for (boolean part : new boolean[] {true, false}) {
      JournalRecord record = new JournalRecord(Long.MAX_VALUE - 1, 77, part, operation);
      byte[] bytes = bytes(record);
      ByteBuffer in = ByteBuffer.wrap(bytes);
      assertThat(JournalRecord.bytes(in)).isEqualTo(bytes.length);
      assertThat(JournalRecord.sequence(in)).isEqualTo(record.sequence());
      assertThat(JournalRecord.read(in)).isEqualTo(record);
    }
  }

  @Test
  void read_inTheMiddleOfAnArray_isEqual() throws IOException {
    JournalRecord record = new JournalRecord(1, 0, false, new Operation.Remove("key"));
    byte[] bytes = bytes(record);
    byte[] around = new byte[bytes.length + 20];
    System.arraycopy(bytes, 0, around, 7, bytes.length);
    ByteBuffer in = ByteBuffer.wrap(around, 7, bytes.length);
    assertThat(JournalRecord.read(in)).isEqualTo(record);
    assertThat(JournalRecord.read(ByteBuffer.wrap(around, 7, bytes.length).slice()))
        .isEqualTo(record);
  }

  /** CRC-32C finds every error of one bit. */
  @Test
  void read_anyBitFlipped_isNone() throws IOException {
    byte[] bytes = bytes(new JournalRecord(5, 4, true, new Operation.Merge("key", STATE)));
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(JournalRecord.read(ByteBuffer.wrap(flipped))).as("bit " + bit).isNull();
    }
  }

  @Test
  void read_unknownKindOrTooShort_throws() {
    byte[] unknown = bytes(new JournalRecord(5, 4, true, new Operation.Cut()));
    unknown[unknown.length - 1] = 0x3f;
    assertThatIOException()
        .isThrownBy(() -> JournalRecord.read(ByteBuffer.wrap(sealed(unknown))))
        .withMessageContaining("unknown kind 63");
    byte[] removal = bytes(new JournalRecord(5, 4, true, new Operation.Remove("key")));
    byte[] shorter = Arrays.copyOf(removal, removal.length - 1);
    assertThatIOException()
        .isThrownBy(() -> JournalRecord.read(ByteBuffer.wrap(sealed(shorter))))
        .withMessageContaining("ends too early");
  }

  /** With the checksum of what it says now. */
  private static byte[] sealed(byte[] record) {
    JournalBuffer bytes = new JournalBuffer(ByteBuffer.wrap(record));
    ByteBuffer.wrap(record).putInt(4, bytes.checksum(0, 4, 8, record.length));
    return record;
  }

  /** The format of version 1: what is on a disk stays readable. The checksum was computed bit by bit. */
  @Test
  void write_oneRecord_theseBytes() {
    byte[] bytes = bytes(new JournalRecord(3, 2, true, new Operation.Add("aé", 1, 0, 8, true, 9, false)));
    assertThat(hex(bytes))
        .isEqualTo(
            "0000003b" + "c82c0a85"
                + "0000000000000003" + "0000000000000002" + "41"
                + "00000002" + "0061" + "00e9"
                + "3ff0000000000000" + "0000000000000000"
                + "0000000000000008" + "01" + "0000000000000009" + "00");
  }

  @Test
  void header_writtenAndRead_isEqual() throws IOException {
    JournalHeader header = new JournalHeader(new EvidenceModel(1, 2, 3, Double.NaN, 5, 6));
    JournalBuffer out = new JournalBuffer();
    header.write(out);
    byte[] bytes = toArray(out);
    assertThat(bytes).hasSize(JournalHeader.BYTES);
    assertThat(JournalHeader.read(ByteBuffer.wrap(bytes))).isEqualTo(header);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) 0x55;
      if (i < 8 || i > 11) {
        assertThat(JournalHeader.read(ByteBuffer.wrap(damaged))).as("byte " + i).isNull();
      }
    }
    bytes[11]++;
    assertThatIOException()
        .isThrownBy(() -> JournalHeader.read(ByteBuffer.wrap(bytes)))
        .withMessageContaining("version 2, which is newer");
  }

  private static byte[] bytes(JournalRecord record) {
    JournalBuffer out = new JournalBuffer();
    record.write(out);
    return toArray(out);
  }

  private static byte[] toArray(JournalBuffer buffer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      buffer.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder();
    for (byte b : bytes) {
      hex.append(String.format("%02x", b));
    }
    return hex.toString();
  }
}
