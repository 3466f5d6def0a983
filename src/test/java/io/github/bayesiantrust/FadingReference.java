package io.github.bayesiantrust;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tracker is to know of its keys, done the plainest way: it keeps every outcome with its time,
 * and sums up from scratch, in 34 digits, whenever it is asked.
 */
final class FadingReference {
  private static final MathContext DIGITS = MathContext.DECIMAL128;

  /** ln 2 by its series Σ 1/(k·2^k). */
  private static final BigDecimal LN_2 = ln2();

  /** 1/k!, for e^x with −ln 2/16 < x ≤ 0. */
  private static final BigDecimal[] EXP_SERIES = expSeries();

  private static final double CLOSE = 1e-6;

  private final BigDecimal priorAlpha;
  private final BigDecimal priorBeta;
  private final double maxEvidence;

  /** In nanoseconds; 0 where evidence does not fade. */
  private final long halfLife;

  private Map<String, Key> keys = new TreeMap<>();

  FadingReference(TrustConfig config) {
    priorAlpha = new BigDecimal(config.priorAlpha());
    priorBeta = new BigDecimal(config.priorBeta());
    maxEvidence = config.maxEvidence();
    halfLife = config.halfLife().map(time -> time.toNanos()).orElse(0L);
  }

  private static BigDecimal ln2() {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = BigDecimal.ONE;
    for (int k = 1; k < 140; k++) {
      power = power.divide(BigDecimal.valueOf(2), DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS));
    }
    return sum;
  }

  private static BigDecimal[] expSeries() {
    BigDecimal[] series = new BigDecimal[20];
    series[0] = BigDecimal.ONE;
    for (int k = 1; k < series.length; k++) {
      series[k] = series[k - 1].divide(BigDecimal.valueOf(k), DIGITS);
    }
    return series;
  }

  /** 2^(−t/h): whole half-lives apart, and e^x as (e^(x/16))^16 by the series. */
  BigDecimal left(long nanos) {
    if (halfLife == 0) {
      return BigDecimal.ONE;
    }
    long whole = Math.floorDiv(nanos, halfLife);
    BigDecimal rest =
        BigDecimal.valueOf(Math.floorMod(nanos, halfLife))
            .divide(BigDecimal.valueOf(halfLife), DIGITS)
            .multiply(LN_2)
            .negate()
            .divide(BigDecimal.valueOf(16), DIGITS);
    BigDecimal sum = BigDecimal.ZERO;
    for (int k = EXP_SERIES.length - 1; k >= 0; k--) {
      sum = sum.multiply(rest, DIGITS).add(EXP_SERIES[k], DIGITS);
    }
    BigDecimal power = sum.pow(16, DIGITS);
    if (whole > 2_000) {
      return BigDecimal.ZERO;
    }
    BigDecimal twos = new BigDecimal(BigInteger.ONE.shiftLeft((int) Math.abs(whole)));
    return whole < 0 ? power.multiply(twos) : power.divide(twos, DIGITS);
  }

  private record Term(BigDecimal weight, long at) {}

  /** The outcomes of one kind, negative where they were taken back. */
  private final class Side {
    private List<Term> terms = new ArrayList<>();

    Side copy() {
      Side copy = new Side();
      copy.terms = new ArrayList<>(terms);
      return copy;
    }

    BigDecimal evidence(long time) {
      BigDecimal sum = BigDecimal.ZERO;
      for (Term term : terms) {
        sum = sum.add(term.weight.multiply(left(time - term.at)), DIGITS);
      }
      return sum;
    }

    /** The same to eleven digits or so. */
    double roughly(long time) {
      double sum = 0;
      for (Term term : terms) {
        double age = halfLife == 0 ? 0 : (time - term.at) / (double) halfLife;
        sum += term.weight.doubleValue() * Math.pow(2, -age);
      }
      return sum;
    }

    void floor(long time) {
      if (roughly(time) < CLOSE && evidence(time).signum() < 0) {
        terms.clear();
      }
    }

    void replaceBy(BigDecimal evidence, long time) {
      terms.clear();
      if (evidence.signum() > 0) {
        terms.add(new Term(evidence, time));
      }
    }
  }

  private final class Key {
    private Side successes = new Side();
    private Side failures = new Side();
    private long statedAt = Times.EARLIEST;
    private long latestNow = Times.EARLIEST;

    void change(BigDecimal s, BigDecimal f, long at) {
      successes.terms.add(new Term(s, at));
      failures.terms.add(new Term(f, at));
      statedAt = Math.max(statedAt, at);
      floorAndCap();
    }

    void floorAndCap() {
      successes.floor(statedAt);
      failures.floor(statedAt);
      double roughly = successes.roughly(statedAt) + failures.roughly(statedAt);
      if (roughly > maxEvidence - CLOSE) {
        BigDecimal most = new BigDecimal(maxEvidence);
        BigDecimal s = successes.evidence(statedAt);
        BigDecimal f = failures.evidence(statedAt);
        if (s.add(f).compareTo(most) > 0) {
          BigDecimal scale = most.divide(s.add(f), DIGITS);
          successes.replaceBy(s.multiply(scale, DIGITS), statedAt);
          failures.replaceBy(f.multiply(scale, DIGITS), statedAt);
        }
      }
    }

    /** What a file keeps: stated for the next time that a double can hold. */
    Key stored() {
      Key stored = new Key();
      stored.successes = successes.copy();
      stored.failures = failures.copy();
      stored.statedAt = Times.nanos(Times.epochSecondsNotBefore(statedAt));
      return stored;
    }

    BigDecimal alpha(long now) {
      return priorAlpha.add(successes.evidence(Math.max(now, statedAt)));
    }

    BigDecimal beta(long now) {
      return priorBeta.add(failures.evidence(Math.max(now, statedAt)));
    }

    void decay(double factor, double minCount, long now) {
      statedAt = Math.max(statedAt, now);
      BigDecimal alpha = alpha(now);
      BigDecimal beta = beta(now);
      if (alpha.add(beta).compareTo(new BigDecimal(minCount)) > 0) {
        BigDecimal by = new BigDecimal(factor);
        successes.replaceBy(alpha.multiply(by).subtract(priorAlpha), statedAt);
        failures.replaceBy(beta.multiply(by).subtract(priorBeta), statedAt);
      }
    }
  }

  /** What is known at an instant; holds on to no outcome that may change. */
  record Stored(Map<String, Object> keys) {}

  private long present(Key key, long now) {
    key.latestNow = Math.max(key.latestNow, now);
    return key.latestNow;
  }

  void update(String name, double successes, double failures, long at, boolean live) {
    Key key = keys.computeIfAbsent(name, unused -> new Key());
    key.change(new BigDecimal(successes), new BigDecimal(failures), live ? present(key, at) : at);
  }

  void retract(String name, double successes, double failures, long at, boolean live) {
    Key key = keys.get(name);
    if (key != null) {
      long time = live ? present(key, at) : at;
      key.change(new BigDecimal(-successes), new BigDecimal(-failures), time);
    }
  }

  void decay(String name, double factor, double minCount, long now) {
    Key key = keys.get(name);
    if (key != null) {
      key.decay(factor, minCount, now);
    }
  }

  void decayAll(double factor, double minCount, long now) {
    keys.values().forEach(key -> key.decay(factor, minCount, now));
  }

  void remove(String name) {
    keys.remove(name);
  }

  Stored store() {
    Map<String, Object> stored = new TreeMap<>();
    keys.forEach((name, key) -> stored.put(name, key.stored()));
    return new Stored(stored);
  }

  void restore(Stored stored) {
    keys = new TreeMap<>();
    stored.keys.forEach((name, key) -> keys.put(name, ((Key) key).stored()));
  }

  void merge(Stored stored) {
    stored.keys.forEach((name, key) -> merge(name, ((Key) key).stored()));
  }

  private void merge(String name, Key theirs) {
    Key ours = keys.putIfAbsent(name, theirs);
    if (ours != null) {
      ours.successes.terms.addAll(theirs.successes.terms);
      ours.failures.terms.addAll(theirs.failures.terms);
      ours.statedAt = Math.max(ours.statedAt, theirs.statedAt);
      ours.floorAndCap();
    }
  }

  boolean contains(String name) {
    return keys.containsKey(name);
  }

  BigDecimal alpha(String name, long now) {
    return keys.containsKey(name) ? keys.get(name).alpha(now) : priorAlpha;
  }

  BigDecimal beta(String name, long now) {
    return keys.containsKey(name) ? keys.get(name).beta(now) : priorBeta;
  }
}
