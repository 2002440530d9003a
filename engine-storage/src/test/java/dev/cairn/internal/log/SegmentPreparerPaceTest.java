package dev.cairn.internal.log;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.testkit.mutant.EditedTest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How writers are slowed while no segment is ready, by a clock that moves when it is told to. */
class SegmentPreparerPaceTest {
  private static final int SEGMENT_BYTES = OpenLog.SEGMENT_BYTES;
  private static final long MILLI = 1_000_000;

  /** What the preparation of a segment takes. */
  private static final long PREPARATION = 10 * MILLI;

  private final MemoryBudget budget = new MemoryBudget(8L * SEGMENT_BYTES);
  private final Epochs epochs = new Epochs();
  private final SegmentMemory memory = new SegmentMemory(budget, epochs, SEGMENT_BYTES);
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<Long> pauses = new ArrayList<>();
  private final SegmentPreparer preparer =
      new SegmentPreparer(
          null,
          SEGMENT_BYTES,
          memory,
          new FailureLatch(),
          tasks::add,
          1,
          1,
          this::nanoTime,
          this::pauseUntil);
  private long now = Long.MAX_VALUE - MILLI; // Such clocks pass the largest number.
  private long step;
  private Runnable duringPause = () -> {};

  private long nanoTime() {
    now += step;
    return now;
  }

  private void pauseUntil(long nanoTime) {
    now = nanoTime;
    duringPause.run();
  }

  private void pace(LogSegment tail) {
    long begin = now;
    preparer.pace(tail);
    if (now != begin) {
      pauses.add(now - begin);
    }
  }

  /** Prepares the segment that was asked for, which takes its time. */
  private void prepareNext() {
    step = PREPARATION;
    tasks.remove().run();
    step = 0;
  }

  /**
   * A tail that is begun while none is ready to follow it, filled to some part before its reserve.
   */
  private LogSegment tail(double part) {
    LogSegment tail =
        new LogSegment(SegmentPlace.of(2, 0, 8, 1), 0, SEGMENT_BYTES, null, null, null);
    tail.advanceTo((long) (part * 0.75 * SEGMENT_BYTES));
    return tail;
  }

  private void take() {
    memory.giveBack(preparer.take(0, SegmentUse.UNFORCED).block());
  }

  private void beginTailWithNoneReady() {
    take();
    prepareNext();
    take();
    assertThat(preparer.stallCount()).as("the very first").isEqualTo(1);
  }

  private void close() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
    preparer.close();
    epochs.close();
    memory.close();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void aTailFillsInNoLessTimeThanTheNextSegmentTakes() {
    beginTailWithNoneReady();
    LogSegment half = tail(0.5);

    for (int i = 0; i < 5; i++) {
      pace(half);
    }

    assertThat(pauses).containsExactly(2 * MILLI, 2 * MILLI, MILLI);
    assertThat(preparer.stallCount()).isEqualTo(1 + 3);
    assertThat(preparer.stallNanos()).isEqualTo(5 * MILLI);
    pace(tail(0.99));
    assertThat(pauses).hasSize(4);
    close();
  }

  @Test
  void theReserveTakesAWriteInTwoMillisecondsHoweverLateTheNextSegmentIs() {
    beginTailWithNoneReady();
    now += 1_000 * PREPARATION;

    pace(tail(0.99));
    assertThat(pauses).isEmpty();
    for (double part : new double[] {1, 1.1, 1.33}) {
      pace(tail(part));
    }

    assertThat(pauses).containsExactly(2 * MILLI, 2 * MILLI, 2 * MILLI);
    assertThat(preparer.isNextAwaited()).isTrue();
    prepareNext();
    pace(tail(1.33));
    assertThat(pauses).hasSize(3);
    assertThat(preparer.isNextAwaited()).isFalse();
    close();
  }

  @Test
  void nobodyWaitsLongerThanForTheSegment() {
    beginTailWithNoneReady();
    duringPause =
        () -> {
          if (!tasks.isEmpty()) {
            tasks.remove().run();
          }
        };

    pace(tail(1));

    assertThat(pauses).containsExactly(MILLI / 5);
    close();
  }

  @Test
  void aLogThatWasOpenedAwaitsItsFirstSegmentToo() {
    preparer.prepareAhead(tail(0.5));
    assertThat(preparer.isNextAwaited()).isTrue();

    pace(tail(1));
    assertThat(pauses).containsExactly(2 * MILLI);

    prepareNext();
    assertThat(preparer.isNextAwaited()).isFalse();
    close();
  }

  @Test
  void whatWasFullBeforeHasTakenItsTime() {
    preparer.prepareAhead(tail(0));
    prepareNext(); // It is known how long one takes.
    preparer.giveUpAhead();
    preparer.prepareAhead(tail(0.5));

    pace(tail(0.5));
    assertThat(pauses).isEmpty();
    pace(tail(0.55));

    assertThat(pauses)
        .hasSize(1)
        .allSatisfy(nanos -> assertThat(nanos).isCloseTo(MILLI, within(MILLI / 10)));
    close();
  }

  @Test
  void whoIsLateOrHardlyEarlyDoesNotWait() {
    beginTailWithNoneReady();
    now += 5 * MILLI;

    pace(tail(0.5));
    pace(tail(0.51));

    assertThat(pauses).isEmpty();
    close();
  }

  @Test
  void nobodyWaitsOnceASegmentIsReady() {
    beginTailWithNoneReady();

    prepareNext();
    pace(tail(1));

    assertThat(pauses).isEmpty();
    assertThat(preparer.stallCount()).isEqualTo(1);
    close();
  }

  @Test
  void nobodyWaitsIfASegmentWasReady() {
    take();
    prepareNext();
    take();
    prepareNext();
    take();
    prepareNext();

    pace(tail(1));

    assertThat(pauses).isEmpty();
    close();
  }

  @Test
  void aWriterThatIsNeverOrAlwaysSlowedIsFound() throws ReflectiveOperationException {
    EditedTest tests = new EditedTest(getClass(), SegmentPreparer.class);

    tests.requireKilled("aTailFillsInNoLessTimeThanTheNextSegmentTakes", doNothing("pace"));
    tests.requireKilled("whoIsLateOrHardlyEarlyDoesNotWait", decide("pace", 3, false));
    tests.requireKilled("nobodyWaitsOnceASegmentIsReady", decide("pace", 1, true));
    tests.requireKilled(
        "theReserveTakesAWriteInTwoMillisecondsHoweverLateTheNextSegmentIs",
        decide("pace", 2, false));
  }
}
