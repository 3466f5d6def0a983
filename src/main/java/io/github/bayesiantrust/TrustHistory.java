package io.github.bayesiantrust;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How the trust in a key went: one entry per update, oldest first, each the time of the update and
 * the trust right after it. Immutable, so safe to share between threads.
 */
public final class TrustHistory {
  static final TrustHistory EMPTY = new TrustHistory(new double[0], new double[0]);

  private final double[] times;
  private final double[] values;

  private TrustHistory(double[] times, double[] values) {
    this.times = times;
    this.values = values;
  }

  /** Takes the arrays, without a copy; they must be of one length and must not change any more. */
  static TrustHistory ofOwned(double[] times, double[] values) {
    if (times.length != values.length) {
      throw new IllegalArgumentException(times.length + " times, but " + values.length + " values");
    }
    return times.length == 0 ? EMPTY : new TrustHistory(times, values);
  }

  /**
   * The entries of both, in order of time; those of one time in order of their values, so that it
   * makes no difference which history comes first.
   */
  TrustHistory mergedWith(TrustHistory other) {
    if (size() == 0 || other.size() == 0) {
      return size() == 0 ? other : this;
    }
    return merged(ordered(), other.ordered());
  }

  private static TrustHistory merged(TrustHistory a, TrustHistory b) {
    int size = Math.addExact(a.size(), b.size());
    double[] times = new double[size];
    double[] values = new double[size];
    for (int i = 0, fromA = 0; i < size; i++) {
      int fromB = i - fromA;
      boolean next = fromB == b.size() || fromA < a.size() && compare(a, fromA, b, fromB) <= 0;
      times[i] = next ? a.times[fromA] : b.times[fromB];
      values[i] = next ? a.values[fromA++] : b.values[fromB];
    }
    return new TrustHistory(times, values);
  }

  private static int compare(TrustHistory a, int i, TrustHistory b, int j) {
    int byTime = Double.compare(a.times[i], b.times[j]);
    return byTime != 0 ? byTime : Double.compare(a.values[i], b.values[j]);
  }

  private TrustHistory ordered() {
    int i = 1;
    while (i < size() && compare(this, i - 1, this, i) <= 0) {
      i++;
    }
    return i >= size() ? this : sorted((j, k) -> compare(this, j, this, k));
  }

  /** The same in order of time; entries of one time keep their order. */
  TrustHistory inOrderOfTime() {
    return sorted(Comparator.comparingDouble(i -> times[i]));
  }

  private TrustHistory sorted(Comparator<Integer> comparator) {
    int[] order =
        IntStream.range(0, size())
            .boxed()
            .sorted(comparator)
            .mapToInt(i -> i)
            .toArray();
    return new TrustHistory(
        Arrays.stream(order).mapToDouble(i -> times[i]).toArray(),
        Arrays.stream(order).mapToDouble(i -> values[i]).toArray());
  }

  /**
   * The number of entries.
   *
   * @return 0 or more
   */
  public int size() {
    return times.length;
  }

  /**
   * The time of an entry.
   *
   * @param i the index, 0 for the oldest entry
   * @return epoch seconds
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public double time(int i) {
    return times[i];
  }

  /**
   * The trust right after the update of an entry.
   *
   * @param i the index, 0 for the oldest entry
   * @return a trust, in [0, 1]
   * @throws IndexOutOfBoundsException if there is no such entry
   */
  public double value(int i) {
    return values[i];
  }

  /**
   * All times, oldest first.
   *
   * @return a copy, in epoch seconds
   */
  public double[] times() {
    return times.clone();
  }

  /**
   * All trust values, oldest first.
   *
   * @return a copy, each in [0, 1]
   */
  public double[] values() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustHistory that
        && Arrays.equals(times, that.times)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(times) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return size() == 0
        ? "TrustHistory[empty]"
        : "TrustHistory[size=" + size() + ", last=" + values[size() - 1] + "]";
  }
}
