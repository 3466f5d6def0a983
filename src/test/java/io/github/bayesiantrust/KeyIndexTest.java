package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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
    assertFindsAll(new KeyIndex(keys), keys);
    assertFindsAll(new KeyIndex(twice), keys);
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
    assertFindsAll(new KeyIndex(keys), keys);
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
  void constructor_null_throws() {
    assertThatNullPointerException().isThrownBy(() -> new KeyIndex(null));
    assertThatNullPointerException().isThrownBy(() -> new KeyIndex(Collections.singleton(null)));
    assertThatNullPointerException().isThrownBy(() -> new KeyIndex(Arrays.asList("a", null)));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void constructor_foreignElement_throws() {
    assertThatThrownBy(() -> new KeyIndex((Collection) List.of("a", 1)))
        .isInstanceOf(ClassCastException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000_000_000})
  void constructor_collectionThatLiesAboutItsSize_takesWhatItGives(int size) {
    Object[] kept = {"a", "b", "a"};
    KeyIndex index = new KeyIndex(new Liar(size, kept));
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
