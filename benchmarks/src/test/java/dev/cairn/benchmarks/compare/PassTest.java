package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Operations that are due every microsecond for ten, of which the third meets a pause. */
class PassTest {
  private static final int COUNT = 10;
  private static final int INTERVAL_NANOS = 1000;
  private static final int USUAL_NANOS = 100;
  private static final long BEGIN = 1_000_000_000;

  private final Latencies latencies = new Latencies(BEGIN);
  private long now = BEGIN;
  private int runs;

  @Test
  void operationsThatWaitForASlowOneAreSlowToo() {
    runPaced(3000);

    // Due after 2, 3, 4 and 5 µs, they end after 5.0, 5.1, 5.2 and 5.3.
    assertThat(between(3000, 3050)).isEqualTo(1);
    assertThat(between(2100, 2150)).isEqualTo(1);
    assertThat(between(1200, 1250)).isEqualTo(1);
    assertThat(between(300, 350)).isEqualTo(1);
    assertThat(between(USUAL_NANOS, USUAL_NANOS + 50)).isEqualTo(COUNT - 4);
  }

  @Test
  void operationsThatWereDueBeforeTheEndAreDoneAfterIt() {
    runPaced(15_000);

    assertThat(between(8_000, 15_100)).isEqualTo(COUNT - 2);
    assertThat(latencies.unbegunCount()).isZero();
  }

  @Test
  void operationsForWhichThereIsNoTimeAreNotDoneAndHaveWaited() {
    long counted = paced(50_000);

    assertThat(counted).isEqualTo(3);
    assertThat(latencies.unbegunCount()).isEqualTo(COUNT - 3);
    assertThat(latencies.histogram().getTotalCount()).isEqualTo(COUNT);
    assertThat(between(43_000, 50_100)).isEqualTo(COUNT - 2);
    assertThat(latencies.slots()).extracting(Latencies.Slot::count).containsExactly(3L);
  }

  private void runPaced(int pauseNanos) {
    assertThat(paced(pauseNanos)).isEqualTo(COUNT);
  }

  private long paced(int pauseNanos) {
    Operation operation =
        () -> {
          now += runs == 2 ? pauseNanos : USUAL_NANOS;
          runs++;
        };

    // Whoever looks at the clock waits for a nanosecond.
    long counted =
        Pass.paced(
            operation,
            Duration.ofNanos(COUNT * INTERVAL_NANOS),
            latencies,
            INTERVAL_NANOS,
            () -> now++);

    assertThat(counted).isEqualTo(runs);
    return counted;
  }

  private long between(long least, long most) {
    Histogram histogram = latencies.histogram();
    return histogram.getCountBetweenValues(least, most);
  }
}
