package dev.cairn.internal.log;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.StoreIOException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LogRecoveryTest {
  private static final String FIRST = LogFormat.fileName(1);

  private final MemoryVfs disk = new MemoryVfs();

  /** A copy of the disk as a kill of the process would leave it. */
  private final MemoryVfs crashed = new MemoryVfs();

  @Test
  void aNewLogIsEmpty() {
    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed).isEmpty();
      assertThat(log.log.segments()).hasSize(1);
    }
    assertThat(disk.list()).containsExactly(FIRST);
  }

  @Test
  void appendingGoesOnInTheTail() {
    for (int round = 0; round < 3; round++) {
      try (OpenLog log = OpenLog.on(disk)) {
        assertThat(log.replayed).hasSize(round);
        log.putDurably("k" + round, "v");
      }
    }

    assertThat(disk.list()).containsExactly(FIRST);
    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed).containsExactly("put k0=v", "put k1=v", "put k2=v");
    }
  }

  @Test
  void aLargeSegmentBehindATornOneNeedsNoMemoryBesideIt() {
    long budgetBytes = 16 * OpenLog.SEGMENT_BYTES;
    String large = "v".repeat(9 * OpenLog.SEGMENT_BYTES);
    try (OpenLog log = OpenLog.withBudget(disk, budgetBytes)) {
      log.put("torn", large);
      log.fill(1, "k");
      log.put("lost", large);
      Damage.copy(disk, crashed);
    }
    String torn =
        crashed.list().stream()
            .filter(name -> crashed.size(name) > 9 * OpenLog.SEGMENT_BYTES)
            .sorted()
            .findFirst()
            .orElseThrow();
    Damage.flipBit(crashed, torn, 2 * OpenLog.SEGMENT_BYTES, 0);

    try (OpenLog log = OpenLog.withBudget(crashed, budgetBytes)) {
      assertThat(log.replayed).isEmpty();
    }
  }

  @Test
  void whatWasCutOffStaysAwayThoughTheForceOfItsZerosFailed() {
    int sectorBytes = 512;
    int recordsInSector = 8;
    try (OpenLog log = OpenLog.on(disk)) {
      putSmall(log, "old", 5 * recordsInSector);
      Damage.copy(disk, crashed);
    }
    byte[] torn = FileBytes.of(crashed, FIRST);
    Arrays.fill(torn, sectorBytes, 2 * sectorBytes, (byte) 0);
    CrashableVfs device = new CrashableVfs(1);
    FileBytes.create(device, FIRST, torn);
    try (VfsFile file = device.open(FIRST, OpenMode.WRITE)) {
      file.sync();
    }
    device.syncDirectory();
    FaultyVfs faulty = new FaultyVfs(device);
    faulty.failAt(1, Fault.FAILED_SYNC, FaultSpan.ONCE);
    assertThatThrownBy(() -> OpenLog.on(faulty)).isInstanceOf(StoreIOException.class);

    List<String> shown;
    try (OpenLog log = OpenLog.on(faulty)) {
      assertThat(log.replayed).hasSize(recordsInSector - 1);
      putSmall(log, "new", recordsInSector);
      log.log.sync();
      shown = log.operations();
    }

    try (OpenLog log = OpenLog.on(device.stateAfter(device.steps(), CrashPlan.dropAll()))) {
      assertThat(log.replayed).isEqualTo(shown).hasSize(2 * recordsInSector - 1);
    }
  }

  @Test
  void zerosThatAreNotForcedAreNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), LogRecovery.class)
        .requireKilled(
            "whatWasCutOffStaysAwayThoughTheForceOfItsZerosFailed", forgetCall("clear", "sync"));
  }

  /** Records of 64 bytes. */
  private static void putSmall(OpenLog log, String value, int count) {
    for (int i = 0; i < count; i++) {
      log.put("k%03d".formatted(i), value.repeat(16));
    }
  }

  @Test
  void whatIsAppendedAfterARecoveryMayFillTheTailAndGoOn() {
    List<String> operations;
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(1, "a");
    }
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(2, "b");
      operations = log.operations();
    }

    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed).isEqualTo(operations).hasSizeGreaterThan(16);
    }
  }

  @Test
  void aTornTailIsCutAndItsPlaceIsZeros() {
    long cut;
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("a", "1");
      cut = log.log.endPosition();
      log.put("b", "torn");
      log.put("c", "behind it");
    }
    Damage.flipBit(disk, FIRST, cut + 12, 3);

    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed).containsExactly("put a=1");
      assertThat(log.log.endPosition()).isEqualTo(cut);
      assertThat(bytesOf(FIRST, cut)).containsOnly(0);
    }
  }

  @Test
  void whatWasCutDoesNotComeBackBehindWhatIsAppendedInItsPlace() {
    long cut;
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("a", "1");
      cut = log.log.endPosition();
      log.put("b", "2");
      log.put("c", "3");
    }
    Damage.flipBit(disk, FIRST, cut + 12, 3);
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("B", "2");
    }

    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed).containsExactly("put a=1", "put B=2");
    }
  }

  @Test
  void aFileThatLostItsEndIsMadeWhole() {
    long end;
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("a", "1");
      end = log.log.endPosition();
      log.put("b", "2");
    }
    Damage.truncate(disk, FIRST, end + 5);

    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed).containsExactly("put a=1");
      log.put("c", "3");
    }
    assertThat(disk.size(FIRST)).isEqualTo(OpenLog.SEGMENT_BYTES);
  }

  @Test
  void aTornBatchIsCutAsAWhole() {
    long cut;
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("a", "1");
      cut = log.log.endPosition();
      log.write(
          new WriteBatch()
              .put("b".getBytes(UTF_8), "2".getBytes(UTF_8))
              .put("c".getBytes(UTF_8), "3".getBytes(UTF_8)));
      zero(FIRST, log.log.endPosition() - 16, 16);
    }

    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed).containsExactly("put a=1");
      assertThat(log.log.endPosition()).isEqualTo(cut);
    }
  }

  @Test
  void damageBelowAMarkIsRefusedByFileAndPosition() {
    long damaged;
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("a", "1");
      damaged = log.log.endPosition();
      log.putDurably("b", "2");
      log.put("c", "the mark stands before this");
    }
    Damage.flipBit(disk, FIRST, damaged + 12, 0);

    refusesAndChangesNothing(
        LogStart.NEW,
        damage -> {
          assertThat(damage.file()).isEqualTo(FIRST);
          assertThat(damage.position()).isEqualTo(damaged);
        });
  }

  @Test
  void damageBelowWhatTheOwnerKnowsIsRefused() {
    LogStart known;
    try (OpenLog log = OpenLog.on(disk)) {
      log.putDurably("a", "1");
      known = log.known();
    }
    Damage.flipBit(disk, FIRST, LogFormat.HEADER_BYTES + 12, 0);

    refusesAndChangesNothing(known, damage -> assertThat(damage.file()).isEqualTo(FIRST));
  }

  @Test
  void damageBelowWhatALaterSegmentsHeaderSaysIsRefused() {
    try (OpenLog log = OpenLog.on(disk)) {
      log.putDurably("a", "1");
      log.fill(1, "k");
      // The mark itself is damaged too; the header of the second segment is not.
      zero(FIRST, LogFormat.HEADER_BYTES, 256);
    }

    refusesAndChangesNothing(
        LogStart.NEW,
        damage -> {
          assertThat(damage.file()).isEqualTo(FIRST);
          assertThat(damage.position()).isEqualTo(LogFormat.HEADER_BYTES);
        });
  }

  @Test
  void aDamagedHeaderOfAForcedSegmentIsRefused() {
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(1, "k");
      log.putDurably("a", "1");
      log.put("b", "a mark stands before this");
    }

    for (String name : disk.list()) {
      Damage.flipBit(disk, name, 20, 1);
      refusesAndChangesNothing(LogStart.NEW, damage -> {});
      Damage.flipBit(disk, name, 20, 1);
    }
  }

  @Test
  void aDamagedHeaderOfTheOnlySegmentIsRefusedIfItWasForced() {
    try (OpenLog log = OpenLog.on(disk)) {
      log.putDurably("a", "1");
      log.put("b", "a mark stands before this");
    }
    Damage.flipBit(disk, FIRST, 20, 1);

    refusesAndChangesNothing(LogStart.NEW, damage -> {});
  }

  @Test
  void aDamagedHeaderIsRefusedIfARecordStandsBehindIt() {
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("a", "never forced, but it was to survive the process");
    }
    Damage.flipBit(disk, FIRST, 20, 1);

    refusesAndChangesNothing(
        LogStart.NEW,
        damage -> {
          assertThat(damage.file()).isEqualTo(FIRST);
          assertThat(damage.position()).isZero();
        });
  }

  @Test
  void aHeaderThatACrashCutShortIsNoSegment() {
    for (int headerBytes = 1; headerBytes < LogFormat.HEADER_BYTES; headerBytes++) {
      MemoryVfs begun = new MemoryVfs();
      try (OpenLog log = OpenLog.on(disk)) {
        log.put("a", "1");
        Damage.copy(disk, begun);
      }
      zero(begun, FIRST, headerBytes, 512 - headerBytes);

      try (OpenLog log = OpenLog.on(begun)) {
        assertThat(log.replayed).as("%d bytes", headerBytes).isEmpty();
      }
      disk.delete(FIRST);
    }
  }

  @Test
  void aFileMayHoldTheHeaderOfASegmentThatIsGone() {
    LogStart known = fillAndForce(2);
    LogStart withoutFirst = withoutSealed(known, 1);
    disk.rename(FIRST, LogFormat.fileName(9));

    try (OpenLog log = OpenLog.on(disk, withoutFirst)) {
      assertThat(log.log.endPosition()).isEqualTo(known.durablePosition());
    }
    assertThat(disk.list())
        .as("a file of no use is deleted")
        .doesNotContain(FIRST, LogFormat.fileName(9));
  }

  @Test
  void theHeaderOfASegmentThatIsThereIsRefusedInAnotherFile() {
    LogStart known = fillAndForce(2);
    long tail = LogFormat.segmentId(disk.list().getLast());
    for (long id : List.of(1L, tail)) {
      MemoryVfs intact = Damage.copyOf(disk);
      disk.rename(LogFormat.fileName(id), LogFormat.fileName(9));
      refusesAndChangesNothing(
          known, damage -> assertThat(damage.file()).isEqualTo(LogFormat.fileName(9)));
      disk.list().forEach(disk::delete);
      Damage.copy(intact, disk);
    }
  }

  @Test
  void theHeaderOfALaterSegmentIsRefusedInAFileOfAnEarlier() {
    LogStart known = fillAndForce(2);
    disk.rename(LogFormat.fileName(2), FIRST);

    refusesAndChangesNothing(
        withoutSealed(withoutSealed(known, 1), 2),
        damage -> assertThat(damage.file()).isEqualTo(FIRST));
  }

  @Test
  void theHeaderOfAnotherStoresSegmentIsRefusedThoughItIsEarlier() {
    LogStart known = fillAndForce(2);
    String later = LogFormat.fileName(9);
    disk.rename(FIRST, later);
    rewriteHeader(
        later, new SegmentHeader(1, OpenLog.STORE_SEED + 1, 1, 0, 0, OpenLog.SEGMENT_BYTES));

    refusesAndChangesNothing(
        withoutSealed(known, 1), damage -> assertThat(damage.file()).isEqualTo(later));
  }

  @Test
  void anyHeaderThatIsTakenForThatOfASegmentThatIsGoneIsNoticed()
      throws ReflectiveOperationException {
    EditedTest headers = new EditedTest(getClass(), SegmentHeader.class);
    headers.requireKilled(
        "theHeaderOfAnotherStoresSegmentIsRefusedThoughItIsEarlier", decide("isOfGone", 0, false));
    headers.requireKilled(
        "theHeaderOfALaterSegmentIsRefusedInAFileOfAnEarlier", decide("isOfGone", 1, false));
    headers.requireKilled(
        "theHeaderOfASegmentThatIsThereIsRefusedInAnotherFile", decide("isOfGone", 2, false));
    headers.requireKilled("aFileMayHoldTheHeaderOfASegmentThatIsGone", doNothing("isOfGone"));

    new EditedTest(getClass(), LogRecovery.class)
        .requireKilled(
            "theHeaderOfASegmentThatIsThereIsRefusedInAnotherFile", doNothing("isListed"));
  }

  /** As if a segment had been given up. */
  private static LogStart withoutSealed(LogStart known, long id) {
    return new LogStart(
        known.sealed().stream().filter(segment -> segment.id() != id).toList(),
        known.chainPosition(),
        known.durablePosition(),
        known.chainPosition(),
        known.nextSegmentId(),
        known.numbers());
  }

  @Test
  void aForcedSegmentThatIsMissingIsRefused() {
    LogStart known;
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(3, "k");
      log.log.sync();
      log.fill(1, "k");
      known = log.known();
    }
    assertThat(known.sealed()).hasSize(3);

    for (String name : disk.list().subList(0, 4)) {
      MemoryVfs without = Damage.copyOf(disk);
      without.delete(name);
      for (LogStart start : List.of(LogStart.NEW, known)) {
        assertThatThrownBy(() -> OpenLog.on(without, start))
            .as("without %s", name)
            .isInstanceOf(CorruptionException.class);
      }
    }
  }

  @Test
  void aMissingSegmentThatTheOwnerKnowsIsNamed() {
    LogStart known = fillAndForce(2);
    disk.delete(LogFormat.fileName(2));

    assertThatThrownBy(() -> OpenLog.on(disk, known))
        .isInstanceOfSatisfying(
            CorruptionException.class,
            damage -> assertThat(damage.file()).isEqualTo(LogFormat.fileName(2)));
  }

  @Test
  void aKnownSegmentThatIsDamagedIsRefused() {
    LogStart known = fillAndForce(2);
    Damage.flipBit(disk, FIRST, 1000, 0);

    refusesAndChangesNothing(known, damage -> assertThat(damage.file()).isEqualTo(FIRST));
  }

  @Test
  void onlyWhatTheOwnerHasNotSeenIsShown() {
    LogStart known;
    long seen;
    List<String> rest;
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(3, "k");
      seen = log.log.sync();
      int before = log.operations().size();
      log.fill(2, "later");
      log.log.sync();
      rest = log.operations().subList(before, log.operations().size());
      known = log.known();
    }

    LogStart start = startFrom(known, seen, Map.of());
    try (OpenLog log = OpenLog.on(disk, start)) {
      assertThat(log.replayed).isEqualTo(rest).isNotEmpty();
    }
  }

  @Test
  void segmentsKeepTheNumbersUnderWhichTheOwnerHasAddresses() {
    LogStart known = fillAndForce(2);

    LogStart start = startFrom(known, 0, Map.of(1L, 7, 3L, 0));
    try (OpenLog log = OpenLog.on(disk, start)) {
      assertThat(log.log.segments().stream().map(LogSegment::number)).containsExactly(7, 1, 0);
      assertThat(log.replayed).isEqualTo(log.operations());
    }
  }

  @Test
  void aSegmentThatReclaimRemovedDoesNotComeBack() {
    LogStart known = fillAndForce(3);

    LogStart start =
        new LogStart(
            known.sealed().subList(1, 3),
            known.chainPosition(),
            known.durablePosition(),
            0,
            known.nextSegmentId(),
            Map.of());
    try (OpenLog log = OpenLog.on(disk, start)) {
      assertThat(log.replayed).isNotEmpty().noneMatch(operation -> operation.startsWith("put k0="));
      assertThat(disk.exists(FIRST)).isFalse();
    }
  }

  /** Zeros are written over them again, but nobody waits until these are on the device. */
  @Test
  void recordsOfAFilesEarlierLifeAreNoneOfTheSegmentThatItIsNow() {
    int segmentBytes = 4 * OpenLog.SEGMENT_BYTES;
    byte[] earlier;
    String name;
    long end;
    LogStart start;
    List<String> written;
    try (OpenLog log = OpenLog.withSegments(disk, LogStart.NEW, segmentBytes)) {
      int puts = 0;
      while (log.log.rollCount() < 1) {
        putOfOneSize(log, puts++);
      }
      earlier = FileBytes.of(disk, FIRST);
      log.log.remove(log.log.segments().getFirst());
      long position = log.tail().basePosition();
      start = new LogStart(List.of(), position, 0, position, 2, Map.of());
      while (disk.exists(FIRST)) {
        putOfOneSize(log, puts++);
      }
      name = Collections.max(disk.list());
      while (!log.tail().name().equals(name) || log.tail().end() < segmentBytes / 2) {
        putOfOneSize(log, puts++);
      }
      end = log.tail().end();
      written = log.operations();
      Damage.copy(disk, crashed);
    }
    write(crashed, name, end, Arrays.copyOfRange(earlier, (int) end, earlier.length));

    try (OpenLog log = OpenLog.withSegments(crashed, start, segmentBytes)) {
      assertThat(log.replayed).isEqualTo(written);
    }
  }

  /** So that an old record begins where a new one ends. */
  private static void putOfOneSize(OpenLog log, int number) {
    log.put("k%04d".formatted(number), "v".repeat(200));
  }

  @Test
  void masksThatAreAlikeForAllSegmentsAreNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), LogFormat.class)
        .requireKilled(
            "recordsOfAFilesEarlierLifeAreNoneOfTheSegmentThatItIsNow", doNothing("maskSeed"));
  }

  @Test
  void filesThatHoldNothingAreDeleted() {
    try (OpenLog log = OpenLog.on(disk)) {
      log.put("a", "1");
      // The segments prepared ahead are there now, as after a kill.
      Damage.copy(disk, crashed);
    }
    assertThat(crashed.list()).hasSizeGreaterThan(1);

    try (OpenLog log = OpenLog.on(crashed)) {
      assertThat(log.replayed).containsExactly("put a=1");
    }
    assertThat(crashed.list()).containsExactly(FIRST);
  }

  @Test
  void segmentsBehindATearAreDeletedIfNothingSaysTheyWereForced() {
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(3, "k");
    }
    zero(LogFormat.fileName(2), LogFormat.HEADER_BYTES, 100);

    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed).hasSize(7).last().asString().startsWith("put k6=");
      assertThat(log.tail().id()).isEqualTo(2);
      // Ids of what was deleted are not given out again while this log is open.
      assertThat(log.fill(1, "new")).isNotEmpty();
      assertThat(log.tail().id()).isGreaterThan(4);
    }
  }

  @Test
  void aNewerFormatIsRefused() {
    put("a", "1");
    rewriteHeader(FIRST, new SegmentHeader(2, OpenLog.STORE_SEED, 1, 0, 0, OpenLog.SEGMENT_BYTES));

    assertThatThrownBy(() -> OpenLog.on(disk))
        .isInstanceOf(IncompatibleFormatException.class)
        .hasMessageContaining(FIRST)
        .hasMessageContaining("version 2")
        .hasMessageContaining("at most 1");
    assertThat(disk.list()).containsExactly(FIRST);
  }

  @Test
  void aSegmentOfAnotherStoreOrNameOrSizeIsRefused() {
    put("a", "1");
    for (SegmentHeader wrong :
        List.of(
            new SegmentHeader(1, OpenLog.STORE_SEED + 1, 1, 0, 0, OpenLog.SEGMENT_BYTES),
            new SegmentHeader(1, OpenLog.STORE_SEED, 2, 0, 0, OpenLog.SEGMENT_BYTES),
            new SegmentHeader(1, OpenLog.STORE_SEED, 1, 0, 0, OpenLog.SEGMENT_BYTES + 8),
            new SegmentHeader(1, OpenLog.STORE_SEED, 1, 0, 0, 0),
            new SegmentHeader(1, OpenLog.STORE_SEED, 1, 0, 0, -OpenLog.SEGMENT_BYTES))) {
      rewriteHeader(FIRST, wrong);

      refusesAndChangesNothing(LogStart.NEW, damage -> assertThat(damage.file()).isEqualTo(FIRST));
    }
  }

  @Test
  void filesOfOtherKindsAreLeftAlone() {
    List<String> others = List.of("0000000000000001.log.new", "INDEX", "log", "x.log");
    for (String name : others) {
      disk.open(name, OpenMode.CREATE).close();
    }

    put("a", "1");

    assertThat(disk.list()).containsAll(others);
  }

  @Test
  void aDiskThatFailsAnywhereDuringRecoveryLeavesNothingOpenAndLosesNothing() {
    List<String> operations;
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(2, "k");
      log.log.sync();
      operations = log.operations();
      Damage.copy(disk, crashed);
    }

    for (long operation = 1; ; operation++) {
      MemoryVfs copy = Damage.copyOf(crashed);
      FaultyVfs faulty = new FaultyVfs(copy);
      LeakCheckingVfs checked = new LeakCheckingVfs(faulty);
      faulty.failAt(operation, Fault.EIO, FaultSpan.ONCE);
      try (OpenLog log = OpenLog.on(checked)) {
        assertThat(log.replayed).isEqualTo(operations);
      } catch (StoreIOException expected) {
        // It is the disk's failure and nobody else's.
      }
      checked.assertNothingOpen();
      if (faulty.firstStruck().isEmpty()) {
        break;
      }
      try (OpenLog log = OpenLog.on(copy)) {
        assertThat(log.replayed).as("after a failure of %d", operation).isEqualTo(operations);
      }
    }
  }

  @Test
  void aBudgetSmallerThanTheLogIsEnoughToRecoverIt() {
    List<String> operations;
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(12, "k");
      log.log.sync();
      operations = log.operations();
    }

    try (OpenLog log = OpenLog.withBudget(disk, 4L * OpenLog.SEGMENT_BYTES)) {
      assertThat(log.replayed).isEqualTo(operations);
      assertThat(log.tail().residence()).isNotNull();
      assertThat(log.log.segments().getFirst().residence()).isNull();
    }
  }

  @Test
  void anUnforcedLogIsForcedAsAWholeAfterARecovery() {
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(2, "k");
      Damage.copy(disk, crashed);
    }
    WatchedVfs watched = new WatchedVfs(crashed);

    try (OpenLog log = OpenLog.on(watched)) {
      int before = watched.syncCount();
      log.put("next", "1", Durability.DEVICE);
      log.log.sync();

      assertThat(watched.syncCount() - before).as("three segments").isEqualTo(3);
    }
  }

  /** Makes a log of one put. */
  private void put(String key, String value) {
    try (OpenLog log = OpenLog.on(disk)) {
      log.put(key, value);
    }
  }

  /**
   * Makes a log of so many sealed segments and a tail, all forced, and returns what is known of it.
   */
  private LogStart fillAndForce(int segments) {
    try (OpenLog log = OpenLog.on(disk)) {
      log.fill(segments, "k");
      log.log.sync();
      return log.known();
    }
  }

  private static LogStart startFrom(
      LogStart known, long replayPosition, Map<Long, Integer> numbers) {
    return new LogStart(
        known.sealed(),
        known.chainPosition(),
        known.durablePosition(),
        replayPosition,
        known.nextSegmentId(),
        numbers);
  }

  private void refusesAndChangesNothing(LogStart start, Consumer<CorruptionException> check) {
    LeakCheckingVfs checked = new LeakCheckingVfs(disk);
    Map<String, String> before = contents();

    assertThatThrownBy(() -> OpenLog.on(checked, start))
        .isInstanceOfSatisfying(CorruptionException.class, check);

    checked.assertNothingOpen();
    assertThat(contents()).containsExactlyEntriesOf(before);
  }

  private Map<String, String> contents() {
    Map<String, String> contents = new TreeMap<>();
    disk.list().forEach(name -> contents.put(name, HexFormat.of().formatHex(bytesOf(name, 0))));
    return contents;
  }

  private byte[] bytesOf(String name, long from) {
    byte[] all = FileBytes.of(disk, name);
    return Arrays.copyOfRange(all, (int) from, all.length);
  }

  private void zero(String name, long position, int bytes) {
    zero(disk, name, position, bytes);
  }

  private static void zero(Vfs vfs, String name, long position, int bytes) {
    write(vfs, name, position, new byte[bytes]);
  }

  private void rewriteHeader(String name, SegmentHeader header) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(LogFormat.HEADER_BYTES);
      header.write(bytes);
      write(disk, name, 0, bytes.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private static void write(Vfs vfs, String name, long position, byte[] bytes) {
    try (VfsFile file = vfs.open(name, OpenMode.WRITE)) {
      FileBytes.write(file, position, bytes);
    }
  }
}
