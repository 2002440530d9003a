package dev.cairn.concurrency;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every interleaving of a few calls that is tried gives results that the calls could have given one
 * after the other.
 */
class ModelCheckingTest {
  static {
    SwitchPoints.install();
  }

  // How many combinations of calls, and how many interleavings of each.
  private static final int SCENARIOS = Integer.getInteger("cairn.scenarios", 20);
  private static final int INTERLEAVINGS = Integer.getInteger("cairn.interleavings", 300);

  // By name, because classes get their points when they are loaded.
  static Stream<String> histories() {
    return Stream.of(
        "dev.cairn.internal.memory.EpochsHistory",
        "dev.cairn.internal.memory.MemoryBudgetHistory",
        "dev.cairn.hash.GroupTableHistory",
        "dev.cairn.hash.LinearTableHistory",
        "dev.cairn.hash.RobinHoodTableHistory",
        "dev.cairn.hash.ChainedTableHistory",
        "dev.cairn.hash.LookupHistory",
        "dev.cairn.bptree.FramesHistory",
        "dev.cairn.lsm.MemtableIndexHistory",
        "dev.cairn.lsm.FrameOwnersHistory");
  }

  @ParameterizedTest
  @MethodSource("histories")
  void isLinearizable(String history) throws ClassNotFoundException {
    check(Class.forName(history));
  }

  /** It would pass if threads were not interleaved between accesses to native memory. */
  @Test
  void aCounterThatLosesIncrementsIsNot() throws ClassNotFoundException {
    Class<?> history = Class.forName("dev.cairn.internal.memory.RacyCounterHistory");

    assertThatThrownBy(() -> check(history))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("increment");
  }

  private static void check(Class<?> history) {
    new ModelCheckingOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(INTERLEAVINGS)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(3)
        .actorsAfter(2)
        .addGuarantee(forClasses(ByteViews.class.getName()).allMethods().ignore())
        .addGuarantee(
            forClasses((String name) -> name.startsWith("dev.cairn.internal.simd."))
                .allMethods()
                .ignore())
        .check(history);
  }
}
