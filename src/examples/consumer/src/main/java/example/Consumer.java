package example;

import io.github.bayesiantrust.BayesianTrustTracker;
import io.github.bayesiantrust.BetaPosterior;
import io.github.bayesiantrust.RankedKey;

/** Uses the installed library as an application does, and fails if an answer is not as expected. */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] args) {
    BayesianTrustTracker tracker = BayesianTrustTracker.getInstance();
    for (int i = 0; i < 8; i++) {
      tracker.update("payments", i != 3);
    }
    BetaPosterior payments = tracker.getStats("payments");
    RankedKey best = tracker.rank(1, BetaPosterior::mean).get(0);
    expect(payments.equals(new BetaPosterior(8, 2, 1, 1)), payments);
    expect(tracker.getTrust("payments") == 0.8, tracker.getTrust("payments"));
    expect(best.key().equals("payments"), best);

    Module library = BayesianTrustTracker.class.getModule();
    System.out.println("consumer: trust 0.8 in payments, library in " + library);
  }

  private static void expect(boolean asExpected, Object actual) {
    if (!asExpected) {
      throw new AssertionError("unexpected: " + actual);
    }
  }
}
