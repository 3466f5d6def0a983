package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations of all kinds by some threads on one key: for what they answered, and when they
 * began and returned, there must be an order in which a naive model answers the same. The search is
 * that of Wing and Gong, "Testing and verifying concurrent objects" (J. Parallel and Distributed
 * Computing 17, 1993), with the memory of Lowe, "Testing for linearizability" (2017).
 */
class LinearizabilityTest {
  private static final String KEY = "x";
  private static final int THREADS = 3;
  private static final int ROUNDS = 5_000;
  private static final int STEPS = 4;

  /** What is known of the key; both are NaN where it is unknown. */
  private record State(double alpha, double beta) {
    static final State UNKNOWN = new State(Double.NaN, Double.NaN);

    boolean known() {
      return !Double.isNaN(alpha);
    }

    State plus(double successes, double failures) {
      return known()
          ? new State(alpha + successes, beta + failures)
          : new State(1 + successes, 1 + failures);
    }

    State minusSuccess() {
      return known() ? new State(Math.max(1, alpha - 1), beta) : this;
    }

    State halved() {
      return known() ? new State(Math.max(1, alpha / 2), Math.max(1, beta / 2)) : this;
    }

    Object posterior() {
      return known() ? BetaPosterior.of(alpha, beta) : BetaPosterior.of(1, 1);
    }

    Object trust() {
      return known() ? alpha / (alpha + beta) : 0.5;
    }
  }

  private static final State SAVED = new State(5, 2);
  private static final TrustSnapshot SNAPSHOT = savedSnapshot();

  private static TrustSnapshot savedSnapshot() {
    BayesianTrustTracker tracker = new BayesianTrustTracker();
    tracker.update(KEY, true, 4);
    tracker.update(KEY, false, 1);
    return tracker.snapshot();
  }

  /** An operation: what the tracker does, the state after it, and the answer before it. */
  private enum Operation {
    SUCCESS(does(t -> t.update(KEY, true)), s -> s.plus(1, 0), s -> true),
    FAILURE(does(t -> t.update(KEY, false)), s -> s.plus(0, 1), s -> true),
    BATCH(does(Operation::batch), s -> s.plus(2, 0), s -> true),
    RETRACT(does(t -> t.retract(KEY, true, 1)), State::minusSuccess, s -> true),
    DECAY(does(t -> t.applyDecay(KEY, 0.5, 0)), State::halved, s -> true),
    GLOBAL_DECAY(does(t -> t.applyGlobalDecay(0.5, 0)), State::halved, s -> true),
    REMOVE(t -> t.remove(KEY), s -> State.UNKNOWN, State::known),
    CLEAR(does(BayesianTrustTracker::clear), s -> State.UNKNOWN, s -> true),
    RESTORE(does(t -> t.restore(SNAPSHOT)), s -> SAVED, s -> true),
    MERGE(does(t -> t.merge(SNAPSHOT)), s -> s.plus(4, 1), s -> true),
    TRUST(t -> t.getTrust(KEY), s -> s, State::trust),
    TRUST_AGAIN(t -> t.getTrust(KEY), s -> s, State::trust),
    TRUST_BATCH(t -> t.getTrustBatch(List.of(KEY)).get(KEY), s -> s, State::trust),
    STATS(t -> t.getStats(KEY), s -> s, State::posterior),
    CONTAINS(t -> t.contains(KEY), s -> s, State::known),
    CUT(t -> t.snapshot().posterior(KEY), s -> s, State::posterior),
    RANK(Operation::ranked, s -> s, State::posterior);

    private final Function<BayesianTrustTracker, Object> run;
    private final Function<State, State> after;
    private final Function<State, Object> answer;

    Operation(
        Function<BayesianTrustTracker, Object> run,
        Function<State, State> after,
        Function<State, Object> answer) {
      this.run = run;
      this.after = after;
      this.answer = answer;
    }

    private interface Change {
      void on(BayesianTrustTracker tracker);
    }

    private static Function<BayesianTrustTracker, Object> does(Change change) {
      return tracker -> {
        change.on(tracker);
        return true;
      };
    }

    private static void batch(BayesianTrustTracker tracker) {
      tracker.batchUpdate(List.of(TrustUpdate.of("y", false), TrustUpdate.of(KEY, true, 2)));
    }

    private static Object ranked(BayesianTrustTracker tracker) {
      return tracker.rank(10, BetaPosterior::mean).stream()
          .filter(ranked -> ranked.key().equals(KEY))
          .findAny()
          .map(RankedKey::posterior)
          .orElse(BetaPosterior.of(1, 1));
    }
  }

