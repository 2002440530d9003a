package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.benchmarks.compare.Latencies.Slot;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long BEGIN = -50;
  private static final long SLOT = Latencies.SLOT_NANOS;

  @Test
  void eachSlotHasItsCountAndItsLongest() {
    Latencies latencies = new Latencies(BEGIN);

    latencies.add(5, BEGIN + 5);
    latencies.add(9, BEGIN + 20);
    latencies.add(3 * SLOT, BEGIN + 3 * SLOT + 20);

    assertThat(latencies.slots())
        .containsExactly(new Slot(2, 9), new Slot(0, 0), new Slot(0, 0), new Slot(1, 3 * SLOT));
    assertThat(latencies.histogram().getTotalCount()).isEqualTo(3);
    assertThat(latencies.histogram().getMinValue()).isEqualTo(5);
  }

  @Test
  void operationThatEndsWithItsSlotBelongsToTheNext() {
    Latencies latencies = new Latencies(BEGIN);

    latencies.add(1, BEGIN + SLOT);

    assertThat(latencies.slots()).containsExactly(new Slot(0, 0), new Slot(1, 1));
  }

  @Test
  void threadsAreAddedSlotBySlot() {
    Latencies one = new Latencies(BEGIN);
    one.add(7, BEGIN + 7);
    Latencies other = new Latencies(BEGIN + 1);
    other.add(4, BEGIN + 5);
    other.add(8, BEGIN + SLOT + 9);

    one.add(other);

    assertThat(one.slots()).containsExactly(new Slot(2, 7), new Slot(1, 8));
    assertThat(one.histogram().getTotalCount()).isEqualTo(3);
  }
}
