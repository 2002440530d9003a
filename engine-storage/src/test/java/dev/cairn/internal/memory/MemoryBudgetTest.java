package dev.cairn.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testkit.Workers;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private final MemoryBudget budget = new MemoryBudget(100);

  @Test
  void givesUpToItsLimitAndNotOneByteMore() {
    assertThat(budget.tryReserve(60)).isTrue();
    assertThat(budget.tryReserve(41)).isFalse();
    assertThat(budget.tryReserve(40)).isTrue();

    assertThat(budget.usedBytes()).isEqualTo(100);
    assertThat(budget.limitBytes()).isEqualTo(100);
    assertThat(budget.tryReserve(1)).isFalse();
  }

  @Test
  void aRefusalTakesNothing() {
    assertThat(budget.tryReserve(Long.MAX_VALUE)).isFalse();

    assertThat(budget.usedBytes()).isZero();
    assertThat(budget.tryReserve(100)).isTrue();
  }

  @Test
  void whatIsGivenBackCanBeTakenAgain() {
    budget.tryReserve(100);

    budget.release(30);

    assertThat(budget.tryReserve(31)).isFalse();
    assertThat(budget.tryReserve(30)).isTrue();
  }

  @Test
  void whatCannotBeRefusedIsCountedAndLeavesNothingForOthers() {
    budget.tryReserve(60);

    budget.reserve(50);

    assertThat(budget.usedBytes()).isEqualTo(110);
    assertThat(budget.tryReserve(1)).isFalse();
    budget.release(50);
    assertThat(budget.tryReserve(40)).isTrue();
  }

  @Test
  void givingBackMoreThanWasTakenIsOurOwnMistake() {
    budget.tryReserve(10);

    assertThatThrownBy(() -> budget.release(11)).isInstanceOf(AssertionError.class);
  }

  @Test
  void threadsTogetherNeverExceedTheLimit() {
    AtomicLong highest = new AtomicLong();

    Workers.run(
        4,
        worker -> {
          for (int i = 0; i < 20_000; i++) {
            if (budget.tryReserve(30)) {
              highest.accumulateAndGet(budget.usedBytes(), Math::max);
              budget.release(30);
            }
          }
        });

    assertThat(highest.get()).isBetween(30L, 90L);
    assertThat(budget.usedBytes()).isZero();
  }
}
