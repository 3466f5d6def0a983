package io.github.bayesiantrust;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.DD_Result;
import org.openjdk.jcstress.infra.results.DZD_Result;
import org.openjdk.jcstress.infra.results.DZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The contract of a tracker between two threads: every outcome that is not named is forbidden. There
 * are no tests of more threads, since the harness leaves those out that outnumber the cores.
 */
public final class TrackerStress {
  private TrackerStress() {}

  /** A tracker with two keys of nine successes each: Beta(10, 1). The first one is in the cache. */
  abstract static class Tracker {
    static final TrustConfig CONFIG =
        TrustConfig.builder().cacheCapacity(1).historyCapacity(1).build();

    final BayesianTrustTracker tracker = new BayesianTrustTracker(CONFIG);

    Tracker() {
      tracker.update("x", true, 9);
      tracker.update("y", true, 9);
    }

    double alpha() {
      return tracker.getStats("x").alpha();
    }

    /** A key that is not in the cache takes the only place there by that, in one of eight tries. */
    void askOften(String key) {
      for (int i = 0; i < 64; i++) {
        tracker.getTrust(key);
      }
    }
  }

  /** A reader sees α and β from before an update or from after it, and never goes back. */
  @JCStressTest
  @Outcome(id = {"10.0, 1.0, 10.0", "10.0, 1.0, 11.0", "11.0, 2.0, 11.0"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "torn, or back in time")
  @State
  public static class UpdateAndRead extends Tracker {
    @Actor
    public void update() {
      tracker.updateGraded("x", 0.5, 2);
    }

    @Actor
    public void read(DDD_Result r) {
      BetaPosterior seen = tracker.getStats("x");
      r.r1 = seen.alpha();
      r.r2 = seen.beta();
      r.r3 = alpha();
    }
  }

  /** Two updates of one key: none is lost. */
  @JCStressTest
  @Outcome(id = "12.0, 3.0", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an update was lost")
  @State
  public static class UpdateAndUpdate extends Tracker {
    @Actor
    public void one() {
      tracker.updateGraded("x", 0.5, 2);
    }

    @Actor
    public void other() {
      tracker.updateGraded("x", 0.5, 2);
    }

    @Arbiter
    public void after(DD_Result r) {
      r.r1 = alpha();
      r.r2 = tracker.getStats("x").beta();
    }
  }

  /** Each updates a key and then reads the other's: who was first is seen by the one who was second. */
  @JCStressTest
  @Outcome(id = {"10.0, 11.0", "11.0, 10.0", "11.0, 11.0"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an update had returned, and was not seen")
  @State
  public static class UpdateAndReadOfOther extends Tracker {
    @Actor
    public void one(DD_Result r) {
      tracker.update("x", true);
      r.r1 = tracker.getStats("y").alpha();
    }

    @Actor
    public void other(DD_Result r) {
      tracker.update("y", true);
      r.r2 = tracker.getStats("x").alpha();
    }
  }

  /** The same of the histories, whose entries are written last. */
  @JCStressTest
  @Outcome(id = {"false, true", "true, false", "true, true"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an update had returned, and its entry was not seen")
  @State
  public static class UpdateAndHistoryOfOther extends Tracker {
    @Actor
    public void one(ZZ_Result r) {
      tracker.update("x", true);
      r.r1 = hasEntryOfUpdate("y");
    }

    @Actor
    public void other(ZZ_Result r) {
      tracker.update("y", true);
      r.r2 = hasEntryOfUpdate("x");
    }

    private boolean hasEntryOfUpdate(String key) {
      return tracker.getHistory(key).value(0) > 10.5 / 11.5;
    }
  }

  /** A global decay comes before an update, 10·0.5 + 1, or after it, (10 + 1)·0.5; both see it so. */
  @JCStressTest
  @Outcome(
      id = {"11.0, 5.5, 5.5", "5.5, 5.5, 5.5", "6.0, 5.0, 6.0", "6.0, 6.0, 6.0"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "the decay was lost, came twice, or was taken back")
  @State
  public static class UpdateAndDecay extends Tracker {
    @Actor
    public void update(DDD_Result r) {
      tracker.update("x", true);
      r.r1 = alpha();
    }

    @Actor
    public void decay(DDD_Result r) {
      tracker.applyGlobalDecay(0.5, 0);
      r.r2 = alpha();
    }

    @Arbiter
    public void after(DDD_Result r) {
      r.r3 = alpha();
    }
  }

  /** A reader whom a decay meets may make the key pass it, once, and never goes back. */
  @JCStressTest
  @Outcome(id = {"10.0, 10.0, 5.0", "10.0, 5.0, 5.0", "5.0, 5.0, 5.0"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "the decay was lost, came twice, or was taken back")
  @State
  public static class ReadAndDecay extends Tracker {
    @Actor
    public void read(DDD_Result r) {
      r.r1 = alpha();
      r.r2 = alpha();
    }

    @Actor
    public void decay() {
      tracker.applyGlobalDecay(0.5, 0);
    }

    @Arbiter
    public void after(DDD_Result r) {
      r.r3 = alpha();
    }
  }

  /** A snapshot that shows the second update of a thread shows the first one, too. */
  @JCStressTest
  @Outcome(id = {"10.0, 10.0, 11.0", "11.0, 10.0, 11.0", "11.0, 11.0, 11.0"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "not a point in time")
  @State
  public static class UpdateAndSnapshot extends Tracker {
    @Actor
    public void update() {
      tracker.update("x", true);
      tracker.update("y", true);
    }

    @Actor
    public void snapshot(DDD_Result r) {
      TrustSnapshot cut = tracker.snapshot();
      r.r1 = cut.posterior("x").alpha();
      r.r2 = cut.posterior("y").alpha();
    }

    @Arbiter
    public void after(DDD_Result r) {
      r.r3 = alpha();
    }
  }

  /** The same for keys that come to life. */
  @JCStressTest
  @Outcome(id = {"1.0, 1.0", "2.0, 1.0", "2.0, 2.0"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "not a point in time")
  @State
  public static class FirstUpdateAndSnapshot extends Tracker {
    @Actor
    public void update() {
      tracker.update("new", true);
      tracker.update("newer", true);
    }

    @Actor
    public void snapshot(DD_Result r) {
      TrustSnapshot cut = tracker.snapshot();
      r.r1 = of(cut, "new");
      r.r2 = of(cut, "newer");
    }

    private static double of(TrustSnapshot cut, String key) {
      return cut.keys().contains(key) ? cut.posterior(key).alpha() : 1;
    }
  }

  /** A cache that is being filled while its key changes never keeps what was true before. */
  @JCStressTest
  @Outcome(id = {"10.0, 5.0, 5.0", "5.0, 5.0, 5.0"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a stale answer")
  @State
  public static class CacheFillAndUpdate extends Tracker {
    @Actor
    public void fill(DDD_Result r) {
      askOften("y");
      r.r1 = failuresIn();
    }

    @Actor
    public void update(DDD_Result r) {
      tracker.update("y", false);
      r.r2 = failuresIn();
    }

    @Arbiter
    public void after(DDD_Result r) {
      r.r3 = failuresIn();
    }

    /** 10 for a trust of 10/11, 5 for one of 10/12. */
    private double failuresIn() {
      double trust = tracker.getTrust("y");
      return trust == 10.0 / 11 ? 10 : trust == 10.0 / 12 ? 5 : trust;
    }
  }

  /** The same for two keys that want the only place in the cache. */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an answer of another key, or a stale one")
  @State
  public static class CacheFillAndDecay extends Tracker {
    @Actor
    public void fill(ZZ_Result r) {
      askOften("y");
      double trust = tracker.getTrust("x");
      r.r1 = trust == 10.0 / 11 || trust == 5.0 / 6;
    }

    @Actor
    public void decay() {
      tracker.applyGlobalDecay(0.5, 0);
      askOften("x");
    }

    @Arbiter
    public void after(ZZ_Result r) {
      r.r2 = tracker.getTrust("x") == 5.0 / 6 && tracker.getTrust("y") == 5.0 / 6;
    }
  }

  /** Who asks the state of a key that is in the cache, the cache and the state. */
  abstract static class Cached extends Tracker {
    void look(DDD_Result r) {
      r.r1 = seen(tracker.getStats("x").mean());
      r.r2 = seen(tracker.getTrust("x"));
      r.r3 = seen(tracker.getStats("x").mean());
    }

    /** 10 for a trust of 10/11, 5 for one of 10/12. */
    private static double seen(double trust) {
      return trust == 10.0 / 11 ? 10 : trust == 10.0 / 12 ? 5 : trust;
    }
  }

  /** What the cache and the state say of a key goes the same way, whichever is asked first. */
  @JCStressTest
  @Outcome(
      id = {"10.0, 10.0, 10.0", "10.0, 10.0, 5.0", "10.0, 5.0, 5.0", "5.0, 5.0, 5.0"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "back in time")
  @State
  public static class CachedReadAndUpdate extends Cached {
    @Actor
    public void update() {
      tracker.update("x", false);
    }

    @Actor
    public void read(DDD_Result r) {
      look(r);
    }
  }

  /** The same while another key may take the only place in the cache. */
  @JCStressTest
  @Outcome(
      id = {"10.0, 10.0, 10.0", "10.0, 10.0, 5.0", "10.0, 5.0, 5.0", "5.0, 5.0, 5.0"},
      expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "back in time")
  @State
  public static class CachedReadAndEviction extends Cached {
    @Actor
    public void evictAndUpdate() {
      askOften("y");
      tracker.update("x", false);
    }

    @Actor
    public void read(DDD_Result r) {
      look(r);
    }
  }

  /** A key is removed after an update, or before it and comes to life again with it alone. */
  @JCStressTest
  @Outcome(id = {"0.0, true", "1.0, true"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an update was lost, or removed evidence came back")
  @State
  public static class UpdateAndRemove extends Tracker {
    @Actor
    public void update() {
      tracker.update("x", true);
    }

    @Actor
    public void remove(DZ_Result r) {
      r.r2 = tracker.remove("x");
    }

    @Arbiter
    public void after(DZ_Result r) {
      r.r1 = tracker.getSampleSize("x");
    }
  }

  /** The same of a key that is in the cache, which then is asked for. */
  @JCStressTest
  @Outcome(id = {"0.0, true, 0.5", "1.0, true, 0.6"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "an update was lost, or the cache knows what is gone")
  @State
  public static class CachedUpdateAndRemove extends Cached {
    @Actor
    public void update() {
      tracker.update("x", true);
    }

    @Actor
    public void remove(DZD_Result r) {
      r.r2 = tracker.remove("x");
    }

    @Arbiter
    public void after(DZD_Result r) {
      r.r3 = Math.floor(10 * tracker.getTrust("x")) / 10;
      r.r1 = tracker.getSampleSize("x");
    }
  }

  /** An update comes before a replacement of all keys, or after it and counts there. */
  @JCStressTest
  @Outcome(id = {"10.0, 10.0", "11.0, 10.0", "11.0, 11.0"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "neither the old state nor the new one")
  @State
  public static class UpdateAndRestore extends Tracker {
    private final TrustSnapshot before = tracker.snapshot();

    @Actor
    public void update(DD_Result r) {
      tracker.update("x", true);
      r.r1 = alpha();
    }

    @Actor
    public void restore() {
      tracker.restore(before);
    }

    @Arbiter
    public void after(DD_Result r) {
      r.r2 = alpha();
    }
  }

  /** A reader of two keys sees a whole batch or nothing of it. */
  @JCStressTest
  @Outcome(id = {"10.0, 10.0", "5.0, 5.0"}, expect = ACCEPTABLE)
  @Outcome(expect = FORBIDDEN, desc = "a part of a batch")
  @State
  public static class BatchAndBatchRead extends Tracker {
    @Actor
    public void update() {
      tracker.batchUpdate(
          List.of(TrustUpdate.of("x", false), TrustUpdate.of("y", false)));
    }

    @Actor
    public void read(DD_Result r) {
      Map<String, Double> seen = tracker.getTrustBatch(List.of("x", "y"));
      r.r1 = seen.get("x") == 10.0 / 11 ? 10 : seen.get("x") == 10.0 / 12 ? 5 : 0;
      r.r2 = seen.get("y") == 10.0 / 11 ? 10 : seen.get("y") == 10.0 / 12 ? 5 : 0;
    }
  }
}
