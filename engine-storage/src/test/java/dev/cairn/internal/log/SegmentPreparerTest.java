package dev.cairn.internal.log;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreFailedException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.Workers;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentPreparerTest {
  private static final int SEGMENT_BYTES = OpenLog.SEGMENT_BYTES;

  /** Too small for more than one segment ahead. */
  private final MemoryBudget budget = new MemoryBudget(8L * SEGMENT_BYTES);

  private final Epochs epochs = new Epochs();
  private final SegmentMemory memory = new SegmentMemory(budget, epochs, SEGMENT_BYTES);
  private final FailureLatch latch = new FailureLatch();
  private final MemoryVfs disk = new MemoryVfs();
  private final LeakCheckingVfs open = new LeakCheckingVfs(disk);
  private final FaultyVfs files = new FaultyVfs(open);

  @AfterEach
  void nothingIsLeft() {
    epochs.close();
    memory.close();
    assertThat(budget.usedBytes()).isZero();
    open.assertNothingOpen();
  }

  @Test
  void aSegmentIsAFileOfZerosWithMemory() {
    SegmentPreparer preparer = preparer(files, Runnable::run);

    SpareSegment spare = preparer.take(100, SegmentUse.UNFORCED);

    assertThat(spare.id()).isEqualTo(1);
    assertThat(spare.capacityBytes()).isEqualTo(SEGMENT_BYTES);
    assertThat(spare.block().memory().byteSize()).isEqualTo(SEGMENT_BYTES);
    assertThat(disk.size(LogFormat.fileName(1))).isEqualTo(SEGMENT_BYTES);
    discard(spare);
    preparer.close();
  }

  @Test
  void theNextSegmentIsReadyBeforeItIsNeeded() {
    SegmentPreparer preparer = preparer(files, Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));
    long operations = files.operations();

    assertThat(disk.exists(LogFormat.fileName(2))).isTrue();
    preparer.close();

    assertThat(preparer.stallCount()).isEqualTo(1);
    assertThat(files.operations()).as("only its deletion").isEqualTo(operations + 1);
  }

  @Test
  void whatWasPreparedAndNotUsedIsRemoved() {
    SegmentPreparer preparer = preparer(files, Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));

    preparer.close();

    assertThat(disk.list()).containsExactly(LogFormat.fileName(1));
  }

  @Test
  void aLargeRecordGetsAsManyUnitsAsItNeeds() {
    SegmentPreparer preparer = preparer(files, Runnable::run);
    int overhead = LogFormat.HEADER_BYTES + LogFormat.MARK_RECORD_BYTES;

    for (int units = 1; units <= 3; units++) {
      SpareSegment exact = preparer.take(units * SEGMENT_BYTES - overhead, SegmentUse.UNFORCED);
      assertThat(exact.capacityBytes()).isEqualTo(units * SEGMENT_BYTES);
      discard(exact);
      SpareSegment over = preparer.take(units * SEGMENT_BYTES - overhead + 8, SegmentUse.UNFORCED);
      assertThat(over.capacityBytes()).isEqualTo((units + 1) * SEGMENT_BYTES);
      discard(over);
    }
    preparer.close();
  }

  @Test
  void aDiskThatIsFullForAMomentInTheBackgroundIsNobodysMatter() {
    SegmentPreparer preparer = preparer(files, Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));
    files.failAt(files.operations() + 1, Fault.ENOSPC, FaultSpan.ONCE);

    // The second was ready; the third met the full disk, and is prepared anew when it is needed.
    discard(preparer.take(0, SegmentUse.UNFORCED));
    assertThat(files.firstStruck()).isPresent();
    discard(preparer.take(0, SegmentUse.UNFORCED));

    assertThat(preparer.stallCount()).isEqualTo(2);
    preparer.close();
  }

  @Test
  void aFullDiskReachesTheWriterThatNeedsASegmentAndNoLaterOne() {
    SegmentPreparer preparer = preparer(files, Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));
    files.failAt(files.operations() + 1, Fault.ENOSPC, FaultSpan.STICKY);
    discard(preparer.take(0, SegmentUse.UNFORCED));

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> preparer.take(0, SegmentUse.UNFORCED))
          .isInstanceOf(OutOfSpaceException.class);
    }
    files.heal();

    discard(preparer.take(0, SegmentUse.UNFORCED));
    preparer.close();
  }

  @Test
  void aFullDiskFailsOneWriteOfALogAndLeavesTheLogAsItWas() {
    try (OpenLog log = OpenLog.withBudget(files, 8L * SEGMENT_BYTES)) {
      log.fill(1, "k");
      files.failAt(files.operations() + 1, Fault.ENOSPC, FaultSpan.STICKY);
      assertThatThrownBy(() -> log.fill(3, "l")).isInstanceOf(OutOfSpaceException.class);
      long end = log.log.endPosition();
      assertThatThrownBy(() -> log.put("m", "x".repeat(3000)))
          .isInstanceOf(OutOfSpaceException.class);

      assertThat(log.log.hasFailed()).isFalse();
      assertThat(log.log.endPosition()).isEqualTo(end);
      assertThat(log.read(log.put("small", "fits in what is left"))).startsWith("put small=");
      files.heal();
      assertThat(log.read(log.put("m", "x".repeat(3000)))).startsWith("put m=");
    }
  }

  @Test
  void aLargeRecordGetsTheMemoryOfSegmentsThatWerePrepared() {
    // The tail, and seven more for the record: there is no room for the one that is ready.
    try (OpenLog log = OpenLog.withBudget(files, 8L * SEGMENT_BYTES)) {
      log.fill(1, "k");

      long address = log.put("large", "x".repeat(6 * SEGMENT_BYTES));

      assertThat(log.read(address)).startsWith("put large=");
    }
  }

  @Test
  void aLargeRecordThatGetsNoSuchMemoryIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), LogTail.class)
        .requireKilled(
            "aLargeRecordGetsTheMemoryOfSegmentsThatWerePrepared",
            forgetCall("takeOrMakeRoom", "giveUpAhead"));
  }

  @Test
  void aWriterWaitsForASegmentThatIsBeingPrepared() {
    LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    SegmentPreparer preparer = preparer(files, tasks::add);
    discard(preparer.take(0, SegmentUse.UNFORCED));
    CountDownLatch taking = new CountDownLatch(1);

    Workers.run(
        2,
        worker -> {
          if (worker == 0) {
            taking.countDown();
            SpareSegment spare = preparer.take(0, SegmentUse.UNFORCED);
            assertThat(spare.id()).isEqualTo(2);
            discard(spare);
          } else {
            taking.await();
            Objects.requireNonNull(tasks.take()).run();
          }
        });
    tasks.remove().run();
    preparer.close();
  }

  @Test
  void whereThereIsNoThreadASegmentIsMadeByTheWriterThatNeedsIt() {
    SegmentPreparer preparer =
        preparer(
            files,
            _ -> {
              throw new OutOfMemoryError("unable to create native thread");
            });

    discard(preparer.take(0, SegmentUse.UNFORCED));
    discard(preparer.take(0, SegmentUse.UNFORCED));

    assertThat(preparer.stallCount()).isEqualTo(2);
    preparer.close();
  }

  @Test
  void aPreparedFileThatFailsToCloseIsGivenUpAllTheSame() {
    SegmentPreparer preparer =
        preparer(failingToClose(LogFormat.fileName(2), () -> {}), Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));

    preparer.giveUpAhead();

    assertThat(preparer.isAhead()).isFalse();
    assertThat(disk.list()).containsExactly(LogFormat.fileName(1));
    preparer.close();
  }

  @Test
  void aFileThatCanNeitherGrowNorBeClosedIsDeleted() {
    SegmentPreparer preparer =
        preparer(failingToClose(LogFormat.fileName(1), () -> {}), Runnable::run);
    files.failAt(files.operations() + 2, Fault.ENOSPC, FaultSpan.ONCE);

    assertThatThrownBy(() -> preparer.take(0, SegmentUse.UNFORCED))
        .isInstanceOf(OutOfSpaceException.class);

    assertThat(disk.list()).isEmpty();
    preparer.close();
  }

  @Test
  void aFileThatCanNeitherBeMappedNorClosedCostsNoMemory() {
    Runnable noMapping =
        () -> {
          throw new StoreIOException("map failed: injected");
        };
    SegmentPreparer preparer =
        preparer(failingToClose(LogFormat.fileName(1), noMapping), Runnable::run);

    assertThatThrownBy(() -> preparer.take(0, SegmentUse.UNFORCED))
        .hasMessage("map failed: injected");

    assertThat(disk.list()).isEmpty();
    preparer.close();
  }

  /** The files, of which one is closed with a failure. */
  private Vfs failingToClose(String name, Runnable beforeItIsMapped) {
    return new ForwardingVfs(files) {
      @Override
      public VfsFile open(String opened, OpenMode mode) {
        VfsFile file = super.open(opened, mode);
        return opened.equals(name) ? new FailingToClose(file, beforeItIsMapped) : file;
      }
    };
  }

  private static final class FailingToClose extends ForwardingFile {
    private final Runnable beforeItIsMapped;

    FailingToClose(VfsFile file, Runnable beforeItIsMapped) {
      super(file);
      this.beforeItIsMapped = beforeItIsMapped;
    }

    @Override
    public VfsWindow map(long bytes) {
      beforeItIsMapped.run();
      return super.map(bytes);
    }

    @Override
    public void close() {
      super.close();
      throw new StoreIOException("close failed: injected");
    }
  }

  @Test
  void theNameOfANewFileIsOnTheDeviceWhenNamesAreForced() {
    CrashableVfs crashable = new CrashableVfs(1);
    SegmentPreparer preparer = preparer(crashable, Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));
    assertThat(namesOnTheDevice(crashable)).doesNotContain(LogFormat.fileName(1));

    preparer.syncNames();

    assertThat(namesOnTheDevice(crashable)).contains(LogFormat.fileName(1));
    preparer.close();
  }

  @Test
  void theNameOfAFileIsOnTheDeviceAheadForThoseWhoForce() {
    CrashableVfs crashable = new CrashableVfs(1);
    SegmentPreparer preparer = preparer(crashable, Runnable::run);

    discard(preparer.take(0, SegmentUse.FORCED));

    assertThat(namesOnTheDevice(crashable)).contains(LogFormat.fileName(1));
    preparer.close();
  }

  @Test
  void theNewNameOfAFileThatIsUsedAgainIsOnTheDeviceAtOnce() {
    CrashableVfs crashable = new CrashableVfs(1);
    SegmentFiles source = new SegmentFiles(crashable, SEGMENT_BYTES, 1, latch);
    source.recycle(source.create(LogFormat.fileName(1), SEGMENT_BYTES), SEGMENT_BYTES);

    source.create(LogFormat.fileName(2), SEGMENT_BYTES).close();

    assertThat(namesOnTheDevice(crashable)).containsExactly(LogFormat.fileName(2));
  }

  @Test
  void aNewNameThatIsForcedTooLateIsSeen() throws Throwable {
    new EditedTest(getClass(), SegmentFiles.class)
        .requireKilled(
            "theNewNameOfAFileThatIsUsedAgainIsOnTheDeviceAtOnce",
            forgetCall("reuse", "syncNames"));
  }

  @Test
  void whoFindsNamesBeingForcedWaitsForThem() throws InterruptedException {
    WatchedVfs watched = new WatchedVfs(files);
    SegmentPreparer preparer = preparer(watched, Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));
    Thread second = Thread.ofPlatform().unstarted(preparer::syncNames);
    watched.inEveryDirectorySync(() -> {
      second.start();
      Threads.awaitWaiting(second);
      assertThat(second.isAlive()).as("waits for the names").isTrue();
    });

    preparer.syncNames();

    second.join();
    preparer.close();
  }

  @Test
  void whoDoesNotWaitForNamesThatAreBeingForcedIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), SegmentFiles.class)
        .requireKilled(
            "whoFindsNamesBeingForcedWaitsForThem",
            forgetCall("syncNames", "lock").and(forgetCall("syncNames", "unlock")));
  }

  @Test
  void namesThatSomebodyElseCouldNotForceAreNotTakenForForced() {
    FaultyVfs faulty = new FaultyVfs(files);
    SegmentPreparer preparer = preparer(faulty, Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));
    faulty.failAt(faulty.operations() + 1, Fault.FAILED_SYNC, FaultSpan.ONCE);
    assertThatThrownBy(preparer::syncNames).isInstanceOf(StoreIOException.class);

    assertThatThrownBy(preparer::syncNames).isInstanceOf(StoreFailedException.class);
    preparer.close();
  }

  private static List<String> namesOnTheDevice(CrashableVfs crashable) {
    return crashable.stateAfter(crashable.steps(), CrashPlan.dropAll()).list();
  }

  @Test
  void zerosAreBroughtToTheDeviceAheadOnlyForThoseWhoForce() {
    WatchedVfs watched = new WatchedVfs(files);
    SegmentPreparer preparer = preparer(watched, Runnable::run);
    discard(preparer.take(0, SegmentUse.UNFORCED));
    assertThat(watched.syncCount()).isZero();

    discard(preparer.take(0, SegmentUse.FORCED));

    assertThat(watched.syncCount()).isEqualTo(1);
    preparer.close();
  }

  @Test
  void withoutFilesASegmentIsMemoryAlone() {
    SegmentPreparer preparer = preparer(null, Runnable::run);

    SpareSegment spare = preparer.take(0, SegmentUse.UNFORCED);

    assertThat(spare.file()).isNull();
    assertThat(spare.window()).isNull();
    discard(spare);
    preparer.close();
  }

  private SegmentPreparer preparer(@Nullable Vfs vfs, Executor background) {
    return new SegmentPreparer(vfs, SEGMENT_BYTES, memory, latch, background, 4, 1);
  }

  private void discard(SpareSegment spare) {
    memory.giveBack(spare.block());
    if (spare.window() != null) {
      spare.window().close();
    }
    if (spare.file() != null) {
      spare.file().close();
    }
  }
}
