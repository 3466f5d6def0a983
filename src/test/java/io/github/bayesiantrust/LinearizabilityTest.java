package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bayesiantrust.Linearizability.Call;
import io.github.bayesiantrust.Linearizability.Operation;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations by several threads answer as if they had come one after the other: all kinds of
 * them on one key, and those on many keys.
 */
class LinearizabilityTest {
  private static final String KEY = "x";
  private static final String OTHER = "y";
  private static final List<String> BOTH = List.of(KEY, OTHER);
  private static final int ROUNDS = 4_000;

  /** Of a key of which nothing is known. */
  private static final BetaPosterior PRIOR = BetaPosterior.of(1, 1);

  private static final TrustSnapshot SAVED = saved();

  private static TrustSnapshot saved() {
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    tracker.update(KEY, true, 4);
    tracker.update(KEY, false, 1);
    tracker.update(OTHER, true, 2);
    return tracker.snapshot();
  }

  /** What is known of one key. */
  private record Known(boolean known, BetaPosterior posterior) {
    static final Known NOTHING = new Known(false, PRIOR);

    static Known of(BayesianTrustTracker tracker, String key) {
      return new Known(tracker.contains(key), tracker.getStats(key));
    }

    Known with(double alpha, double beta) {
      return new Known(true, BetaPosterior.of(alpha, beta));
    }

    Known plus(double successes, double failures) {
      return with(posterior.alpha() + successes, posterior.beta() + failures);
    }

    Known minusSuccess() {
      return known ? with(Math.max(1, posterior.alpha() - 1), posterior.beta()) : this;
    }

    Known halved() {
      return known
          ? with(Math.max(1, posterior.alpha() / 2), Math.max(1, posterior.beta() / 2))
          : this;
    }
  }

  /** What is known of both keys. */
  private record Pair(Known x, Known y) {
    static Pair of(BayesianTrustTracker tracker) {
      return new Pair(Known.of(tracker, KEY), Known.of(tracker, OTHER));
    }

    Pair plus(double xSuccesses, double xFailures, double ySuccesses, double yFailures) {
      return new Pair(x.plus(xSuccesses, xFailures), y.plus(ySuccesses, yFailures));
    }

    List<Object> means() {
      return List.of(x.posterior.mean(), y.posterior.mean());
    }

    List<BetaPosterior> posteriors() {
      return List.of(x.posterior, y.posterior);
    }
  }

