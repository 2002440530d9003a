package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PairsTest {
  @Test
  void differentNumbersHaveDifferentKeysAndRecognisableValues() {
    Set<String> keys = new HashSet<>();
    for (long number = -1000; number < 1000; number++) {
      keys.add(new String(Pairs.key(number), StandardCharsets.ISO_8859_1));

      byte[] value = Pairs.value(number);
      assertThat(Pairs.isValue(number, value)).isTrue();
      assertThat(Pairs.isValue(number + 1, value)).isFalse();
    }
    assertThat(keys).hasSize(2000);
    assertThat(Pairs.isValue(1, null)).isFalse();
  }
}
