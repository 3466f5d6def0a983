package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceSumsTest {
  private final EvidenceSums sums = new EvidenceSums();

  @Test
  void add_severalPerKey_addInOrderPerKeyAndOutcome() {
    sums.add("b", true, 0.1);
    sums.add("a", false, 4);
    sums.add("b", true, 0.2);
    sums.add("b", true, 0.3);
    sums.add("b", false, 8);
    assertThat(sums.updates()).isEqualTo(5);
    assertThat(keys()).containsExactly("b", "a");
    assertThat(sums.successes(0)).isEqualTo(0.1 + 0.2 + 0.3);
    assertThat(sums.failures(0)).isEqualTo(8);
    assertThat(sums.successes(1)).isZero();
    assertThat(sums.failures(1)).isEqualTo(4);
  }

  @Test
  void add_keysOfOneHash_staySeparate() {
    List<String> sameHash = List.of("AaAa", "BBBB", "AaBB", "BBAa");
    for (int i = 0; i < 12; i++) {
      sums.add(sameHash.get(i % 4), true, 1);
    }
    assertThat(sameHash).allMatch(key -> key.hashCode() == sameHash.get(0).hashCode());
    assertThat(keys()).containsExactlyElementsOf(sameHash);
    assertThat(successes()).containsOnly(3.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 1_000, 5_000})
  void clear_anyNumberOfKeys_startsAnew(int keys) {
    for (double weight : new double[] {1, 2}) {
      List<String> names = new Random((long) weight).ints(keys).distinct().mapToObj(i -> "k" + i).toList();
      for (String name : names) {
        sums.add(name, true, weight);
        sums.add(name, false, weight);
      }
      names.forEach(name -> sums.add(name, true, weight));
      assertThat(keys()).isEqualTo(names);
      assertThat(successes()).containsOnly(2 * weight);
      assertThat(IntStream.range(0, sums.size()).mapToObj(sums::failures)).containsOnly(weight);
      sums.clear();
      assertThat(sums.size()).isZero();
      assertThat(sums.updates()).isZero();
    }
  }

  @Test
  void add_sumBeyondTheLargestNumber_staysFinite() {
    sums.add("a", true, Double.MAX_VALUE);
    sums.add("a", true, Double.MAX_VALUE);
    assertThat(sums.successes(0)).isEqualTo(Double.MAX_VALUE);
  }

  private List<String> keys() {
    return IntStream.range(0, sums.size()).mapToObj(sums::key).toList();
  }

  private List<Double> successes() {
    return IntStream.range(0, sums.size()).mapToObj(sums::successes).toList();
  }
}
