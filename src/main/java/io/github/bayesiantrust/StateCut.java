package io.github.bayesiantrust;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The state of all keys at a point in time, to be looked at once. It begins under the tracker's
 * exclusive lock; the walk over the keys comes later and holds nobody up.
 */
final class StateCut {
  private final KeyTable keys;
  private final double time;
  private final Epoch.Cut<KeyState> epoch = new Epoch.Cut<>(Epoch.Traveller::state);

  /** Will cut through some keys, at a time in epoch seconds. */
  StateCut(KeyTable keys, double time) {
    this.keys = keys;
    this.time = time;
  }

  /** Makes the cut; the caller holds the exclusive lock. */
  void begin() {
    keys.append(epoch);
  }

  /** The state as a value. */
  TrustSnapshot snapshot() {
    KeyColumns columns = new KeyColumns();
    keys.forEach(epoch, picture -> columns.add(picture.key(), picture.state()));
    return new TrustSnapshot(keys.header(time), columns);
  }

  /** Writes the state as a document, key by key; each of the streams takes a part of it. */
  void write(OutputStream[] parts) throws IOException {
    TrustCodec.Encoder encoder = new TrustCodec.Encoder(parts, keys.header(time));
    keys.forEach(epoch, picture -> encoder.add(picture.key(), picture.state()));
    encoder.finish();
  }

  /** Lets go of what nobody has looked at. */
  void close() {
    epoch.close();
  }
}
