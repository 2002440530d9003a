package dev.cairn.internal.log;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.MemoryBudgetException;
import dev.cairn.StoreIOException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import dev.cairn.testkit.vfs.LimitedVfs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LogTest {
  private final MemoryVfs disk = new MemoryVfs();
  private final LeakCheckingVfs files = new LeakCheckingVfs(disk);

  @AfterEach
  void nothingIsLeftOpen() {
    files.assertNothingOpen();
  }

  @Test
  void aRecordIsFoundByItsAddress() {
    try (OpenLog log = OpenLog.on(files)) {
      long first = log.put("a", "1");
      long second = log.put("", "");

      assertThat(log.read(first)).isEqualTo("put a=1");
      assertThat(log.read(second)).isEqualTo("put =");
    }
  }

  @Test
  void recordsComeBackInTheirOrder() {
    try (OpenLog log = OpenLog.on(files)) {
      log.put("a", "1");
      log.log.append(LogRecord.delete("a".getBytes(UTF_8)), Durability.PROCESS);
      log.put("b", "2");
    }

    try (OpenLog log = OpenLog.on(files)) {
      assertThat(log.replayed).containsExactly("put a=1", "delete a", "put b=2");
      assertThat(log.operations()).isEqualTo(log.replayed);
    }
  }

  @Test
  void recordsOfABatchFollowEachOther() {
    WriteBatch batch =
        new WriteBatch()
            .put("key".getBytes(UTF_8), "value".getBytes(UTF_8))
            .delete("gone".getBytes(UTF_8));

    try (OpenLog log = OpenLog.on(files)) {
      long first = log.write(batch);
      LogSegment segment = log.segmentOf(first);
      long second = first + LogRecord.bytes(segment.tailMemory(), segment.offset(first)) / 8;

      assertThat(log.read(first)).isEqualTo("put key=value");
      assertThat(log.read(second)).isEqualTo("delete gone");
    }
    try (OpenLog log = OpenLog.on(files)) {
      assertThat(log.replayed).containsExactly("put key=value", "delete gone");
    }
  }

  @Test
  void aBatchOfOneIsItsRecord() {
    try (OpenLog log = OpenLog.on(files)) {
      long address = log.write(new WriteBatch().put("k".getBytes(UTF_8), "v".getBytes(UTF_8)));

      assertThat(log.segmentOf(address).offset(address)).isEqualTo(LogFormat.HEADER_BYTES);
    }
  }

  @Test
  void aCopyOfARecordIsValidWhereItStands() {
    try (OpenLog log = OpenLog.on(files)) {
      long first = log.put("a", "1");
      LogSegment segment = log.segmentOf(first);

      long copy =
          log.log.appendCopy(segment.tailMemory(), segment.offset(first), Durability.PROCESS);

      assertThat(log.read(copy)).isEqualTo("put a=1");
      assertThat(log.operations()).containsExactly("put a=1", "put a=1");
    }
  }

  @Test
  void segmentsFollowEachOtherWithoutAGap() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(5, "k");

      List<LogSegment> segments = log.log.segments();
      assertThat(segments).hasSize(6);
      for (int i = 1; i < segments.size(); i++) {
        assertThat(segments.get(i - 1).isSealed()).isTrue();
        assertThat(segments.get(i).basePosition()).isEqualTo(segments.get(i - 1).endPosition());
      }
      assertThat(log.log.endPosition()).isEqualTo(segments.getLast().endPosition());
    }
  }

  @Test
  void whenASegmentIsToBeginTheNextRecordIsItsFirstAndUntilThenNothingIsTaken() {
    try (OpenLog log = OpenLog.on(files)) {
      long empty = log.log.startSegment();
      LogSegment first = log.tail();
      log.put("a", "1");

      long position = log.log.startSegment();

      assertThat(empty).isEqualTo(first.basePosition());
      assertThat(log.log.segments()).containsExactly(first);
      assertThat(log.log.startSegment()).isEqualTo(position);
      assertThat(log.segmentOf(log.put("b", "2")).basePosition()).isEqualTo(position);
      assertThat(log.segmentOf(log.put("c", "3")).basePosition()).isEqualTo(position);
    }
  }

  @Test
  void aRecordLargerThanASegmentGetsOneOfItsOwn() {
    String large = valueThatFills(4, "large");

    try (OpenLog log = OpenLog.on(files)) {
      log.put("before", "1");
      long address = log.put("large", large);
      long after = log.put("after", "2");

      assertThat(log.segmentOf(address).capacityBytes()).isEqualTo(4 * OpenLog.SEGMENT_BYTES);
      assertThat(log.segmentOf(after)).isNotSameAs(log.segmentOf(address));
      assertThat(log.read(address)).isEqualTo("put large=" + large);
    }
    try (OpenLog log = OpenLog.on(files)) {
      assertThat(log.replayed).containsExactly("put before=1", "put large=" + large, "put after=2");
    }
  }

  @Test
  void aRecordThatFillsASegmentToItsLastByteFits() {
    String value = valueThatFills(1, "k");

    try (OpenLog log = OpenLog.on(files)) {
      long address = log.put("k", value);

      assertThat(log.segmentOf(address).capacityBytes()).isEqualTo(OpenLog.SEGMENT_BYTES);
      assertThat(log.read(address)).isEqualTo("put k=" + value);
    }
  }

  @Test
  void whatLeftMemoryIsReadFromItsFile() {
    long budgetBytes = 4L * OpenLog.SEGMENT_BYTES;

    try (OpenLog log = OpenLog.withBudget(files, budgetBytes)) {
      Map<String, Long> addresses = log.fill(12, "k");

      assertThat(log.budget.usedBytes()).isLessThanOrEqualTo(budgetBytes);
      assertThat(log.log.segments().getFirst().residence()).isNull();
      addresses.forEach((key, address) ->
          assertThat(log.read(address)).isEqualTo("put " + key + "=" + OpenLog.valueOf(key)));
    }
  }

  @Test
  void aLargeColdRecordIsReadWhole() {
    String large = valueThatFills(3, "large");

    try (OpenLog log = OpenLog.on(files)) {
      long address = log.put("large", large);
      log.put("next", "1");
      evictAll(log);

      assertThat(log.segmentOf(address).residence()).isNull();
      assertThat(log.read(address)).isEqualTo("put large=" + large);
    }
  }

  @Test
  void aDamagedColdRecordIsRefusedByFileAndPosition() {
    try (OpenLog log = OpenLog.on(files)) {
      long address = log.fill(1, "k").get("k2");
      evictAll(log);
      LogSegment segment = log.segmentOf(address);
      long offset = segment.offset(address);

      for (int at = 0; at < LogRecord.put("k2".getBytes(UTF_8), new byte[0]).bytes(); at++) {
        long position = offset + at;
        Damage.flipBit(disk, segment.name(), position, at % 8);

        assertThatThrownBy(() -> log.read(address))
            .isInstanceOfSatisfying(
                CorruptionException.class,
                damage -> {
                  assertThat(damage.file()).isEqualTo(segment.name());
                  assertThat(damage.position()).isEqualTo(offset);
                });

        Damage.flipBit(disk, segment.name(), position, at % 8);
      }
      assertThat(log.read(address)).startsWith("put k2=");
    }
  }

  @Test
  void whatIsWarmedIsInMemoryAgain() {
    try (OpenLog log = OpenLog.on(files)) {
      Map<String, Long> addresses = log.fill(3, "k");
      evictAll(log);
      LogSegment first = log.log.segments().getFirst();

      assertThat(log.log.warm(first)).isTrue();

      assertThat(first.residence()).isNotNull();
      assertThat(log.read(addresses.get("k0"))).startsWith("put k0=");
    }
  }

  @Test
  void nothingIsWarmedIfThereIsNoMemoryToSpare() {
    try (OpenLog log = OpenLog.withBudget(files, 4L * OpenLog.SEGMENT_BYTES)) {
      log.fill(12, "k");

      assertThat(log.log.warm(log.log.segments().getFirst())).isFalse();
    }
  }

  @Test
  void damageIsFoundWhenASegmentIsWarmedOrVisited() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(2, "k");
      evictAll(log);
      LogSegment first = log.log.segments().getFirst();
      Damage.flipBit(disk, first.name(), first.end() - 40, 0);

      assertThatThrownBy(() -> log.log.warm(first)).isInstanceOf(CorruptionException.class);
      assertThatThrownBy(log::operations)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(first.name());
    }
  }

  @Test
  void aFileCutShortIsNotCompletedFromWhatMemoryHeldBefore() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(1, "k");
      LogSegment first = log.log.segments().getFirst();
      // Its block goes to the free ones with its bytes in it, and is taken again to visit it.
      log.memory.drop(first);
      Damage.truncate(disk, first.name(), first.end() - 8);

      assertThatThrownBy(() -> log.log.visit(first, (segment, memory, offset) -> {}))
          .isInstanceOfSatisfying(
              CorruptionException.class, e -> assertThat(e.file()).isEqualTo(first.name()));
      assertThatThrownBy(() -> log.log.warm(first)).isInstanceOf(CorruptionException.class);
      assertThatThrownBy(() -> log.log.copyTo(new MemoryVfs(), log.log.endPosition()))
          .isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void aRemovedSegmentIsGoneForGood() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(3, "k");
      LogSegment first = log.log.segments().getFirst();

      log.log.remove(first);

      assertThat(log.log.segments()).doesNotContain(first);
      assertThat(log.log.addresses().find(first.address(0))).isNull();
    }
  }

  @Test
  void theFileOfARemovedSegmentBecomesTheNextSegment() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(3, "k");
      LogSegment first = log.log.segments().getFirst();
      log.log.remove(first);
      long before = disk.list().size();

      log.fill(6, "l");

      assertThat(disk.exists(first.name())).isFalse();
      assertThat(disk.list()).hasSize((int) before + 5);
    }
    assertThat(files.list()).isNotEmpty();
  }

  /** So salvage, which may not know what is gone, does not take its records for live ones. */
  @Test
  void aFileThatWaitsToBeUsedAgainHasNoHeader() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(3, "k");
      LogSegment first = log.log.segments().getFirst();

      log.log.remove(first);

      assertThat(Arrays.copyOf(FileBytes.of(disk, first.name()), 4096)).containsOnly(0);
    }
  }

  @Test
  void asManyFilesWaitToBeUsedAgainAsTheOwnerAskedForAndGoWhenTheDiskIsFull() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(8, "k");
      List<LogSegment> sealed = log.log.segments().subList(0, 8);
      long live = disk.list().size() - 8;

      sealed.forEach(log.log::remove);
      assertThat(disk.list()).hasSize((int) live + OpenLog.KEPT_FILES);

      log.log.giveSpaceBack();
      assertThat(disk.list()).hasSize((int) live);
    }
  }

  @Test
  void filesThatWaitWithTheirHeadersForEverOrWithoutALimitAreNoticed()
      throws ReflectiveOperationException {
    EditedTest tests = new EditedTest(getClass(), SegmentFiles.class);
    String test = "asManyFilesWaitToBeUsedAgainAsTheOwnerAskedForAndGoWhenTheDiskIsFull";

    tests.requireKilled(test, decide("recycle", 1, false));
    tests.requireKilled(test, doNothing("deleteKept"));
    tests.requireKilled("aFileThatWaitsToBeUsedAgainHasNoHeader", forgetCall("recycle", "write"));
  }

  @Test
  void whatIsAskedOfTheThreadComesBeforeMostOfTheSegmentsThatAreGone() {
    Deque<Runnable> tasks = new ArrayDeque<>();
    boolean[] areDeferred = {false};
    Executor background =
        task -> {
          if (areDeferred[0]) {
            tasks.add(task);
          } else {
            task.run();
          }
        };
    try (OpenLog log = OpenLog.withBackground(files, background)) {
      log.fill(8, "k");
      int live = disk.list().size() - 8;
      areDeferred[0] = true;
      log.log.segments().subList(0, 8).forEach(log.log::remove);
      List<Integer> gone = new ArrayList<>();
      tasks.add(() -> gone.add(live + 8 - disk.list().size()));
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      areDeferred[0] = false;

      assertThat(gone).as("before the task").containsExactly(0); // The one that was freed is kept.
      assertThat(disk.list()).hasSize(live + OpenLog.KEPT_FILES);
    }
  }

  @Test
  void aFullDiskTakesTheRoomOfSegmentsThatWaitToBeFreed() {
    LimitedVfs room = new LimitedVfs(files);

    List<String> gone = fillAFullDisk(room, room);

    assertThat(disk.list()).doesNotContainAnyElementsOf(gone);
    files.assertNothingOpen();
  }

  @Test
  void aFullDiskTakesThatRoomThoughFilesFailToClose() {
    LimitedVfs room = new LimitedVfs(files);
    String first = LogFormat.fileName(1);
    Vfs failing =
        new ForwardingVfs(room) {
          @Override
          public VfsFile open(String name, OpenMode mode) {
            return new ForwardingFile(super.open(name, mode)) {
              @Override
              public void close() {
                super.close();
                if (name.equals(first)) {
                  throw new StoreIOException(name + ": injected");
                }
              }
            };
          }
        };

    List<String> gone = fillAFullDisk(failing, room);

    assertThat(disk.list()).doesNotContainAnyElementsOf(gone);
  }

  /**
   * Fills segments on a disk that is full but for what waits to be freed; nothing is done in the
   * background but that segments are made. Returns the names of the files that waited.
   */
  private static List<String> fillAFullDisk(Vfs vfs, LimitedVfs room) {
    try (OpenLog log = OpenLog.withBackground(vfs, LogTest::makeSegmentsOnly)) {
      log.fill(8, "k");
      List<LogSegment> gone = log.log.segments().subList(0, 6);
      gone.forEach(log.log::remove);
      room.limit(room.usedBytes());

      log.fill(4, "l");

      return gone.stream().map(LogSegment::name).toList();
    }
  }

  private static void makeSegmentsOnly(Runnable task) {
    if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
      task.run();
    }
  }

  @Test
  void spaceIsGivenBackOfSegmentsThatWaitToBeFreed() {
    try (OpenLog log = OpenLog.withBackground(files, LogTest::makeSegmentsOnly)) {
      log.fill(3, "k");
      List<LogSegment> gone = log.log.segments().subList(0, 3);
      gone.forEach(log.log::remove);

      log.log.giveSpaceBack();

      assertThat(disk.list())
          .doesNotContainAnyElementsOf(gone.stream().map(LogSegment::name).toList());
    }
  }

  @Test
  void roomThatIsNotTakenFromSegmentsThatWaitIsNoticed() throws ReflectiveOperationException {
    String test = "aFullDiskTakesTheRoomOfSegmentsThatWaitToBeFreed";
    EditedTest gone = new EditedTest(getClass(), GoneSegments.class);
    gone.requireKilled(test, forgetCall("deleteAll", "discard"));
    gone.requireKilled(test, forgetCall("deleteAll", "closeWindow"));
    EditedTest freed = new EditedTest(getClass(), SegmentFiles.class);
    freed.requireKilled(test, forgetCall("discard", "delete"));
    freed.requireKilled(test, forgetCall("discard", "close"));
    EditedTest preparer = new EditedTest(getClass(), SegmentPreparer.class);
    preparer.requireKilled(test, forgetCall("create", "deleteAll"));
    preparer.requireKilled(
        "spaceIsGivenBackOfSegmentsThatWaitToBeFreed", forgetCall("deleteKept", "deleteAll"));
  }

  @Test
  void segmentsThatAreGoneAreFreedThoughTheThreadHasEnded() {
    requireFreed(() -> {
      throw new RejectedExecutionException();
    });
  }

  @Test
  void segmentsThatAreGoneAreFreedThoughThereIsNoThread() {
    requireFreed(() -> {
      throw new OutOfMemoryError("unable to create native thread");
    });
  }

  private void requireFreed(Runnable refusal) {
    boolean[] isRefused = {false};
    Executor background =
        task -> {
          if (isRefused[0]) {
            refusal.run();
          }
          task.run();
        };
    try (OpenLog log = OpenLog.withBackground(files, background)) {
      log.fill(3, "k");
      int live = disk.list().size() - 3;
      isRefused[0] = true;

      log.log.segments().subList(0, 3).forEach(log.log::remove);

      assertThat(disk.list()).hasSize(live);
      isRefused[0] = false;
    }
  }

  @Test
  void aFileThatWaitsToBeUsedAgainGoesWhenTheLogIsClosed() {
    LogSegment first;
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(3, "k");
      first = log.log.segments().getFirst();
      log.log.remove(first);
      assertThat(disk.exists(first.name())).isTrue();
    }

    assertThat(disk.exists(first.name())).isFalse();
  }

  @Test
  void aPinnedReaderGoesOnReadingASegmentThatIsRemoved() {
    try (OpenLog onDisk = OpenLog.on(files);
        OpenLog inMemory = OpenLog.inMemory()) {
      for (OpenLog log : List.of(onDisk, inMemory)) {
        long address = Objects.requireNonNull(log.fill(3, "k").get("k0"));
        Epochs.Pin pin = log.epochs.pin();
        try {
          log.log.remove(log.log.segments().getFirst());

          assertThat(log.read(address)).startsWith("put k0=");
        } finally {
          log.epochs.unpin(pin);
        }
        log.epochs.reclaim();
        assertThat(log.log.addresses().find(address)).isNull();
      }
    }
  }

  @Test
  void aCopyHasWhatWasAppendedBeforeAndNothingElse() {
    MemoryVfs copy = new MemoryVfs();
    List<String> before;
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(3, "k");
      before = log.operations();
      long position = log.log.sync();
      log.fill(2, "later");

      log.log.copyTo(copy, position);
    }

    try (OpenLog log = OpenLog.on(copy)) {
      assertThat(log.replayed).isEqualTo(before);
    }
  }

  @Test
  void anInMemoryLogCanBeCopiedToFiles() {
    MemoryVfs copy = new MemoryVfs();
    List<String> before;
    try (OpenLog log = OpenLog.inMemory()) {
      log.fill(3, "k");
      before = log.operations();

      log.log.copyTo(copy, log.log.sync());
    }

    try (OpenLog log = OpenLog.on(copy)) {
      assertThat(log.replayed).isEqualTo(before).isNotEmpty();
    }
  }

  @Test
  void visitorsSeeTheOperationsOfOneSegment() {
    try (OpenLog log = OpenLog.on(files)) {
      Map<String, Long> addresses = log.fill(2, "k");
      LogSegment first = log.log.segments().getFirst();
      List<String> seen = new ArrayList<>();

      log.log.visit(first, (segment, memory, offset) -> seen.add(OpenLog.words(memory, offset)));

      assertThat(seen)
          .hasSize((int) addresses.values().stream().filter(a -> log.segmentOf(a) == first).count())
          .first()
          .asString()
          .startsWith("put k0=");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whoeverLooksAtASegmentCanAppendThoughTheNextSegmentHasToWaitForItsMemory() {
    try (OpenLog log = OpenLog.withBudget(files, 3L * OpenLog.SEGMENT_BYTES)) {
      log.fill(2, "k");
      LogSegment first = log.log.segments().getFirst();

      log.log.visit(first, (segment, memory, offset) -> log.fill(1, "copy"));

      assertThat(log.operations()).hasSizeGreaterThan(9);
    }
  }

  @Test
  void preparedSegmentsGiveTheirMemoryUpToWhoeverLooksAtALargeOne() {
    int largeBytes = 4 * OpenLog.SEGMENT_BYTES;
    String value = "-".repeat(largeBytes - 500);
    try (OpenLog open = OpenLog.withBudget(files, 2 * largeBytes)) {
      open.put("large", value);
      assertThat(open.tail().capacityBytes()).isEqualTo(largeBytes);
      assertThat(open.log.unusedMemoryBytes()).isLessThan(largeBytes);

      List<String> seen = new ArrayList<>();
      open.log.visit(open.tail(), (at, memory, offset) -> seen.add(OpenLog.words(memory, offset)));
      assertThat(seen).containsExactly("put large=" + value);
      assertThat(open.operations()).isEqualTo(seen);

      open.put("next", OpenLog.valueOf("next"));
      assertThat(open.operations()).hasSize(2);
    }
  }

  @Test
  void preparedSegmentsStayWhereTheirMemoryIsNotEnoughForALook() {
    String value = "-".repeat(4 * OpenLog.SEGMENT_BYTES - 500);
    try (OpenLog open = OpenLog.withBudget(files, 7L * OpenLog.SEGMENT_BYTES)) {
      open.put("large", value);
      List<String> names = disk.list();

      assertThatThrownBy(() -> open.log.visit(open.tail(), (at, memory, offset) -> {}))
          .isInstanceOf(MemoryBudgetException.class);

      assertThat(disk.list()).isEqualTo(names).hasSize(3);
    }
  }

  @Test
  void onlyASegmentThatIsNotReadyMakesAWriteWait() {
    try (OpenLog log = OpenLog.on(files)) {
      assertThat(log.log.stallCount()).isEqualTo(1);

      log.fill(3, "k");

      assertThat(log.log.stallCount()).isEqualTo(1);
      assertThat(log.log.stallNanos()).isPositive();
    }
  }

  /**
   * A value so long that its record and the mark that may be due fill so many units of capacity.
   */
  private static String valueThatFills(int units, String key) {
    int room = units * OpenLog.SEGMENT_BYTES - LogFormat.HEADER_BYTES - LogFormat.MARK_RECORD_BYTES;
    return "x".repeat(room - RecordFormat.HEADER_BYTES - key.length());
  }

  private static void evictAll(OpenLog log) {
    while (log.memory.shrink()) {
      // Until nothing can leave any more.
    }
  }
}
