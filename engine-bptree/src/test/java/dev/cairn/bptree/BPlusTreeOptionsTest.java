package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings out of range are refused, each by its name. */
class BPlusTreeOptionsTest {
  static Stream<Arguments> badValues() {
    String anyBudget = "at least 1048576 and 64 pages";
    String anyPage = "a power of two from 4096 to 65536";
    String anyCapacity =
        "a power of two from 4096 to 1073741824, and at most a 32nd of memoryBudgetBytes ";
    return Stream.of(
        bad(b -> b.memoryBudgetBytes(1_048_575), "memoryBudgetBytes 1048575", anyBudget),
        bad(
            b -> b.memoryBudgetBytes(2 << 20).pageBytes(64 << 10),
            "memoryBudgetBytes 2097152",
            anyBudget),
        bad(b -> b.pageBytes(2_048), "pageBytes 2048", anyPage),
        bad(b -> b.pageBytes(5_000), "pageBytes 5000", anyPage),
        bad(b -> b.pageBytes(128 << 10), "pageBytes 131072", anyPage),
        bad(b -> b.maxChildren(3), "maxChildren 3", "at least 4"),
        bad(b -> b.checkpointBytes(4_095), "checkpointBytes 4095", "at least 4096"),
        bad(b -> b.segmentBytes(2_048), "segmentBytes 2048", anyCapacity + (1 << 30)),
        bad(b -> b.segmentBytes(5_000), "segmentBytes 5000", anyCapacity + (1 << 30)),
        bad(
            b -> b.memoryBudgetBytes(1 << 20).segmentBytes(64 << 10),
            "segmentBytes 65536",
            anyCapacity + (1 << 20)));
  }

  private static Arguments bad(
      Consumer<BPlusTreeOptions.Builder> setting, String found, String expected) {
    return Arguments.of(setting, found, expected);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badValues")
  void aValueOutOfItsRangeIsRefusedByName(
      Consumer<BPlusTreeOptions.Builder> setting, String found, String expected) {
    BPlusTreeOptions.Builder builder = BPlusTreeOptions.builder();
    setting.accept(builder);

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage(found + ": expected " + expected);
  }

  @Test
  void theEndsOfTheRangesAreTaken() {
    BPlusTreeOptions least =
        BPlusTreeOptions.builder()
            .memoryBudgetBytes(1 << 20)
            .pageBytes(4 << 10)
            .maxChildren(4)
            .checkpointBytes(4 << 10)
            .segmentBytes(4 << 10)
            .build();
    BPlusTreeOptions most =
        BPlusTreeOptions.builder()
            .memoryBudgetBytes(32L << 30)
            .pageBytes(64 << 10)
            .segmentBytes(1 << 30)
            .build();

    assertThat(least.pageBytes()).isEqualTo(4 << 10);
    assertThat(most.pageBytes()).isEqualTo(64 << 10);
  }
}
