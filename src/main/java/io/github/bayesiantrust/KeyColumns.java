package io.github.bayesiantrust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of many keys at one instant, in columns of primitive numbers: 40 bytes a key beside
 * its history, in arrays of a few kilobytes, so that a garbage collector has little to do with them.
 * Filled by one thread; may be read by any number afterwards.
 */
final class KeyColumns {
  private static final int SHIFT = 8;
  private static final int ROWS = 1 << SHIFT;

  private final List<Piece> pieces = new ArrayList<>();
  private int size;

  /** So many rows of all columns. NaN and null stand for what is not known. */
  private static final class Piece {
    final String[] keys = new String[ROWS];
    final double[] alphas = unknown();
    final double[] betas = unknown();
    final double[] lastUpdates = unknown();
    final double[] statedAts = unknown();
    final TrustHistory[] histories = new TrustHistory[ROWS];

    private static double[] unknown() {
      double[] column = new double[ROWS];
      Arrays.fill(column, Double.NaN);
      return column;
    }
  }

  /** The entries of a map, in its order. */
  static KeyColumns of(Map<String, KeyState> states) {
    KeyColumns columns = new KeyColumns();
    states.forEach(columns::add);
    return columns;
  }

  /**
   * Adds a key, which is not there yet, and of which nothing is known.
   *
   * @return its index: the number of keys before it
   */
  int add(String key) {
    if (row(size) == 0) {
      pieces.add(new Piece());
    }
    piece(size).keys[row(size)] = key;
    return size++;
  }

  /** Adds a key, which is not there yet. */
  void add(String key, KeyState state) {
    int i = add(key);
    setShapes(i, state.alpha(), state.beta());
    setLastUpdate(i, state.lastUpdate());
    setStatedAt(i, state.statedAt());
    setHistory(i, state.history());
  }

  void setShapes(int i, double alpha, double beta) {
    piece(i).alphas[row(i)] = alpha;
    piece(i).betas[row(i)] = beta;
  }

  void setLastUpdate(int i, double time) {
    piece(i).lastUpdates[row(i)] = time;
  }

  void setStatedAt(int i, double time) {
    piece(i).statedAts[row(i)] = time;
  }

  void setHistory(int i, TrustHistory history) {
    piece(i).histories[row(i)] = history;
  }

  private Piece piece(int i) {
    return pieces.get(i >> SHIFT);
  }

  private static int row(int i) {
    return i & ROWS - 1;
  }

  int size() {
    return size;
  }

  String key(int i) {
    return piece(i).keys[row(i)];
  }

  double alpha(int i) {
    return piece(i).alphas[row(i)];
  }

  double beta(int i) {
    return piece(i).betas[row(i)];
  }

  double lastUpdate(int i) {
    return piece(i).lastUpdates[row(i)];
  }

  double statedAt(int i) {
    return piece(i).statedAts[row(i)];
  }

  TrustHistory history(int i) {
    return piece(i).histories[row(i)];
  }

  /** All that is known of a key. */
  KeyState state(int i) {
    return new KeyState(alpha(i), beta(i), lastUpdate(i), statedAt(i), history(i));
  }

  /** A map with the same entries in the same order. */
  Map<String, KeyState> toMap() {
    Map<String, KeyState> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(key(i), state(i));
    }
    return map;
  }
}
