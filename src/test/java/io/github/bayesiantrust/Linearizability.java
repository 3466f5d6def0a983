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

/**
 * Lets some threads do random operations, round by round, and checks each round: for what the
 * operations answered, and when they began and returned, there must be an order in which a naive
 * model answers the same. The search is that of Wing and Gong, "Testing and verifying concurrent
 * objects" (J. Parallel and Distributed Computing 17, 1993), with the memory of Lowe, "Testing for
 * linearizability" (Concurrency and Computation 29, 2017).
 *
 * @param <S> the state of the model, an immutable value
 */
final class Linearizability<S> {
  private static final int THREADS = 3;
  private static final int STEPS = 4;

  /** What a tracker does, and what a model that is in a state answers and becomes. */
  interface Operation<S> {
    Object run(BayesianTrustTracker tracker);

    Object answer(S state);

    S after(S state);
  }

  /** One call, as it was seen from outside. */
  record Call<S>(Operation<S> operation, Object answer, long began, long returned) {}

  private record Tried<S>(int done, S state) {}

  private final BayesianTrustTracker tracker;
  private final List<? extends Operation<S>> operations;
  private final Function<BayesianTrustTracker, S> look;
  private final List<Call<S>[]> calls = new ArrayList<>();

  /** The state that the round started from; written while all threads wait. */
  private S state;

  /**
   * Checks a tracker.
   *
   * @param look reads its state while nothing goes on
   */
  Linearizability(
      BayesianTrustTracker tracker,
      List<? extends Operation<S>> operations,
      Function<BayesianTrustTracker, S> look) {
    this.tracker = tracker;
    this.operations = operations;
    this.look = look;
    this.state = look.apply(tracker);
  }

  void check(int rounds, long seed) throws Exception {
    Race race = new Race();
    CyclicBarrier together = new CyclicBarrier(THREADS, () -> checkRound(seed));
    for (int thread = 0; thread < THREADS; thread++) {
      Random random = new Random(seed + thread);
      Call<S>[] mine = newCalls();
      calls.add(mine);
      race.run(
          rounds,
          round -> {
            for (int step = 0; step < STEPS; step++) {
              mine[step] = call(operations.get(random.nextInt(operations.size())));
            }
            together.await();
          });
    }
    race.start();
  }

  @SuppressWarnings("unchecked")
  private Call<S>[] newCalls() {
    return (Call<S>[]) new Call<?>[STEPS];
  }

  private Call<S> call(Operation<S> operation) {
    long began = System.nanoTime();
    Object answer = operation.run(tracker);
    return new Call<>(operation, answer, began, System.nanoTime());
  }

  private void checkRound(long seed) {
    List<Call<S>> round = new ArrayList<>();
    calls.forEach(ofThread -> round.addAll(Arrays.asList(ofThread)));
    S now = look.apply(tracker);
    assertThat(isPossible(round, state, now))
        .as("seed %d: from %s to %s by %s", seed, state, now, round)
        .isTrue();
    state = now;
  }

  /** Whether there is an order, from one state to another, that fits times and answers. */
  static <S> boolean isPossible(List<Call<S>> calls, S from, S to) {
    return isPossible(calls, 0, from, to, new HashSet<>());
  }

  private static <S> boolean isPossible(
      List<Call<S>> calls, int done, S state, S end, Set<Tried<S>> tried) {
    if (done == (1 << calls.size()) - 1) {
      return state.equals(end);
    }
    if (!tried.add(new Tried<>(done, state))) {
      return false;
    }
    long firstReturn = firstReturn(calls, done);
    for (int i = 0; i < calls.size(); i++) {
      Call<S> call = calls.get(i);
      if (isLeft(done, i)
          && call.began <= firstReturn
          && call.operation.answer(state).equals(call.answer)
          && isPossible(calls, done | 1 << i, call.operation.after(state), end, tried)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLeft(int done, int call) {
    return (done >> call & 1) == 0;
  }

  /** Of the calls that are left: nothing that began later can come first. */
  private static <S> long firstReturn(List<Call<S>> calls, int done) {
    long first = Long.MAX_VALUE;
    for (int i = 0; i < calls.size(); i++) {
      if (isLeft(done, i)) {
        first = Math.min(first, calls.get(i).returned);
      }
    }
    return first;
  }
}
