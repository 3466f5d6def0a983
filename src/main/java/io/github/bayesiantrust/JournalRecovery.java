package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Finds the state that the files of a journal hold: a snapshot, and what was logged after its cut.
 * Not thread-safe.
 *
 * <p>It reads only, but for {@link #cutTail}, and says what is wrong before that. To break off at any
 * point and begin again gives the same state.
 */
final class JournalRecovery {
  private final JournalFiles files;
  private final StateFile.Loaded loaded;

  /** The segments from that one on whose cut the snapshot shows; none if there is no such snapshot. */
  private final List<JournalSegment> chain;

  /** Those of the chain that are whole, or are when their tail is cut. */
  private final List<JournalSegment> good = new ArrayList<>();

  private final TrustSnapshot state;
  private final long operations;
  private final long lastGeneration;
  private final long lastRecord;

  JournalRecovery(JournalFiles files, StateFile file, EvidenceModel model, double now)
      throws IOException {
    List<JournalSegment> segments = new ArrayList<>();
    for (long generation : files.generations()) {
      segments.add(JournalSegment.scan(files.segment(generation), generation));
    }
    this.files = files;
    this.loaded = load(file, segments);
    this.chain = chain(segments);
    findGood();
    JournalReplay replay = replay(model, now);
    this.state = replay.stateFor(model);
    this.operations = replay.operations();
    this.lastGeneration = greatest(segments, JournalSegment::generation);
    this.lastRecord = greatest(chain.isEmpty() ? segments : good, JournalSegment::last);
  }

  private static long greatest(
      List<JournalSegment> segments, ToLongFunction<JournalSegment> number) {
    return segments.stream().mapToLong(number).max().orElse(0);
  }

  private static StateFile.Loaded load(StateFile file, List<JournalSegment> segments)
      throws IOException {
    StateFile.Loaded continued =
        file.load(print -> segments.stream().anyMatch(segment -> segment.bases().contains(print)));
    if (continued.isGood()) {
      return continued;
    }
    for (JournalSegment segment : segments) {
      if (segment.hasOperations() || segment.isTorn() && saysSafe(segment, segment.end(), 0)) {
        throw noSnapshot(segment, continued.failure());
      }
    }
    return anyState(file);
  }

  /** A journal that has nothing continues any snapshot. */
  private static StateFile.Loaded anyState(StateFile file) throws IOException {
    StateFile.Loaded any = file.load(print -> true);
    if (!any.isGood() && !any.isNothing()) {
      throw any.failure();
    }
    return any;
  }

  private static IOException noSnapshot(JournalSegment segment, IOException cause) {
    return new IOException(
        "the journal " + segment.file() + " continues a snapshot that is not there: "
            + cause.getMessage(),
        cause);
  }

  /** The last one counts: what two snapshots of one content are followed by, the later one is, too. */
  private List<JournalSegment> chain(List<JournalSegment> segments) {
    for (int i = segments.size() - 1; i >= 0; i--) {
      if (segments.get(i).bases().contains(loaded.fingerprint())) {
        return segments.subList(i, segments.size());
      }
    }
    return List.of();
  }

  // The tail

  /** Goes as far as the records are in sequence; what is behind must not be missed by anybody. */
  private void findGood() throws IOException {
    long next = 0;
    for (JournalSegment segment : chain) {
      if (next > 0 && !segment.isEmpty() && segment.first() != next) {
        refuseSafe(segment, JournalHeader.BYTES, next);
        return;
      }
      good.add(segment);
      next = segment.isEmpty() ? next : segment.last() + 1;
      if (segment.isTorn()) {
        refuseSafe(segment, segment.end(), next);
        return;
      }
    }
  }

  private void refuseSafe(JournalSegment torn, long from, long lost) throws IOException {
    for (JournalSegment segment : chain.subList(chain.indexOf(torn), chain.size())) {
      if (saysSafe(segment, segment == torn ? from : 0, lost)) {
        throw new IOException(
            "the journal " + torn.file() + " is damaged at byte " + from + ": record " + lost
                + " is not there, but was acknowledged, as a later record in " + segment.file()
                + " says");
      }
    }
  }

  private static boolean saysSafe(JournalSegment segment, long from, long lost)
      throws IOException {
    try (JournalReader reader = new JournalReader(segment.file())) {
      return reader.saysSafe(from, lost);
    }
  }

  /** Removes what is behind the good records: a write that was under way when the system stopped. */
  void cutTail() throws IOException {
    for (JournalSegment segment : chain) {
      if (!good.contains(segment) || segment.header() == null) {
        Files.deleteIfExists(segment.file());
      } else if (segment.isTorn()) {
        truncate(segment);
      }
    }
    files.syncDirectory();
  }

  private static void truncate(JournalSegment segment) throws IOException {
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
      channel.truncate(segment.end());
      channel.force(true);
    }
  }

  // The state

  private JournalReplay replay(EvidenceModel model, double now) throws IOException {
    TrustSnapshot begin =
        loaded.isGood() ? loaded.state() : TrustSnapshot.empty(model, now);
    boolean hasBase = !chain.isEmpty();
    JournalReplay replay =
        new JournalReplay(hasBase ? chain.get(0).header().model() : model, begin, now);
    for (JournalSegment segment : good) {
      if (!segment.isEmpty()) {
        replay.replay(segment);
      }
    }
    return replay;
  }

  TrustSnapshot state() {
    return state;
  }

  StateFile.Loaded loaded() {
    return loaded;
  }

  /** The number of operations after the cut of the snapshot. */
  long operations() {
    return operations;
  }

  long cutBytes() {
    return chain.stream().mapToLong(s -> good.contains(s) ? s.size() - s.end() : s.size()).sum();
  }

  long lastGeneration() {
    return lastGeneration;
  }

  long lastRecord() {
    return lastRecord;
  }

  /** The first segment that the snapshot needs. */
  long baseGeneration() {
    return chain.isEmpty() ? lastGeneration + 1 : chain.get(0).generation();
  }
}
