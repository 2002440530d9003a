package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairsTest {
  @ParameterizedTest
  @EnumSource
  void differentNumbersHaveDifferentKeysAndRecognisableValues(KeyOrder order) {
    Pairs pairs = new Pairs(Pairs.DEFAULT_VALUE_BYTES, order);
    Set<String> keys = new HashSet<>();
    for (long number = -1000; number < 1000; number++) {
      keys.add(new String(pairs.key(number), StandardCharsets.ISO_8859_1));

      byte[] value = pairs.value(number);
      assertThat(pairs.isValue(number, value)).isTrue();
      assertThat(pairs.isValue(number + 1, value)).isFalse();
    }
    assertThat(keys).hasSize(2000);
    assertThat(pairs.isValue(1, null)).isFalse();
  }

  @Test
  void ascendingNumbersHaveAscendingKeysIfAskedFor() {
    Pairs pairs = new Pairs(Pairs.DEFAULT_VALUE_BYTES, KeyOrder.ASCENDING);
    for (long number = 0; number < 1000; number++) {
      assertThat(Arrays.compareUnsigned(pairs.key(number), pairs.key(number + 1))).isNegative();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Pairs.MIN_VALUE_BYTES, Pairs.DEFAULT_VALUE_BYTES, 16 << 10})
  void keyAndValueAreKnownToBelongTogether(int valueBytes) {
    Pairs pairs = new Pairs(valueBytes, KeyOrder.RANDOM);
    long keyHead = ByteBuffer.wrap(pairs.key(7)).getLong();
    ByteBuffer value = ByteBuffer.wrap(pairs.value(7)).order(ByteOrder.LITTLE_ENDIAN);
    byte tail = value.get(valueBytes - 1);

    assertThat(value.capacity()).isEqualTo(valueBytes);
    assertThat(pairs.isPair(keyHead, value.getLong(0), tail)).isTrue();
    assertThat(pairs.isPair(keyHead + 1, value.getLong(0), tail)).isFalse();
    assertThat(pairs.isPair(keyHead, 8, tail)).isFalse();
    assertThat(pairs.isPair(keyHead, value.getLong(0), (byte) ~tail)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {Pairs.MIN_KEY_BYTES, 13, Pairs.KEY_BYTES, 200})
  void keysOfAnyLengthDiffer(int keyBytes) {
    Pairs pairs = new Pairs(keyBytes, Pairs.DEFAULT_VALUE_BYTES, KeyOrder.RANDOM);
    Set<String> keys = new HashSet<>();
    for (long number = 0; number < 1000; number++) {
      byte[] key = pairs.key(number);
      assertThat(key).hasSize(keyBytes);
      assertThat(ByteBuffer.wrap(key).getLong()).isEqualTo(pairs.keyHead(number));
      keys.add(new String(key, StandardCharsets.ISO_8859_1));
    }

    assertThat(keys).hasSize(1000);
  }

  @Test
  void keyTooShortToDifferIsRefused() {
    assertThatThrownBy(() -> new Pairs(7, Pairs.DEFAULT_VALUE_BYTES, KeyOrder.RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7");
  }

  @Test
  void valueTooShortForItsNumberIsRefused() {
    assertThatThrownBy(() -> new Pairs(Pairs.MIN_VALUE_BYTES - 1, KeyOrder.RANDOM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15");
  }
}
