package dev.cairn.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTest {
  private final MemoryBudget budget = new MemoryBudget(8L << 20);

  @ParameterizedTest
  @ValueSource(longs = {1, 64, 100, 4096, (2L << 20) - 1, 2L << 20, 5L << 20})
  void isZeroedAlignedAndOfTheSizeAskedFor(long bytes) {
    // Memory that was used before is what an allocator hands out again.
    try (Block earlier = allocate(bytes)) {
      earlier.memory().fill((byte) 0xff);
    }

    try (Block block = allocate(bytes)) {
      MemorySegment memory = block.memory();

      assertThat(memory.byteSize()).isEqualTo(bytes);
      assertThat(memory.address() % 64).isZero();
      assertThat(memory.isNative()).isTrue();
      assertThat(isZero(memory)).isTrue();
    }
  }

  @Test
  void countsAgainstItsBudgetUntilItIsClosed() {
    Block block = allocate(4096);
    assertThat(budget.usedBytes()).isEqualTo(4096);

    block.close();

    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void isRefusedIfTheBudgetHasTooLittleLeft() {
    try (Block first = allocate(8L << 20)) {
      assertThat(Block.tryAllocate(budget, 1)).isNull();
      assertThat(budget.usedBytes()).isEqualTo(first.memory().byteSize());
    }
  }

  @Test
  void anAllocationThatTheSystemRefusesGivesTheBudgetBack() {
    MemoryBudget boundless = new MemoryBudget(Long.MAX_VALUE);

    assertThatThrownBy(() -> Block.tryAllocate(boundless, 1L << 62))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(boundless.usedBytes()).isZero();
  }

  @Test
  void anAccessThatComesTooLateThrowsAndHarmsNothing() {
    Block block = allocate(4096);
    MemorySegment memory = block.memory();

    block.close();

    assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingTwiceIsRefusedAndGivesTheBudgetBackOnce() {
    Block block = allocate(4096);
    block.close();

    assertThatThrownBy(block::close).isInstanceOf(IllegalStateException.class);

    assertThat(budget.usedBytes()).isZero();
  }

  private Block allocate(long bytes) {
    return Objects.requireNonNull(Block.tryAllocate(budget, bytes));
  }

  private static boolean isZero(MemorySegment memory) {
    for (long at = 0; at < memory.byteSize(); at++) {
      if (memory.get(ValueLayout.JAVA_BYTE, at) != 0) {
        return false;
      }
    }
    return true;
  }
}
