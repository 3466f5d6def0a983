package io.github.bayesiantrust;

import java.io.IOException;

/** Does again what a journal has logged, to a state of its own. Not thread-safe. */
final class JournalReplay implements Operation.Target {
  private final double now;
  private EvidenceModel model;
  private KeyTable keys;

  /** What is to replace the keys, as far as it has come. */
  private KeyTable replacement;

  private long operations;

  /**
   * Begins with a state.
   *
   * @param now epoch seconds: the time of what has no time
   */
  JournalReplay(EvidenceModel model, TrustSnapshot state, double now) {
    this.now = now;
    begin(model, state);
  }

  private void begin(EvidenceModel model, TrustSnapshot state) {
    this.model = model;
    this.keys = newTable();
    state.forEach(model, now, keys::load);
  }

  private KeyTable newTable() {
    return new KeyTable(model, new KeyCache(0));
  }

  /** Does again what a segment has. */
  void replay(JournalSegment segment) throws IOException {
    try (JournalReader reader = new JournalReader(segment.file())) {
      countAs(reader.header().model());
      boolean skips = false;
      JournalRecord record = reader.next();
      while (record != null && record.sequence() <= segment.last()) {
        if (record.operation() instanceof Operation.Begin) {
          skips = segment.broken().contains(record.sequence());
        }
        if (!(skips && record.part())) {
          record.operation().replay(this);
          operations += record.operation() instanceof Operation.Mark ? 0 : 1;
        }
        record = reader.next();
      }
    }
  }

  /** Goes over to another way to count evidence, as an import does. */
  private void countAs(EvidenceModel other) {
    if (!other.equals(model)) {
      begin(other, state());
    }
  }

  /** The state as a tracker of a model has it. */
  TrustSnapshot stateFor(EvidenceModel other) {
    countAs(other);
    return state();
  }

  private TrustSnapshot state() {
    StateCut cut = new StateCut(keys, now);
    cut.begin();
    return cut.snapshot();
  }

  /** The number of operations that were done again. */
  long operations() {
    return operations;
  }

  @Override
  public void change(Operation.OfKey operation) {
    keys.apply(operation);
  }

  @Override
  public void remove(String key) {
    BetaStats stats = keys.get(key);
    if (stats != null) {
      keys.end(key, stats);
    }
  }

  @Override
  public void append(Operation.OfAll operation) {
    keys.append(operation);
    keys.settleIfDue();
  }

  @Override
  public void prepare() {
    replacement = newTable();
  }

  @Override
  public void load(Operation.Load part) {
    replacement.load(part.key(), part.state());
  }

  @Override
  public void replace() {
    keys = replacement;
    replacement = null;
  }
}
