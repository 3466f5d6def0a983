package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What one segment of a journal holds, as far as its records are whole and in sequence. Units lie
 * within one segment: the cut that begins a segment waits for them.
 *
 * @param header null if it is damaged
 * @param first the number of the first record; 0 if there is none
 * @param last the number of the last one
 * @param end where it ends in the file
 * @param size the bytes of the file
 * @param bases the snapshots that it says it follows
 * @param broken the numbers of the {@link Operation.Begin} of units that are not whole
 * @param hasOperations whether it has records that change something
 */
record JournalSegment(
    Path file,
    long generation,
    JournalHeader header,
    long first,
    long last,
    long end,
    long size,
    Set<Fingerprint> bases,
    Set<Long> broken,
    boolean hasOperations) {

  /** Reads a segment, and forgets the records. */
  static JournalSegment scan(Path file, long generation) throws IOException {
    try (JournalReader reader = new JournalReader(file)) {
      return new Scan().of(reader, file, generation);
    }
  }

  boolean isEmpty() {
    return first == 0;
  }

  /** Tells whether the file has something behind the last record. */
  boolean isTorn() {
    return end < size;
  }

  private static final class Scan {
    private static final long NONE = -1;

    private final Set<Fingerprint> bases = new HashSet<>();
    private final Set<Long> broken = new HashSet<>();
    private long first;
    private long last;
    private long openUnit = NONE;
    private boolean hasOperations;

    JournalSegment of(JournalReader reader, Path file, long generation) throws IOException {
      for (JournalRecord record = reader.next(); record != null; record = reader.next()) {
        first = first == 0 ? record.sequence() : first;
        last = record.sequence();
        note(record);
      }
      closeUnit(openUnit);
      return new JournalSegment(
          file,
          generation,
          reader.header(),
          first,
          last,
          reader.position(),
          reader.size(),
          bases,
          broken,
          hasOperations);
    }

    private void note(JournalRecord record) {
      Operation operation = record.operation();
      hasOperations |= !(operation instanceof Operation.Mark);
      if (operation instanceof Operation.Base base) {
        bases.add(base.snapshot());
      } else if (operation instanceof Operation.Begin) {
        closeUnit(openUnit);
        openUnit = record.sequence();
      } else if (operation instanceof Operation.Commit) {
        openUnit = NONE;
      }
    }

    /** A unit that is still open when the next one begins, or at the end, is not whole. */
    private void closeUnit(long begin) {
      if (begin != NONE) {
        broken.add(begin);
      }
    }
  }
}
