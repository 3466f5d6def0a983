package io.github.bayesiantrust;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock, and the version of a few fields that can be read without it, in one word. A reader looks at
 * the version before and after, and looks again if it has changed or a write was in progress (a sequence
 * lock: Lameter, "Effective synchronization on Linux/NUMA systems", 2005; Boehm, "Can seqlocks get
 * along with programming language memory models?", MSPC 2012). Not reentrant, not fair.
 *
 * <p>A superclass of what it guards, so that the word lies beside it. A monitor would do, but has to be
 * left by a second atomic instruction, which waits until the other cores have let go of every line of
 * memory that was written meanwhile. Who has called {@link #publish} needs none to leave this lock.
 */
abstract class SequenceLock {
  /** In the word: the lock is held. */
  private static final int HELD = 1;

  /** In the word: a write is in progress. What is left of the word counts the writes. */
  private static final int WRITING = 2;

  /** In spins. All pauses together take some microseconds, longer than most who hold a lock do. */
  private static final int FIRST_PAUSE = 32;

  private static final int LONGEST_PAUSE = 128;

  /** So many looks at the version in a row, since a write takes some nanoseconds. */
  private static final int SPINS = 256;

  private static final int YIELDS = 64;
  private static final long NAP_NANOS = 50_000;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(SequenceLock.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int word;

  // The lock

  /** Waits for the lock and takes it. */
  final void lock() {
    if (!tryLock()) {
      await();
    }
  }

  private boolean tryLock() {
    int seen = (int) WORD.getOpaque(this);
    return (seen & HELD) == 0 && WORD.compareAndSet(this, seen, seen | HELD);
  }

  /** Looks seldom, and ever less: so a thread can go through the lock some times in a row at less cost. */
  private void await() {
    for (int pause = FIRST_PAUSE; pause <= LONGEST_PAUSE; pause *= 2) {
      for (int i = 0; i < pause; i++) {
        Thread.onSpinWait();
      }
      if (tryLock()) {
        return;
      }
    }
    awaitLong();
  }

  /** One thread at a time keeps looking; the others sleep until it has been served. */
  private synchronized void awaitLong() {
    for (int i = 0; !tryLock(); i++) {
      if (i < YIELDS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(this, NAP_NANOS);
      }
    }
  }

  /** Lets the lock go. When it returns, every thread sees what was written. */
  final void unlock() {
    WORD.setVolatile(this, word & ~HELD);
  }

  /**
   * Makes what was written so far visible to every thread before this one goes on. Readers that take no
   * lock see it from now on.
   */
  static void publish() {
    VarHandle.fullFence();
  }

  /**
   * Lets the lock go where {@link #publish} was called, or will be for many locks at once. What was
   * written since then may reach other threads later than this returns, but no later than the lock: they
   * see that it is held until then.
   */
  final void unlockPublished() {
    WORD.setRelease(this, word & ~HELD);
  }

  // The version

  /** Begins a write of the fields that are read without the lock; the caller holds it. */
  final void beginWrite() {
    WORD.setOpaque(this, word | WRITING);
    VarHandle.storeStoreFence();
  }

  /** Ends it: nobody sees a part of what was written. */
  final void endWrite() {
    WORD.setRelease(this, word + WRITING);
  }

  /** The version, once no write is in progress. */
  final int stableVersion() {
    int seen = (int) WORD.getAcquire(this);
    return (seen & WRITING) == 0 ? seen : awaitStable();
  }

  private int awaitStable() {
    int seen = (int) WORD.getAcquire(this);
    for (int i = 1; (seen & WRITING) != 0; i++) {
      if (i % SPINS == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
      seen = (int) WORD.getAcquire(this);
    }
    return seen;
  }

  /** Tells whether there was a write since a version was seen. */
  final boolean changedSince(int seen) {
    VarHandle.loadLoadFence();
    return (((int) WORD.getOpaque(this) ^ seen) & ~HELD) != 0;
  }
}
