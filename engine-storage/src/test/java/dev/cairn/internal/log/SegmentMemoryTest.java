package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Workers;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SegmentMemoryTest {
  private static final int SEGMENT_BYTES = 4096;

  private final MemoryBudget budget = new MemoryBudget(3 * SEGMENT_BYTES);
  private final Epochs epochs = new Epochs();
  private final SegmentMemory memory = new SegmentMemory(budget, epochs, SEGMENT_BYTES);
  private final List<LogSegment> segments = new ArrayList<>();

  @AfterEach
  void allMemoryIsGivenBack() {
    segments.forEach(memory::drop);
    epochs.close();
    memory.close();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void theOldestLeavesWhenMemoryIsNeeded() {
    LogSegment first = newest();
    LogSegment second = newest();
    LogSegment third = newest();

    LogSegment fourth = newest();

    assertThat(first.residence()).isNull();
    assertThat(List.of(second, third, fourth)).allMatch(segment -> segment.residence() != null);
    assertThat(budget.usedBytes()).isEqualTo(3 * SEGMENT_BYTES);
  }

  @Test
  void whereNobodyReadsTheLogASealedSegmentLeavesAtOnce() {
    SegmentMemory unread =
        new SegmentMemory(budget, epochs, SEGMENT_BYTES, SegmentStay.UNTIL_SEALED);
    LogSegment segment = newest(unread);

    assertThat(segment.residence()).isNull();
    epochs.reclaim();
    Block again = unread.take(SEGMENT_BYTES);
    assertThat(budget.usedBytes()).as("the same block").isEqualTo(SEGMENT_BYTES);
    unread.giveBack(again);
    unread.close();
  }

  @Test
  void whatCameBackIsTheFirstToLeaveAgain() {
    LogSegment first = newest();
    LogSegment second = newest();
    memory.shrink();
    first.giveResidence(Objects.requireNonNull(memory.tryTake(SEGMENT_BYTES)));
    memory.addOldest(first);

    memory.shrink();
    memory.shrink();

    assertThat(first.residence()).isNull();
    assertThat(second.residence()).isNotNull();
  }

  @Test
  void aRefusalSaysWhatIsInUse() {
    Block a = memory.take(SEGMENT_BYTES);
    Block b = memory.take(SEGMENT_BYTES);

    assertThatThrownBy(() -> memory.take(2 * SEGMENT_BYTES))
        .isInstanceOf(MemoryBudgetException.class)
        .hasMessageContaining("log segment of 8192 bytes")
        .hasMessageContaining("8192 of the budget's 12288 bytes");

    memory.giveBack(a);
    memory.giveBack(b);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatSomebodyLooksAtASegmentInIsNotWaitedFor() {
    Block tail = memory.take(SEGMENT_BYTES);
    Block next = memory.take(SEGMENT_BYTES);
    Block lent = memory.take(SEGMENT_BYTES);

    assertThatThrownBy(() -> memory.take(SEGMENT_BYTES)).isInstanceOf(MemoryBudgetException.class);
    assertThat(memory.shrink()).isFalse();

    List.of(tail, next, lent).forEach(memory::giveBack);
  }

  @Test
  void forALargeSegmentSeveralLeave() {
    LogSegment first = newest();
    LogSegment second = newest();
    LogSegment third = newest();

    Block large = memory.take(2 * SEGMENT_BYTES);

    assertThat(large.memory().byteSize()).isEqualTo(2 * SEGMENT_BYTES);
    assertThat(first.residence()).isNull();
    assertThat(second.residence()).isNull();
    assertThat(third.residence()).isNotNull();
    memory.giveBack(large);
  }

  @Test
  void aBlockOfTheUsualSizeIsUsedAgainAndAnyOtherIsFreed() {
    Block usual = memory.take(SEGMENT_BYTES);
    Block large = memory.take(2 * SEGMENT_BYTES);
    memory.giveBack(usual);
    memory.giveBack(large);

    assertThat(budget.usedBytes()).isEqualTo(SEGMENT_BYTES);
    Block again = memory.take(SEGMENT_BYTES);
    assertThat(again).isSameAs(usual);
    memory.giveBack(again);
  }

  @Test
  void aBlockThatCannotBeFreedKeepsNoOther() {
    Block first = memory.take(SEGMENT_BYTES);
    Block second = memory.take(SEGMENT_BYTES);
    memory.giveBack(first);
    memory.giveBack(second);
    first.close();

    assertThatThrownBy(memory::close).isInstanceOf(IllegalStateException.class);

    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void memoryToSpareIsNotTakenFromAnySegment() {
    LogSegment first = newest();
    newest();
    newest();

    assertThat(memory.tryTake(SEGMENT_BYTES)).isNull();

    assertThat(first.residence()).isNotNull();
  }

  @Test
  void shrinkingGivesBackAllThatCanBeGivenBackAndThenSaysSo() {
    newest();
    newest();
    int times = 0;
    while (memory.shrink()) {
      times++;
    }

    assertThat(times).isBetween(2, 6);
    assertThat(budget.usedBytes()).isZero();
    assertThat(memory.shrink()).isFalse();
  }

  @Test
  void aBlockIsNotUsedAgainWhileAPinnedReaderHoldsIt() {
    LogSegment first = newest();
    newest();
    newest();
    CountDownLatch pinned = new CountDownLatch(1);
    CountDownLatch evicted = new CountDownLatch(1);

    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            Epochs.Pin pin = epochs.pin();
            Residence held = Objects.requireNonNull(first.residence());
            pinned.countDown();
            evicted.await();
            for (int i = 0; i < 1_000; i++) {
              assertThat(held.memory().get(ValueLayout.JAVA_BYTE, i)).isEqualTo((byte) 7);
            }
            epochs.unpin(pin);
          } else {
            pinned.await();
            memory.shrink();
            evicted.countDown();
            Block block = memory.take(SEGMENT_BYTES);
            block.memory().fill((byte) 8);
            memory.giveBack(block);
          }
        });

    assertThat(first.residence()).isNull();
  }

  @Test
  void aLogInMemoryThatIsFullRefusesWritesAndCanBeRead() {
    try (OpenLog log = OpenLog.withBudget(null, 4L * SEGMENT_BYTES)) {
      long address = log.put("a", "1");

      assertThatThrownBy(() -> log.fill(5, "k")).isInstanceOf(MemoryBudgetException.class);

      assertThat(log.log.hasFailed()).isFalse();
      assertThat(log.read(address)).isEqualTo("put a=1");
      assertThat(log.budget.usedBytes()).isLessThanOrEqualTo(4L * SEGMENT_BYTES);
      assertThat(log.read(log.put("b", "fits in what is left"))).startsWith("put b=");
    }
  }

  @Test
  void aLogNeverTakesMoreThanItsBudget() {
    try (OpenLog log = OpenLog.withBudget(new MemoryVfs(), 5L * SEGMENT_BYTES)) {
      for (int i = 0; i < 40; i++) {
        log.put("k" + i, "x".repeat(i * 200));

        assertThat(log.budget.usedBytes()).isLessThanOrEqualTo(5L * SEGMENT_BYTES);
      }
    }
  }

  /** A sealed segment in memory, full of sevens. */
  private LogSegment newest() {
    return newest(memory);
  }

  private LogSegment newest(SegmentMemory memory) {
    int number = segments.size();
    Block block = memory.take(SEGMENT_BYTES);
    block.memory().fill((byte) 7);
    LogSegment segment =
        new LogSegment(
            SegmentPlace.of(number + 1, number, SEGMENT_BYTES, 42),
            0,
            SEGMENT_BYTES,
            null,
            null,
            block);
    memory.addNewest(segment);
    segments.add(segment);
    return segment;
  }
}
