package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long writes wait, by a clock that moves when it is told to. */
class ThrottleTest {
  private static final long MILLI = 1_000_000;
  private static final long MAX_WAIT = 5 * MILLI;

  // At full pressure a mebibyte takes a second, at half of it an eighth of one.
  private static final long KIBIBYTE_NANOS = 1_000 * MILLI / 1024;
  private static final long HALF_PRESSURE_FACTOR = 8;

  private final List<Long> pauses = new ArrayList<>();
  private long now = Long.MAX_VALUE - MILLI; // Such clocks pass the largest number.
  private final Throttle throttle = new Throttle(() -> now, this::pauseUntil);

  private void pauseUntil(long nanoTime) {
    pauses.add(nanoTime - now);
    now = nanoTime;
  }

  /** A write while compactions are behind. */
  private void write(long bytes, double pressure) {
    throttle.setCompactionPressure(pressure);
    throttle.beforeWrite(bytes, 0);
  }

  @Test
  void nobodyWaitsWhileNothingIsBehind() {
    for (int i = 0; i < 10; i++) {
      throttle.beforeWrite(1 << 30, 0);
    }

    assertThat(pauses).isEmpty();
    assertThat(throttle.waitCount()).isZero();
    assertThat(throttle.waitNanos()).isZero();
  }

  @Test
  void waitsGrowWithBytesAndPressure() {
    write(1 << 10, 1);
    write(3 << 10, 1);
    write(8 << 10, 0.5);
    write(8 << 10, 0.75);
    write(8 << 10, 0.25);

    assertThat(pauses.subList(0, 3))
        .containsExactly(
            KIBIBYTE_NANOS, 3_000 * MILLI / 1024, 8 * 1_000 * MILLI / 1024 / HALF_PRESSURE_FACTOR);
    assertThat(pauses.get(3)).isGreaterThan(2 * pauses.get(2));
    assertThat(pauses)
        .as("8 KiB at a quarter of the pressure, booked but not waited for")
        .hasSize(4);
    assertThat(throttle.waitCount()).isEqualTo(4);
    assertThat(throttle.waitNanos()).isEqualTo(pauses.stream().mapToLong(nanos -> nanos).sum());
  }

  @Test
  void noWaitIsLongerThanSomeMilliseconds() {
    write(1 << 20, 1);
    write(1 << 30, 1);

    assertThat(pauses).containsExactly(MAX_WAIT, MAX_WAIT);
  }

  @Test
  void waitsThatAreTooShortArePutTogether() {
    long quarter = KIBIBYTE_NANOS / 4;
    for (int i = 0; i < 6; i++) {
      write(256, 1);
    }

    assertThat(pauses).containsExactly(3 * quarter, 3 * quarter);
  }

  @Test
  void whoHasNotWrittenForLongHasSavedUpNothing() {
    write(256, 1);
    now += 1_000 * MILLI;

    write(256, 1);
    write(1 << 10, 1);

    assertThat(pauses).containsExactly(KIBIBYTE_NANOS / 4 + KIBIBYTE_NANOS);
  }

  @Test
  void whatIsFurtherBehindCounts() {
    throttle.setCompactionPressure(1);
    throttle.beforeWrite(1 << 10, 0.5);
    throttle.setCompactionPressure(0.25);
    throttle.beforeWrite(8 << 10, 0.5);
    throttle.setCompactionPressure(0);
    throttle.beforeWrite(1 << 10, 0);

    assertThat(pauses).containsExactly(KIBIBYTE_NANOS, 8 * KIBIBYTE_NANOS / HALF_PRESSURE_FACTOR);
  }

  @Test
  void theLastRoomBeforeAFlushTakesOneWriteAtATime() {
    throttle.beforeWrite(16, 0.89);
    assertThat(pauses).isEmpty();

    for (int i = 0; i < 3; i++) {
      throttle.beforeWrite(16, 0.91);
    }

    assertThat(pauses).containsExactly(MAX_WAIT, MAX_WAIT, MAX_WAIT);
  }
}
