package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreFailedException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogFailureTest {
  private final LeakCheckingVfs open = new LeakCheckingVfs(new MemoryVfs());
  private final FaultyVfs files = new FaultyVfs(open);

  @AfterEach
  void nothingIsLeftOpen() {
    open.assertNothingOpen();
  }

  @Test
  void theFirstFailedForceEndsWritingForGood() {
    try (OpenLog log = OpenLog.on(files)) {
      log.put("a", "1");
      failNext(Fault.FAILED_SYNC, FaultSpan.ONCE);
      assertThatThrownBy(log.log::sync)
          .isInstanceOf(StoreIOException.class)
          .hasMessageContaining("FAILED_SYNC");
      long operations = files.operations();

      // The disk works again, but what the failed force should have kept may be gone.
      assertThatThrownBy(log.log::sync)
          .isInstanceOf(StoreFailedException.class)
          .hasMessageContaining("FAILED_SYNC")
          .hasCauseInstanceOf(StoreIOException.class);
      assertThatThrownBy(() -> log.put("b", "2")).isInstanceOf(StoreFailedException.class);
      assertThatThrownBy(() -> log.put("b", "2", Durability.MEMORY))
          .isInstanceOf(StoreFailedException.class);
      assertThatThrownBy(log.log::requireWritable).isInstanceOf(StoreFailedException.class);

      assertThat(log.log.hasFailed()).isTrue();
      assertThat(log.log.durablePosition()).isZero();
      assertThat(files.operations()).as("nothing is tried again").isEqualTo(operations);
    }
  }

  @Test
  void aForceThatLackedRoomDoesNotSayThatNothingHasChanged() {
    WatchedVfs watched = new WatchedVfs(open);
    try (OpenLog log = OpenLog.on(watched)) {
      log.put("a", "1");
      watched.inEverySync(() -> {
        throw new OutOfSpaceException("no room");
      });

      assertThatThrownBy(log.log::sync)
          .isInstanceOf(StoreFailedException.class)
          .hasMessageContaining("no room")
          .hasCauseInstanceOf(OutOfSpaceException.class);
      assertThat(log.log.hasFailed()).isTrue();
    }
  }

  @Test
  void readsGoOnAfterAFailure() {
    try (OpenLog log = OpenLog.on(files)) {
      Map<String, Long> addresses = log.fill(3, "k");
      failNext(Fault.FAILED_SYNC, FaultSpan.ONCE);
      assertThatThrownBy(log.log::sync).isInstanceOf(StoreIOException.class);
      while (log.memory.shrink()) {
        // So that reads need the files as well.
      }

      addresses.forEach(
          (key, address) -> assertThat(log.read(address)).startsWith("put " + key + "="));
    }
  }

  @Test
  void aFailedCopyIntoTheFileEndsWriting() {
    try (OpenLog log = OpenLog.on(files)) {
      long address = log.put("a", "1");
      failNext(Fault.SHORT_WRITE, FaultSpan.ONCE);

      assertThatThrownBy(() -> log.put("b", "2")).isInstanceOf(StoreIOException.class);

      assertThatThrownBy(() -> log.put("c", "3")).isInstanceOf(StoreFailedException.class);
      assertThat(log.read(address)).isEqualTo("put a=1");
    }
  }

  @Test
  void aFailureWhileASegmentIsSealedStrandsNoSpareSegment() {
    try (OpenLog log = OpenLog.on(files)) {
      failNext(Fault.SHORT_WRITE, FaultSpan.ONCE);

      // Nothing is copied into the file before the segment is full.
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20; i++) {
                  log.put("k" + i, OpenLog.valueOf("k" + i), Durability.MEMORY);
                }
              })
          .isInstanceOf(StoreIOException.class);

      assertThat(log.log.hasFailed()).isTrue();
    }
  }

  @Test
  void aDiskThatFailsWhileALogIsClosedLeavesNothingOpen() {
    OpenLog log = OpenLog.on(files);
    log.fill(2, "k");
    failNext(Fault.EIO, FaultSpan.STICKY);

    assertThatCode(log::close).doesNotThrowAnyException();
  }

  @Test
  void aFileThatCannotBeUsedAgainIsDeleted() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(2, "k");
      LogSegment first = log.log.segments().getFirst();
      failNext(Fault.EIO, FaultSpan.ONCE);

      log.log.remove(first);

      assertThat(files.exists(first.name())).isFalse();
      assertThat(log.log.hasFailed()).isFalse();
    }
  }

  @Test
  void namesThatCannotBeForcedEndWriting() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(3, "k");
      failNext(Fault.FAILED_SYNC, FaultSpan.ONCE); // Names come before the segments.

      assertThatThrownBy(log.log::sync)
          .isInstanceOf(StoreIOException.class)
          .hasMessageContaining("SYNC_DIRECTORY");

      assertThat(log.log.hasFailed()).isTrue();
      assertThatThrownBy(log.log::sync).isInstanceOf(StoreFailedException.class);
    }
  }

  @Test
  void aSegmentThatCannotBeDeletedIsLeftForTheNextOpening() {
    LogSegment first;
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(2, "k");
      first = log.log.segments().getFirst();
      failNext(Fault.EIO, FaultSpan.STICKY);

      log.log.remove(first);

      assertThat(log.log.hasFailed()).isFalse();
    }
    assertThat(open.exists(first.name())).isTrue();
  }

  @Test
  void everyFaultAtEveryInstantLeavesNothingOpenAndLosesNothingThatWasForced() {
    for (Fault fault : Fault.values()) {
      for (FaultSpan span : FaultSpan.values()) {
        for (long operation = 1; operation > 0; ) {
          operation = crashAfterFault(operation, fault, span);
        }
      }
    }
  }

  /** Returns the operation to begin with next, or 0 if nothing was struck. */
  private static long crashAfterFault(long operation, Fault fault, FaultSpan span) {
    CrashableVfs disk = new CrashableVfs(operation);
    FaultyVfs faulty = new FaultyVfs(disk);
    LeakCheckingVfs checked = new LeakCheckingVfs(faulty);
    int forced = 0;
    faulty.failAt(operation, fault, span);
    try (OpenLog log = OpenLog.on(checked)) {
      for (int i = 0; i < 18; i++) {
        log.put("k" + i, OpenLog.valueOf("k" + i));
        if (i % 6 == 5) {
          log.log.sync();
          forced = i + 1;
        }
      }
    } catch (StoreIOException | StoreFailedException expected) {
      // What matters is what is left.
    }
    checked.assertNothingOpen();

    try (OpenLog log = OpenLog.on(disk.stateAfter(disk.steps(), CrashPlan.dropAll()))) {
      assertThat(log.replayed.size())
          .as("%s %s from operation %d", fault, span, operation)
          .isGreaterThanOrEqualTo(forced);
      for (int i = 0; i < log.replayed.size(); i++) {
        assertThat(log.replayed.get(i)).startsWith("put k" + i + "=");
      }
    }
    return faulty.firstStruck().isPresent() ? faulty.firstStruck().getAsLong() + 1 : 0;
  }

  private void failNext(Fault fault, FaultSpan span) {
    files.failAt(files.operations() + 1, fault, span);
  }
}
