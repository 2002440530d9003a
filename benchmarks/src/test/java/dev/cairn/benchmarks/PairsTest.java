package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.Deflater;
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
  @ValueSource(ints = {Pairs.MIN_VALUE_BYTES, Pairs.DEFAULT_VALUE_BYTES, 16 << 10})
  void versionsOfAValueDifferAtBothEnds(int valueBytes) {
    Pairs pairs = new Pairs(valueBytes, KeyOrder.RANDOM);
    byte[] first = pairs.value(7);
    for (int version : new int[] {1, 2, 255, Integer.MAX_VALUE, -1}) {
      byte[] value = pairs.value(7, version);
      byte[] torn = value.clone();
      torn[valueBytes - 1] = first[valueBytes - 1];

      assertThat(pairs.isValue(7, value)).isTrue();
      assertThat(pairs.isValue(8, value)).isFalse();
      assertThat(pairs.version(value)).isEqualTo(version);
      assertThat(pairs.isValue(7, torn)).isFalse();
    }
    assertThat(pairs.version(first)).isZero();
  }

  /** Deflate looks back for 32 KiB, as blocks of stores do for less. */
  @ParameterizedTest
  @ValueSource(ints = {Pairs.DEFAULT_VALUE_BYTES, 1 << 10, 16 << 10, 100_000})
  void blocksOfValuesDoNotCompress(int valueBytes) {
    Pairs pairs = new Pairs(valueBytes, KeyOrder.RANDOM);
    int count = Math.ceilDiv(1 << 20, valueBytes);
    ByteBuffer content = ByteBuffer.allocate(count * valueBytes);
    for (int number = 0; number < count; number++) {
      content.put(pairs.value(number % 1000, number / 1000));
    }

    // Of small values the number's zeros compress.
    assertThat(compressedBytes(content.array())).isGreaterThan((int) (0.95 * content.capacity()));
  }

  private static int compressedBytes(byte[] content) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      return deflater.deflate(new byte[2 * content.length]);
    }
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
