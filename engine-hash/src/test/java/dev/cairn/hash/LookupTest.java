package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CorruptionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads of slots that came with an index image, which may be wrong although its checksum is right.
 */
class LookupTest {
  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 5_000})
  void aSlotThatLeadsToARecordWithAnImpossibleLengthIsDamage(int valueBytes) {
    try (LookupParts parts = new LookupParts(Probing.GROUP)) {
      parts.addForged(1, valueBytes);

      assertThatThrownBy(() -> parts.get(1))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("a record inside the segment");
      assertThatThrownBy(() -> parts.getAll(1)).isInstanceOf(CorruptionException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1})
  void theForgedRecordIsBelievedIfItsLengthIsPossible(int valueBytes) {
    try (LookupParts parts = new LookupParts(Probing.GROUP)) {
      parts.addForged(1, valueBytes);

      assertThat(parts.get(1)).isZero(); // So the test above meets what it means to.
    }
  }
}
