package io.github.bayesiantrust;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What was answered about each of some keys: a map in the order in which they were asked. It can't be
 * modified. It holds numbers as such, and makes objects of them and of its entries when they are read.
 */
final class Answers<T> extends AbstractMap<String, T> {
  private final KeyIndex keys;

  /** The answer about the key in a place. */
  private final IntFunction<T> answers;

  private Answers(KeyIndex keys, IntFunction<T> answers) {
    this.keys = keys;
    this.answers = answers;
  }

  /** Asks for a number about each key. */
  static Map<String, Double> numbers(KeyIndex keys, ToDoubleFunction<String> question) {
    double[] numbers = new double[keys.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = question.applyAsDouble(keys.get(i));
    }
    return new Answers<>(keys, i -> numbers[i]);
  }

  /** Asks for an object about each key, which is not null. */
  static <T> Map<String, T> objects(KeyIndex keys, Function<String, T> question) {
    List<T> objects = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      objects.add(question.apply(keys.get(i)));
    }
    return new Answers<>(keys, objects::get);
  }

  @Override
  public int size() {
    return keys.size();
  }

  @Override
  public boolean containsKey(Object key) {
    return keys.find(key) >= 0;
  }

  @Override
  public T get(Object key) {
    int place = keys.find(key);
    return place < 0 ? null : answers.apply(place);
  }

  @Override
  public Set<Entry<String, T>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.size();
      }

      @Override
      public boolean contains(Object entry) {
        return entry instanceof Entry<?, ?> other && isAnswer(other.getKey(), other.getValue());
      }

      @Override
      public Iterator<Entry<String, T>> iterator() {
        return IntStream.range(0, keys.size()).mapToObj(Answers.this::entry).iterator();
      }
    };
  }

  private boolean isAnswer(Object key, Object value) {
    T answer = get(key);
    return answer != null && answer.equals(value);
  }

  private Entry<String, T> entry(int place) {
    return Map.entry(keys.get(place), answers.apply(place));
  }
}