  private record Step<S>(
      String name,
      Function<BayesianTrustTracker, Object> run,
      Function<S, Object> answer,
      UnaryOperator<S> after)
      implements Operation<S> {

    static <S> Step<S> change(
        String name, Consumer<BayesianTrustTracker> change, UnaryOperator<S> after) {
      return new Step<>(
          name,
          tracker -> {
            change.accept(tracker);
            return "done";
          },
          state -> "done",
          after);
    }

    static <S> Step<S> question(
        String name, Function<BayesianTrustTracker, Object> ask, Function<S, Object> answer) {
      return new Step<>(name, ask, answer, state -> state);
    }

    @Override
    public Object run(BayesianTrustTracker tracker) {
      return run.apply(tracker);
    }

    @Override
    public Object answer(S state) {
      return answer.apply(state);
    }

    @Override
    public S after(S state) {
      return after.apply(state);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Step<Known> SUCCESS =
      Step.change("success", t -> t.update(KEY, true), key -> key.plus(1, 0));

  private static final Step<Known> TRUST =
      Step.question("trust", t -> t.getTrust(KEY), key -> key.posterior.mean());

  private static final List<Step<Known>> ON_ONE_KEY =
      List.of(
          SUCCESS,
          Step.change("failure", t -> t.update(KEY, false), key -> key.plus(0, 1)),
          Step.change("retract", t -> t.retract(KEY, true, 1), Known::minusSuccess),
          Step.change("decay", t -> t.applyDecay(KEY, 0.5, 0), Known::halved),
          new Step<>("remove", t -> t.remove(KEY), Known::known, key -> Known.NOTHING),
          TRUST,
          TRUST,
          Step.question("stats", t -> t.getStats(KEY), Known::posterior),
          Step.question("contains", t -> t.contains(KEY), Known::known),
          Step.change("batch", LinearizabilityTest::batch, key -> key.plus(2, 0)),
          Step.change("global decay", t -> t.applyGlobalDecay(0.5, 0), Known::halved),
          Step.change("clear", BayesianTrustTracker::clear, key -> Known.NOTHING),
          Step.change("restore", t -> t.restore(SAVED), key -> Known.NOTHING.with(5, 2)),
          Step.change("merge", t -> t.merge(SAVED), key -> key.plus(4, 1)),
          Step.question("trust of both", t -> trusts(t).get(0), key -> key.posterior.mean()),
          Step.question("snapshot", t -> cut(t).get(0), Known::posterior),
          Step.question("rank", t -> ranked(t).get(0), Known::posterior));

  private static final List<Step<Pair>> ON_MANY_KEYS =
      List.of(
          Step.change("batch", LinearizabilityTest::batch, both -> both.plus(2, 0, 0, 1)),
          Step.change(
              "global decay",
              t -> t.applyGlobalDecay(0.5, 0),
              both -> new Pair(both.x.halved(), both.y.halved())),
          Step.change(
              "clear", BayesianTrustTracker::clear, both -> new Pair(Known.NOTHING, Known.NOTHING)),
          Step.change(
              "restore",
              t -> t.restore(SAVED),
              both -> new Pair(Known.NOTHING.with(5, 2), Known.NOTHING.with(3, 1))),
          Step.change("merge", t -> t.merge(SAVED), both -> both.plus(4, 1, 2, 0)),
          Step.question("trust of both", LinearizabilityTest::trusts, Pair::means),
          Step.question("snapshot", LinearizabilityTest::cut, Pair::posteriors),
          Step.question("rank", LinearizabilityTest::ranked, Pair::posteriors));

  private static void batch(BayesianTrustTracker tracker) {
    tracker.batchUpdate(List.of(TrustUpdate.of(OTHER, false), TrustUpdate.of(KEY, true, 2)));
  }

  private static List<Double> trusts(BayesianTrustTracker tracker) {
    return List.copyOf(tracker.getTrustBatch(BOTH).values());
  }

  private static List<BetaPosterior> cut(BayesianTrustTracker tracker) {
    TrustSnapshot snapshot = tracker.snapshot();
    return BOTH.stream().map(snapshot::posterior).toList();
  }

  private static List<BetaPosterior> ranked(BayesianTrustTracker tracker) {
    List<RankedKey> ranking = tracker.rank(10, BetaPosterior::mean);
    return BOTH.stream().map(key -> posterior(ranking, key)).toList();
  }

  private static BetaPosterior posterior(List<RankedKey> ranking, String key) {
    return ranking.stream()
        .filter(ranked -> ranked.key().equals(key))
        .findAny()
        .map(RankedKey::posterior)
        .orElse(PRIOR);
  }

  private static BayesianTrustTracker withCache(int capacity) {
    return new BayesianTrustTracker(TrustConfig.builder().cacheCapacity(capacity).build());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1024})
  void operationsOnOneKey_byManyThreads_answerAsInSomeOrder(int cacheCapacity) throws Exception {
    new Linearizability<>(withCache(cacheCapacity), ON_ONE_KEY, t -> Known.of(t, KEY))
        .check(ROUNDS, 7_000 + cacheCapacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024})
  void operationsOnManyKeys_byManyThreads_answerAsInSomeOrder(int cacheCapacity) throws Exception {
    new Linearizability<>(withCache(cacheCapacity), ON_MANY_KEYS, Pair::of)
        .check(ROUNDS, 8_000 + cacheCapacity);
  }

  @Test
  void isPossible_staleOrInventedAnswers_isFalse() {
    Call<Known> update = new Call<>(SUCCESS, "done", 1, 2);
    Call<Known> during = new Call<>(TRUST, 0.5, 2, 3);
    Call<Known> stale = new Call<>(TRUST, 0.5, 3, 4);
    Call<Known> fresh = new Call<>(TRUST, 2.0 / 3, 3, 4);
    Known before = Known.NOTHING;
    Known after = before.with(2, 1);

    assertThat(Linearizability.isPossible(List.of(update, during), before, after)).isTrue();
    assertThat(Linearizability.isPossible(List.of(update, fresh), before, after)).isTrue();
    assertThat(Linearizability.isPossible(List.of(update, stale), before, after)).isFalse();
    assertThat(Linearizability.isPossible(List.of(update), before, before)).isFalse();
    assertThat(Linearizability.isPossible(List.of(fresh), before, before)).isFalse();
  }
}
