package io.github.bayesiantrust;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of one key that may have to make room for another. A class of its own, so that keys
 * without a bound are spared the field. Thread-safe as {@link BetaStats} says.
 */
class BoundedStats extends BetaStats {
  private static final VarHandle TOUCHED;

  static {
    try {
      TOUCHED = MethodHandles.lookup().findVarHandle(BoundedStats.class, "touched", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long touched;

  BoundedStats(EvidenceModel model) {
    super(model);
  }

  @Override
  final long touched() {
    return (long) TOUCHED.getOpaque(this);
  }

  @Override
  final void touch(long time) {
    TOUCHED.setOpaque(this, time);
  }
}
