package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings out of range are refused, each by its name. */
class HashOptionsTest {
  static Stream<Arguments> badValues() {
    String anyCapacity = "a power of two from 4096 to 1073741824";
    String anyLoad = "0.25 to 0.95";
    String anyKeys = "0 to 68719476736";
    return Stream.of(
        bad(b -> b.memoryBudgetBytes(1_048_575), "memoryBudgetBytes 1048575", "at least 1048576"),
        bad(b -> b.memoryBudgetBytes(-1), "memoryBudgetBytes -1", "at least 1048576"),
        bad(b -> b.segmentBytes(2_048), "segmentBytes 2048", anyCapacity),
        bad(b -> b.segmentBytes(5_000), "segmentBytes 5000", anyCapacity),
        bad(b -> b.segmentBytes(Integer.MIN_VALUE), "segmentBytes -2147483648", anyCapacity),
        bad(
            b -> b.memoryBudgetBytes(1 << 20).segmentBytes(512 << 10),
            "segmentBytes 524288",
            "at most a quarter of memoryBudgetBytes 1048576"),
        bad(b -> b.maxLoadFactor(0.24), "maxLoadFactor 0.24", anyLoad),
        bad(b -> b.maxLoadFactor(0.96), "maxLoadFactor 0.96", anyLoad),
        bad(b -> b.maxLoadFactor(Double.NaN), "maxLoadFactor NaN", anyLoad),
        bad(b -> b.initialCapacity(-1), "initialCapacity -1", anyKeys),
        bad(b -> b.initialCapacity((1L << 36) + 1), "initialCapacity 68719476737", anyKeys));
  }

  private static Arguments bad(
      Consumer<HashOptions.Builder> setting, String found, String expected) {
    return Arguments.of(setting, found, expected);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badValues")
  void aValueOutOfItsRangeIsRefusedByName(
      Consumer<HashOptions.Builder> setting, String found, String expected) {
    HashOptions.Builder builder = HashOptions.builder();
    setting.accept(builder);

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage(found + ": expected " + expected);
  }

  @Test
  void theEndsOfTheRangesAreTaken() {
    HashOptions least =
        HashOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .segmentBytes(4 << 10)
            .maxLoadFactor(0.25)
            .initialCapacity(0)
            .build();
    HashOptions most =
        HashOptions.builder()
            .memoryBudgetBytes(4L << 30)
            .segmentBytes(1 << 30)
            .maxLoadFactor(0.95)
            .initialCapacity(1L << 36)
            .build();

    assertThat(least.segmentBytes()).isEqualTo(4 << 10);
    assertThat(most.segmentBytes()).isEqualTo(1 << 30);
  }
}
