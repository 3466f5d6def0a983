package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIndexTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 127, 128, 129, 5_000})
  void find_keysThatComeTwice_isTheFirstPlace(int size) {
    List<String> keys = IntStream.range(0, size).mapToObj(i -> "key-" + i).toList();
    List<String> twice = IntStream.range(0, 2 * size).mapToObj(i -> "key-" + i / 2).toList();
    assertFindsAll(KeyIndex.of(keys), keys);
    assertFindsAll(KeyIndex.of(twice), keys);
  }

  /** Strings of "Aa" and "BB": 8,192 of one hash code. */
  @Test
  void find_keysOfOneHash_eachHasItsPlace() {
    List<String> keys =
        IntStream.range(0, 1 << 13)
            .mapToObj(Integer::toBinaryString)
            .map(bits -> "0".repeat(13 - bits.length()) + bits)
            .map(bits -> bits.replace("0", "Aa").replace("1", "BB"))
            .toList();
    assertThat(keys).extracting(String::hashCode).containsOnly(keys.get(0).hashCode());
    assertFindsAll(KeyIndex.of(keys), keys);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 64})
  void add_moreKeysThanThereIsRoomFor_grows(int capacity) {
    KeyIndex index = new KeyIndex(capacity);
    List<String> keys = IntStream.range(0, 1_000).mapToObj(i -> "key-" + i).toList();
    for (int i = 0; i < keys.size(); i++) {
      assertThat(index.add(keys.get(i))).isEqualTo(i);
      assertThat(index.add("key-0")).isZero();
    }
    assertFindsAll(index, keys);
    assertThat(index.added()).isEqualTo(2_000);
  }

  @Test
  void clear_someKeys_noneIsFoundAndOthersComeFirst() {
    KeyIndex index = KeyIndex.of(List.of("a", "b", "a"));
    index.clear();
    assertThat(index.added()).isZero();
    assertThat(index.find("a")).isEqualTo(-1);
    assertThat(index.add("b")).isZero();
    assertFindsAll(index, List.of("b"));
  }

  private static void assertFindsAll(KeyIndex index, List<String> keys) {
    assertThat(index.size()).isEqualTo(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      assertThat(index.get(i)).isEqualTo(keys.get(i));
      assertThat(index.find(keys.get(i))).isEqualTo(i);
      assertThat(index.find(keys.get(i) + "?")).isEqualTo(-1);
    }
    assertThat(index.find("")).isEqualTo(-1);
    assertThat(index.find(null)).isEqualTo(-1);
  }

  @Test
  void of_null_throws() {
    assertThatNullPointerException().isThrownBy(() -> KeyIndex.of(null));
    assertThatNullPointerException().isThrownBy(() -> KeyIndex.of(Collections.singleton(null)));
    assertThatNullPointerException().isThrownBy(() -> KeyIndex.of(Arrays.asList("a", null)));
  }

  @Test
  void of_someComeAgainAsOtherObjects_eachOnceInOrder() {
    Random random = new Random(5);
    for (int run = 0; run < 500; run++) {
      int distinct = 1 + random.nextInt(80);
      List<String> keys =
          random.ints(1 + random.nextInt(100), 0, distinct).mapToObj(i -> "k" + i).toList();
      KeyIndex index = KeyIndex.of(keys);
      assertThat(index.added()).isEqualTo(keys.size());
      assertFindsAll(index, keys.stream().distinct().toList());
    }
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void of_foreignElement_throws() {
    assertThatThrownBy(() -> KeyIndex.of((Collection) List.of("a", 1)))
        .isInstanceOf(ClassCastException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000_000_000})
  void of_collectionThatLiesAboutItsSize_takesWhatItGives(int size) {
    Object[] kept = {"a", "b", "a"};
    KeyIndex index = KeyIndex.of(new Liar(size, kept));
    Arrays.fill(kept, null);
    assertFindsAll(index, List.of("a", "b"));
  }

  /** Hands out an array that it keeps. */
  private static final class Liar extends AbstractList<String> {
    private final int size;
    private final Object[] kept;

    Liar(int size, Object[] kept) {
      this.size = size;
      this.kept = kept;
    }

    @Override
    public String get(int index) {
      throw new AssertionError("nobody asks for one element");
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Object[] toArray() {
      return kept;
    }
  }
}
