package io.github.bayesiantrust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceModelTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "100, 100", "536870911, 536870911", "536870912, 536870911", "2147483647, 536870911"})
  void historyCapacity_anyConfigured_isNoLargerThanACursorCounts(int configured, int kept) {
    TrustConfig config = TrustConfig.builder().historyCapacity(configured).build();
    assertThat(EvidenceModel.of(config).historyCapacity()).isEqualTo(kept);
  }
}
