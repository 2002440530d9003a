package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class StoreStatsTest {
  private static StoreStats stats(SequencedMap<String, Long> details) {
    return new StoreStats("hash", "scalar", false, 1, 2, 3, 4, 5, 6, 7, 8, 9, details);
  }

  @Test
  void detailsAreAnUnmodifiableCopyInTheirOrder() {
    SequencedMap<String, Long> details = new LinkedHashMap<>(Map.of("zebras", 1L));
    details.put("apes", 2L);
    StoreStats stats = stats(details);
    details.put("later", 3L);

    assertThat(stats.details().sequencedKeySet()).containsExactly("zebras", "apes");
    assertThatThrownBy(() -> stats.details().put("mine", 1L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void textHasALineForEachFigure() {
    SequencedMap<String, Long> details = new LinkedHashMap<>();
    details.put("reclaimedBytes", 10L);

    assertThat(stats(details).toString().lines())
        .containsExactly(
            "engine hash",
            "kernels scalar",
            "failed false",
            "entryCount 1",
            "diskBytes 2",
            "memoryBytes 3",
            "memoryBudgetBytes 4",
            "indexBytes 5",
            "logBytes 6",
            "deadBytes 7",
            "stallCount 8",
            "stallNanos 9",
            "reclaimedBytes 10");
  }

  @Test
  void countIsExactUnlessTheEngineSaysThatItEstimates() {
    SequencedMap<String, Long> details = new LinkedHashMap<>();
    assertThat(stats(details).entryCountIsExact()).isTrue();

    details.put("entryCountIsEstimate", 0L);
    assertThat(stats(details).entryCountIsExact()).isTrue();

    details.put("entryCountIsEstimate", 1L);
    assertThat(stats(details).entryCountIsExact()).isFalse();
  }
}
