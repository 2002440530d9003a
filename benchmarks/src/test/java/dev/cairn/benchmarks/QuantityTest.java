package dev.cairn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @Test
  void thousandsOfThingsAndKibibytes() {
    assertThat(Quantity.COUNT.parse("10m")).isEqualTo(10_000_000);
    assertThat(Quantity.COUNT.parse("1_500")).isEqualTo(1500);
    assertThat(Quantity.BYTES.parse("64M")).isEqualTo(64L << 20);
    assertThat(Quantity.BYTES.parse("2g")).isEqualTo(2L << 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "-1", "0", "1.5", "many", "1kk"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> Quantity.COUNT.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
