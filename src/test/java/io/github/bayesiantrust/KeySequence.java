package io.github.bayesiantrust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keys in a random order that is drawn beforehand: to choose one costs a benchmark one load, the same
 * on both sides of a comparison. Thread-safe; each thread goes through it with a cursor of its own.
 */
final class KeySequence {
  /** The number of keys in a batch. */
  static final int BATCH = 1_000;

  /** More than a branch predictor learns. */
  private static final int BATCHES = 64;

  /** So long that neither a branch predictor nor a small cache learns the order. */
  private static final int SHORTEST = 1 << 16;

  private final String[] names;

  /** Its length is a power of two. */
  private final String[] order;

  /** Kept for nothing but the room that they take; see {@link #forEach}. */
  private final List<byte[]> between = new ArrayList<>();

  private final List<List<String>> batches;
  private final List<List<TrustUpdate>> updates;
  private final AtomicInteger cursors = new AtomicInteger();

  KeySequence(int keys) {
    Random random = new Random(keys);
    names = IntStream.range(0, keys).mapToObj(i -> "service-" + i).toArray(String[]::new);
    order = new String[Math.max(SHORTEST, Integer.highestOneBit(4 * keys))];
    Arrays.setAll(order, i -> names[random.nextInt(keys)]);
    batches = Stream.generate(() -> batch(random)).limit(BATCHES).toList();
    updates = batches.stream().map(KeySequence::updates).toList();
  }

  /** Keys at random, none twice where there are enough of them. */
  private List<String> batch(Random random) {
    IntStream drawn = random.ints(0, names.length);
    return (names.length < BATCH ? drawn : drawn.distinct())
        .limit(BATCH)
        .mapToObj(i -> names[i])
        .toList();
  }

  private static List<TrustUpdate> updates(List<String> keys) {
    List<TrustUpdate> updates = new ArrayList<>();
    keys.forEach(key -> updates.add(TrustUpdate.of(key, updates.size() % 4 != 0)));
    return updates;
  }

  /** Each key once. */
  List<String> names() {
    return Arrays.asList(names);
  }

  /**
   * Does something for each key once, and leaves objects of other sizes in between, as an application
   * does. Otherwise what is kept for the keys lies at one distance, crosses the lines of the cache
   * everywhere or nowhere, and two threads are faster or slower by a fifth.
   */
  void forEach(Consumer<String> action) {
    Random random = new Random(names.length);
    for (String name : names) {
      action.accept(name);
      between.add(new byte[random.nextInt(64)]);
    }
  }

  /** Starts elsewhere than the cursors before it. */
  Cursor cursor() {
    return new Cursor(cursors.getAndIncrement() * 40_503);
  }

  /** A place in the sequence, for one thread. */
  final class Cursor {
    private int at;

    private Cursor(int start) {
      at = start;
    }

    String key() {
      return order[++at & order.length - 1];
    }

    /** Whether the next outcome is a success: three of four are. */
    boolean outcome() {
      return (at & 3) != 0;
    }

    List<String> batch() {
      return batches.get(++at & BATCHES - 1);
    }

    List<TrustUpdate> updates() {
      return updates.get(++at & BATCHES - 1);
    }
  }
}
