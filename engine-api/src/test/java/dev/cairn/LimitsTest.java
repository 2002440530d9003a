package dev.cairn;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 65_535})
  void keysUpToTheLimitAreTaken(long keyBytes) {
    assertThatNoException().isThrownBy(() -> Limits.requireKeyBytes(keyBytes));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 65_536, 1L << 32, Long.MIN_VALUE})
  void otherKeysAreRefusedWithTheLimit(long keyBytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.requireKeyBytes(keyBytes))
        .withMessage("key of " + keyBytes + " bytes: expected 0 to 65535");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1 << 30})
  void valuesUpToTheLimitAreTaken(long valueBytes) {
    assertThatNoException().isThrownBy(() -> Limits.requireValueBytes(valueBytes));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, (1 << 30) + 1, 1L << 32, Long.MAX_VALUE})
  void otherValuesAreRefusedWithTheLimit(long valueBytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.requireValueBytes(valueBytes))
        .withMessage("value of " + valueBytes + " bytes: expected 0 to 1073741824");
  }
}