  /** One call, as it was seen from outside. */
  private record Call(Operation operation, Object answer, long began, long returned) {}

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1024})
  void anyOperations_byManyThreads_answerAsIfInSomeOrder(int cacheCapacity) throws Exception {
    BayesianTrustTracker tracker =
        new BayesianTrustTracker(TrustConfig.builder().cacheCapacity(cacheCapacity).build());
    Call[][] calls = new Call[THREADS][STEPS];
    State[] possible = {State.UNKNOWN};
    CyclicBarrier together = new CyclicBarrier(THREADS, () -> check(calls, possible, tracker));
    Race race = new Race();
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(1_000L * cacheCapacity + thread);
      Call[] mine = calls[thread];
      race.run(
          ROUNDS,
          round -> {
            for (int step = 0; step < STEPS; step++) {
              mine[step] = call(tracker, random);
            }
            together.await();
          });
    }
    race.start();
  }

  private static Call call(BayesianTrustTracker tracker, Random random) {
    Operation[] all = Operation.values();
    Operation operation = all[random.nextInt(all.length)];
    long began = System.nanoTime();
    Object answer = operation.run.apply(tracker);
    return new Call(operation, answer, began, System.nanoTime());
  }

  /** The threads wait meanwhile, so that the state after each round is known for the next one. */
  private static void check(Call[][] calls, State[] state, BayesianTrustTracker tracker) {
    List<Call> round = new ArrayList<>();
    for (Call[] ofThread : calls) {
      round.addAll(Arrays.asList(ofThread));
    }
    State now = stateOf(tracker);
    assertThat(isLinearizable(round, state[0], now))
        .as("from %s to %s by %s", state[0], now, round)
        .isTrue();
    state[0] = now;
    if (now.known() && now.alpha() > 1e6) {
      tracker.clear();
      state[0] = State.UNKNOWN;
    }
  }

  private static State stateOf(BayesianTrustTracker tracker) {
    BetaPosterior posterior = tracker.getStats(KEY);
    return tracker.contains(KEY)
        ? new State(posterior.alpha(), posterior.beta())
        : State.UNKNOWN;
  }

  /** Whether there is an order, from one state to another, that fits times and answers. */
  private static boolean isLinearizable(List<Call> calls, State from, State to) {
    return isLinearizable(calls, 0, from, to, new HashSet<>());
  }

  private record Tried(int done, State state) {}

  private static boolean isLinearizable(
      List<Call> calls, int done, State state, State end, Set<Tried> tried) {
    if (done == (1 << calls.size()) - 1) {
      return state.equals(end);
    }
    if (!tried.add(new Tried(done, state))) {
      return false;
    }
    long firstReturn = firstReturn(calls, done);
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      if ((done >> i & 1) == 0
          && call.began <= firstReturn
          && call.operation.answer.apply(state).equals(call.answer)
          && isLinearizable(
              calls, done | 1 << i, call.operation.after.apply(state), end, tried)) {
        return true;
      }
    }
    return false;
  }

  /** Of the calls that are left: nothing that began later can come first. */
  private static long firstReturn(List<Call> calls, int done) {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < calls.size(); i++) {
      if ((done >> i & 1) == 0) {
        first = Math.min(first, calls.get(i).returned);
      }
    }
    return first;
  }

  /** The search itself can tell: an update that nobody saw, a stale read, an answer from nowhere. */
  @Test
  void isLinearizable_impossibleAnswers_isFalse() {
    Call update = new Call(Operation.SUCCESS, true, 1, 2);
    Call during = new Call(Operation.TRUST, 0.5, 2, 3);
    Call stale = new Call(Operation.TRUST, 0.5, 3, 4);
    Call fresh = new Call(Operation.TRUST, 2.0 / 3, 3, 4);
    State end = new State(2, 1);

    assertThat(isLinearizable(List.of(update, during), State.UNKNOWN, end)).isTrue();
    assertThat(isLinearizable(List.of(update, fresh), State.UNKNOWN, end)).isTrue();
    assertThat(isLinearizable(List.of(update, stale), State.UNKNOWN, end)).isFalse();
    assertThat(isLinearizable(List.of(update), State.UNKNOWN, State.UNKNOWN)).isFalse();
    assertThat(isLinearizable(List.of(fresh), State.UNKNOWN, State.UNKNOWN)).isFalse();
  }
}
