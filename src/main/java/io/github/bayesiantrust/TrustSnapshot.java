package io.github.bayesiantrust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Stub. */
public final class TrustSnapshot {
  private final Map<String, KeyState> states;
  TrustSnapshot(EvidenceModel model, double now, Map<String, KeyState> states) { this.states = states; }
  Map<String, KeyState> statesFor(EvidenceModel model) { return states; }
  static Optional<TrustSnapshot> readIfExists(Path file) { return Optional.empty(); }
  /** @param f f
   * @throws IOException e */
  public void write(Path f) throws IOException {}
}
