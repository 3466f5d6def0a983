package io.github.bayesiantrust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswersTest {
  private static final int SEQUENCES = 300;

  /** Tells the keys apart, also "AaAa" and "BBBB", which have one hash code. */
  private static double number(String key) {
    return new BigInteger(1, ("k" + key).getBytes(UTF_8)).doubleValue();
  }

  private static Map<String, Double> numbers(List<String> keys) {
    return Answers.numbers(KeyIndex.of(keys), AnswersTest::number);
  }

  private static Map<String, String> objects(List<String> keys) {
    return Answers.objects(KeyIndex.of(keys), key -> "of " + key);
  }

  @Test
  void reading_randomKeys_isAsOfALinkedHashMap() {
    for (int seed = 0; seed < SEQUENCES; seed++) {
      List<String> keys = randomKeys(new Random(seed));
      Map<String, Double> numbers = new LinkedHashMap<>();
      Map<String, String> objects = new LinkedHashMap<>();
      keys.forEach(key -> numbers.put(key, number(key)));
      keys.forEach(key -> objects.put(key, "of " + key));
      assertReadsAs(numbers(keys), numbers, seed);
      assertReadsAs(objects(keys), objects, seed);
    }
  }

  /** Up to 60 out of 15 keys: many come again, and many different ones have one hash code. */
  private static List<String> randomKeys(Random random) {
    return random
        .ints(random.nextInt(60), 0, 4)
        .mapToObj(length -> randomKey(random, length))
        .toList();
  }

  /** A new object each time, so that equal keys are not the same. */
  private static String randomKey(Random random, int length) {
    StringBuilder key = new StringBuilder();
    while (key.length() < 2 * length) {
      key.append(random.nextBoolean() ? "Aa" : "BB");
    }
    return key.toString();
  }

  private static <T> void assertReadsAs(Map<String, T> answers, Map<String, T> model, int seed) {
    String when = "seed " + seed;
    assertThat(answers).as(when).isEqualTo(model).hasSize(model.size()).hasSameHashCodeAs(model);
    assertThat(model).as(when).isEqualTo(answers);
    assertThat(answers.toString()).as(when).isEqualTo(model.toString());
    assertThat(answers.isEmpty()).as(when).isEqualTo(model.isEmpty());
    assertThat(new ArrayList<>(answers.entrySet())).as(when).isEqualTo(new ArrayList<>(model.entrySet()));
    assertThat(new ArrayList<>(answers.keySet())).as(when).isEqualTo(new ArrayList<>(model.keySet()));
    assertThat(new ArrayList<>(answers.values())).as(when).isEqualTo(new ArrayList<>(model.values()));
    assertThat(answers.entrySet()).as(when).isEqualTo(model.entrySet()).hasSameHashCodeAs(model.entrySet());
    assertThat(answers.keySet()).as(when).isEqualTo(model.keySet()).hasSameHashCodeAs(model.keySet());
    List<T> seen = new ArrayList<>();
    answers.forEach((key, value) -> seen.add(value));
    assertThat(seen).as(when).isEqualTo(new ArrayList<>(model.values()));
    for (String key : List.of("", "Aa", "BB", "AaBB", "BBAa", "AaBBAa", "BBBBBB", "AaAaAaAa", "x")) {
      assertThat(answers.get(key)).as(when).isEqualTo(model.get(key));
      assertThat(answers.containsKey(key)).as(when).isEqualTo(model.containsKey(key));
      assertThat(answers.getOrDefault(key, null)).as(when).isEqualTo(model.get(key));
      assertThat(answers.containsValue(model.get(key))).as(when).isEqualTo(model.containsKey(key));
    }
  }

  @Test
  void lookup_nullOrForeignType_findsNothing() {
    Map<String, Double> answers = numbers(List.of("a", "1"));
    for (Object other : new Object[] {null, 1, 'a', new StringBuilder("a"), List.of("a")}) {
      assertThat(answers.containsKey(other)).isFalse();
      assertThat(answers.get(other)).isNull();
      assertThat(answers.keySet().contains(other)).isFalse();
      assertThat(answers.entrySet().contains(other)).isFalse();
      assertThat(answers.entrySet().contains(new SimpleEntry<>(other, number("a")))).isFalse();
      assertThat(answers.entrySet().contains(new SimpleEntry<>("a", other))).isFalse();
    }
    assertThat(answers.containsValue(null)).isFalse();
    assertThat(answers.entrySet().contains(new SimpleEntry<>("a", number("a")))).isTrue();
    assertThat(answers.equals(null)).isFalse();
    assertThat(answers).isNotEqualTo(List.of()).isNotEqualTo(Map.of("a", number("a")));
  }

  @Test
  void iterator_atItsEnd_throws() {
    Iterator<Map.Entry<String, Double>> entries = numbers(List.of("a")).entrySet().iterator();
    assertThat(entries.next()).isEqualTo(Map.entry("a", number("a")));
    assertThat(entries.hasNext()).isFalse();
    assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
  }

  static Stream<Named<Consumer<Map<String, Double>>>> changes() {
    return Stream.of(
        Named.of("put", map -> map.put("a", 1.0)),
        Named.of("putAll", map -> map.putAll(Map.of("z", 1.0))),
        Named.of("putIfAbsent", map -> map.putIfAbsent("z", 1.0)),
        Named.of("computeIfAbsent", map -> map.computeIfAbsent("z", key -> 1.0)),
        Named.of("merge", map -> map.merge("a", 1.0, Double::sum)),
        Named.of("replaceAll", map -> map.replaceAll((key, value) -> 1.0)),
        Named.of("remove", map -> map.remove("a")),
        Named.of("clear", Map::clear),
        Named.of("keySet", map -> map.keySet().remove("a")),
        Named.of("values", map -> map.values().removeIf(value -> true)),
        Named.of("entrySet", map -> map.entrySet().clear()),
        Named.of("entry", map -> map.entrySet().iterator().next().setValue(1.0)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void change_any_isRefused(Consumer<Map<String, Double>> change) {
    Map<String, Double> answers = numbers(List.of("a", "b"));
    assertThatThrownBy(() -> change.accept(answers))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(answers)
        .containsExactly(Map.entry("a", number("a")), Map.entry("b", number("b")));
  }
}
