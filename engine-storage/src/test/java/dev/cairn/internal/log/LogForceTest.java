package dev.cairn.internal.log;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.sabotage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.Workers;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Damage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LogForceTest {
  private static final int THREADS = 8;

  @Test
  void threadsThatWaitTogetherShareOneForce() {
    WatchedVfs files = new WatchedVfs(new MemoryVfs());
    try (OpenLog log = OpenLog.on(files)) {
      CountDownLatch appended = new CountDownLatch(THREADS);
      files.inEverySync(() -> await(appended));
      int before = files.syncCount();

      // Whoever is first to force waits in the sync until all have appended.
      Workers.run(
          THREADS,
          worker -> {
            log.put("k" + worker, "v", Durability.DEVICE);
            appended.countDown();
            log.log.sync();
          });

      assertThat(files.syncCount() - before).isBetween(1, 2);
      assertThat(log.log.durablePosition()).isEqualTo(log.log.endPosition());
    }
  }

  @Test
  void nobodyReturnsBeforeItsRecordIsOnTheDevice() {
    CrashableVfs disk = new CrashableVfs(7);
    Map<Integer, List<String>> acknowledged = new ConcurrentSkipListMap<>();
    try (OpenLog log = OpenLog.on(disk)) {
      Workers.run(
          4,
          worker -> {
            for (int i = 0; i < 40; i++) {
              String key = worker + "-" + i;
              log.putDurably(key, "v".repeat(60));
              acknowledged
                  .computeIfAbsent(disk.steps(), step -> new CopyOnWriteArrayList<>())
                  .add("put " + key + "=" + "v".repeat(60));
            }
          });
    }

    List<String> promised = new ArrayList<>();
    acknowledged.forEach((step, operations) -> {
      promised.addAll(operations);
      try (OpenLog log = OpenLog.on(disk.stateAfter(step, CrashPlan.dropAll()))) {
        assertThat(log.replayed).as(disk.describeStep(step)).containsAll(promised);
      }
    });
    assertThat(promised).hasSize(160);
  }

  @Test
  void aLogThatIsOnTheDeviceIsNotForcedAgain() {
    WatchedVfs files = new WatchedVfs(new MemoryVfs());
    try (OpenLog log = OpenLog.on(files)) {
      log.putDurably("a", "1");
      int before = files.syncCount();

      assertThat(log.log.sync()).isEqualTo(log.log.endPosition());

      assertThat(files.syncCount()).isEqualTo(before);
    }
  }

  @Test
  void whatIsForcedAnywayIsNotCopiedThroughTheWindow() {
    WatchedVfs files = new WatchedVfs(new MemoryVfs());
    try (OpenLog log = OpenLog.on(files)) {
      int before = files.copyCount();

      log.putDurably("a", "1");
      assertThat(files.copyCount()).isEqualTo(before);

      log.put("b", "2", Durability.PROCESS);
      assertThat(files.copyCount()).isEqualTo(before + 1);
    }
  }

  @Test
  void aForceReachesTheSegmentsThatWereFilledSinceTheLast() {
    CrashableVfs disk = new CrashableVfs(1);
    List<String> operations;
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(3, "k");
      operations = log.operations();
      log.log.sync();
    }

    try (OpenLog log = OpenLog.on(disk.stateAfter(disk.steps(), CrashPlan.dropAll()))) {
      assertThat(log.replayed).isEqualTo(operations).hasSizeGreaterThan(20);
    }
  }

  @Test
  void aSegmentThatIsFilledDuringAForceIsForcedByTheNext() {
    CrashableVfs disk = new CrashableVfs(1);
    WatchedVfs files = new WatchedVfs(disk);
    List<String> operations;
    try (OpenLog log = OpenLog.on(files)) {
      log.put("first", "1");
      AtomicBoolean isFilled = new AtomicBoolean();
      files.afterEverySync(() -> {
        if (!isFilled.getAndSet(true)) {
          log.fill(1, "k");
        }
      });
      log.log.sync();

      log.log.sync();

      operations = log.operations();
    }

    try (OpenLog log = OpenLog.on(disk.stateAfter(disk.steps(), CrashPlan.dropAll()))) {
      assertThat(log.replayed).isEqualTo(operations).hasSizeGreaterThan(5);
    }
  }

  @Test
  void aSegmentThatIsFilledDuringAForceAndTakenForForcedIsNoticed()
      throws ReflectiveOperationException {
    new EditedTest(getClass(), LogTail.class)
        .requireKilled(
            "aSegmentThatIsFilledDuringAForceIsForcedByTheNext",
            sabotage("forced", "removeIf", "removeAll"));
  }

  @Test
  void aLogIsNotClosedUnderAForce() throws InterruptedException {
    WatchedVfs files = new WatchedVfs(new MemoryVfs());
    try (OpenLog log = OpenLog.on(files)) {
      log.put("a", "1");
      Thread closer = Thread.ofPlatform().unstarted(log.log::close);
      files.inEverySync(() -> startWaiting(closer));

      log.log.sync();

      closer.join();
    }
  }

  @Test
  void aSegmentIsNotRemovedUnderAForce() throws InterruptedException {
    WatchedVfs files = new WatchedVfs(new MemoryVfs());
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(1, "k");
      LogSegment sealed = log.log.segments().getFirst();
      Thread remover = Thread.ofPlatform().unstarted(() -> log.log.remove(sealed));
      AtomicBoolean isStarted = new AtomicBoolean();
      files.inEverySync(() -> {
        if (!isStarted.getAndSet(true)) {
          startWaiting(remover);
        }
      });

      log.log.sync();

      remover.join();
      assertThat(isStarted).isTrue();
      assertThat(log.log.segments()).doesNotContain(sealed);
    }
  }

  @Test
  void aSegmentThatIsRemovedUnderAForceIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), Log.class)
        .requireKilled(
            "aSegmentIsNotRemovedUnderAForce",
            forgetCall("remove", "lock").and(forgetCall("remove", "unlock")));
  }

  /** Starts a thread in the middle of a force for which it must wait. */
  private static void startWaiting(Thread thread) {
    thread.start();
    Threads.awaitWaiting(thread);
    assertThat(thread.isAlive()).as("waits for the force").isTrue();
  }

  @Test
  void aForcedSegmentIsNotForcedAgain() {
    WatchedVfs files = new WatchedVfs(new MemoryVfs());
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(3, "k");
      log.log.sync();
      int before = files.syncCount();

      log.putDurably("last", "1");

      assertThat(files.syncCount() - before).isEqualTo(1);
    }
  }

  @Test
  void aForceAlsoKeepsWhatWasAskedForInMemoryOnly() {
    CrashableVfs disk = new CrashableVfs(1);
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("a", "1", Durability.MEMORY);
      log.log.sync();
    }

    try (OpenLog log = OpenLog.on(disk.stateAfter(disk.steps(), CrashPlan.dropAll()))) {
      assertThat(log.replayed).containsExactly("put a=1");
    }
  }

  @Test
  void anInMemoryRecordReachesTheFileWithTheNextThatShallSurvive() {
    MemoryVfs files = new MemoryVfs();
    try (OpenLog log = OpenLog.on(files)) {
      log.put("a", "1", Durability.MEMORY);
      assertThat(replayedFromCopyOf(files)).isEmpty();

      log.put("b", "2", Durability.PROCESS);

      assertThat(replayedFromCopyOf(files)).containsExactly("put a=1", "put b=2");
    }
  }

  /** What a recovery would find if the process died now. */
  private static List<String> replayedFromCopyOf(MemoryVfs files) {
    try (OpenLog copy = OpenLog.on(Damage.copyOf(files))) {
      return copy.replayed;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("the test was interrupted", e);
    }
  }
}
