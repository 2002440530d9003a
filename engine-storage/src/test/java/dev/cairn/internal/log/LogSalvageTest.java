package dev.cairn.internal.log;

import static dev.cairn.testkit.edit.Edit.decide;
import static dev.cairn.testkit.edit.Edit.doNothing;
import static dev.cairn.testkit.edit.Edit.forgetCall;
import static dev.cairn.testkit.edit.Edit.sabotage;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CorruptionException;
import dev.cairn.Damage.Consequence;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.log.LogStart.KnownSegment;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.salvage.DamagedFile;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.ReferenceStores;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.BadSectorVfs;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is whole in a damaged log is found, in the order in which it was written. */
class LogSalvageTest {
  /** More than any memory has room for. */
  private static final long HOLE_BYTES = 1L << 36;

  private static final int WRITES = 400;
  private static final int SECTOR_BYTES = 4096;

  private final MemoryVfs files = new MemoryVfs();
  private final List<dev.cairn.Damage> damages = new ArrayList<>();

  /** Returns where it ends. */
  private long writeALog() {
    try (OpenLog log = OpenLog.on(files)) {
      for (int i = 0; i < WRITES; i++) {
        log.putDurably("key" + i % 7, "value " + i);
      }
      return log.log.durablePosition();
    }
  }

  private List<String> names() {
    List<String> names =
        files.list().stream()
            .filter(LogFormat::isSegmentName)
            .filter(name -> SegmentHeader.parse(header(name)) != null)
            .toList();
    assertThat(names).hasSizeGreaterThan(3);
    return names;
  }

  private MemorySegment header(String name) {
    MemorySegment header = Arena.ofAuto().allocate(LogFormat.HEADER_BYTES, Long.BYTES);
    byte[] bytes = FileBytes.of(files, name);
    MemorySegment.copy(bytes, 0, header, ValueLayout.JAVA_BYTE, 0, LogFormat.HEADER_BYTES);
    return header;
  }

  private List<String> values(Vfs from, @Nullable LogStart start) {
    List<String> values = new ArrayList<>();
    try (KeyValueStore target = ReferenceStores.inMemory()) {
      Salvage.run(
          from,
          target,
          (vfs, output) ->
              LogSalvage.read(
                  vfs,
                  OpenLog.STORE_SEED,
                  start,
                  output,
                  (segment, memory, offset) ->
                      values.add(new String(LogSalvage.value(memory, offset), UTF_8))),
          damages::add);
    }
    return values;
  }

  private static List<String> allValues() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      values.add("value " + i);
    }
    return values;
  }

  /** The values that are not in a segment. */
  private List<String> valuesBeside(String name) {
    MemoryVfs alone = Damage.copyOf(files);
    files.list().stream().filter(other -> !other.equals(name)).forEach(alone::delete);
    List<String> others = allValues();
    others.removeAll(values(alone, null));
    assertThat(others).hasSizeBetween(1, WRITES - 1);
    damages.clear();
    return others;
  }

  @Test
  void aWholeLogGivesAllAndNoDamage() {
    writeALog();

    assertThat(values(files, LogStart.NEW)).isEqualTo(allValues());
    assertThat(damages).isEmpty();
  }

  @Test
  void segmentsWithoutHeadersAreReadInTheirPlace() {
    writeALog();
    for (String name : names()) {
      MemoryVfs copy = Damage.copyOf(files);
      Damage.flipBit(copy, name, LogFormat.BASE_POSITION_OFFSET, 3);

      assertThat(values(copy, LogStart.NEW)).as(name).isEqualTo(allValues());
      assertThat(values(copy, null)).as(name).isEqualTo(allValues());
    }
    assertThat(damages).allMatch(damage -> damage.consequence() == Consequence.NONE);
  }

  @Test
  void whatStandsBehindASegmentIsNotRead() {
    writeALog();
    for (String name : names()) {
      try (VfsFile file = files.open(name, OpenMode.WRITE)) {
        file.write(HOLE_BYTES, MemorySegment.ofArray(new byte[1]), 0, 1);
      }
    }

    assertThat(values(files, LogStart.NEW)).isEqualTo(allValues());
    assertThat(damages).isEmpty();
  }

  /** Returns the values, and asserts that an id does not grow with the position. */
  private List<String> writeALogWithALargeRecord() {
    List<String> written = new ArrayList<>();
    try (OpenLog log = OpenLog.on(files)) {
      for (int i = 0; i < WRITES; i++) {
        written.add("value " + i + ".".repeat(i == WRITES / 4 ? 3 * OpenLog.SEGMENT_BYTES : 0));
        log.putDurably("key", written.getLast());
      }
    }
    assertThat(segmentBehindTheLarge()).isNotEmpty();
    return written;
  }

  /** It was ready before the large one was made, and has the lower id. */
  private String segmentBehindTheLarge() {
    List<String> names = names();
    for (int i = 0; i + 1 < names.size(); i++) {
      if (base(names.get(i)) > base(names.get(i + 1))) {
        return names.get(i);
      }
    }
    return "";
  }

  @Test
  void aSegmentLargerThanOthersIsReadInItsPlace() {
    List<String> written = writeALogWithALargeRecord();
    for (String name : names()) {
      MemoryVfs copy = Damage.copyOf(files);
      Damage.flipBit(copy, name, LogFormat.BASE_POSITION_OFFSET, 3);

      assertThat(values(copy, LogStart.NEW)).as(name).isEqualTo(written);
      assertThat(values(copy, null)).as(name).isEqualTo(written);
    }
    assertThat(damages).allMatch(damage -> damage.consequence() == Consequence.NONE);
  }

  @Test
  void whatIsLostBehindASegmentLargerThanOthersHadBeenForced() {
    List<String> written = writeALogWithALargeRecord();
    String name = segmentBehindTheLarge();
    int at = new String(FileBytes.of(files, name), ISO_8859_1).indexOf("value");
    Damage.flipBit(files, name, at, 0);

    assertThat(values(files, LogStart.NEW)).hasSize(written.size() - 1);

    assertThat(damages)
        .singleElement()
        .extracting(dev.cairn.Damage::consequence)
        .isEqualTo(Consequence.PAIRS_MAY_BE_LOST);
  }

  @Test
  void theFirstSegmentOfTheChainIsInItsPlaceThoughWhatWasBeforeItIsGone() {
    writeALog();
    List<String> names = names();
    long firstBase = base(names.getFirst());
    long chain = base(names.get(2));
    LogStart start =
        new LogStart(
            List.of(
                new KnownSegment(
                    LogFormat.segmentId(names.getFirst()),
                    firstBase,
                    base(names.get(1)) - firstBase)),
            chain,
            chain,
            0,
            1,
            Map.of());
    files.delete(names.get(1));
    List<String> values = values(files, start);
    Damage.flipBit(files, names.get(2), LogFormat.BASE_POSITION_OFFSET, 3);

    assertThat(values(files, start)).isEqualTo(values).hasSizeLessThan(WRITES);
  }

  @Test
  void theSeedIsThatOfMostSegments() {
    writeALog();
    assertThat(LogSalvage.seed(files)).hasValue(OpenLog.STORE_SEED);

    Damage.flipBit(files, names().getFirst(), LogFormat.STORE_SEED_OFFSET, 3);

    assertThat(LogSalvage.seed(files)).hasValue(OpenLog.STORE_SEED);
    assertThat(LogSalvage.seed(new MemoryVfs())).isEmpty();
  }

  @Test
  void aSegmentThatIsMissingIsToldOf() {
    writeALog();
    for (String name : names().subList(0, 3)) {
      MemoryVfs copy = Damage.copyOf(files);
      copy.delete(name);
      List<String> others = valuesBeside(name);

      assertThat(values(copy, LogStart.NEW)).isEqualTo(others);

      assertThat(damages).hasSize(1);
      assertThat(damages.getFirst().consequence()).isEqualTo(Consequence.PAIRS_MAY_BE_LOST);
      assertThat(damages.getFirst().what()).isEqualTo("a segment that is missing");
    }
  }

  @Test
  void aLastSegmentThatIsMissingIsToldOf() {
    long end = writeALog();
    String name = names().getLast();
    List<String> others = valuesBeside(name);
    files.delete(name);

    assertThat(values(files, new LogStart(List.of(), 0, end, 0, 1, Map.of()))).isEqualTo(others);

    assertThat(damages).hasSize(1);
    dev.cairn.Damage damage = damages.getFirst();
    assertThat(damage.what()).isEqualTo("a segment that is missing");
    assertThat(damage.consequence()).isEqualTo(Consequence.PAIRS_MAY_BE_LOST);
    assertThat(damage.position() + damage.bytes()).isEqualTo(end);
  }

  @Test
  void aSegmentWithoutAHeaderIsNotPutWhereAnotherIsMissing() {
    try (OpenLog log = OpenLog.on(files)) {
      for (int i = 0; i < 100; i++) {
        log.putDurably("key", i + ".".repeat(i * 37 % 500));
      }
    }
    List<String> names = names();
    files.delete(names.get(1));
    List<String> values = values(files, LogStart.NEW);
    Damage.flipBit(files, names.get(3), LogFormat.BASE_POSITION_OFFSET, 3);

    assertThat(values(files, LogStart.NEW)).isEqualTo(values);
  }

  @Test
  void aSegmentThatIsNoLargerThanMostIsNotPutBeforeAnEarlierOneWhoseGapItWouldFill() {
    try (OpenLog log = OpenLog.on(files)) {
      log.putDurably("key", "large" + ".".repeat(2 * OpenLog.SEGMENT_BYTES));
      for (int i = 0; i < WRITES / 2; i++) {
        log.putDurably("key", "%03d".formatted(i) + ".".repeat(200));
      }
    }
    List<String> names = names();
    int early = 5; // Behind the large one and what was ready before it.
    int full = early + 2;
    while (span(names, full) != span(names, early)) {
      full++;
    }
    files.delete(names.get(early));
    names.subList(full + 1, names.size()).forEach(files::delete);
    List<String> values = values(files, LogStart.NEW);
    Damage.flipBit(files, names.get(full), LogFormat.BASE_POSITION_OFFSET, 3);

    assertThat(values(files, LogStart.NEW)).isEqualTo(values);
    assertThat(values(files, null)).isEqualTo(values);
  }

  private long span(List<String> names, int segment) {
    return base(names.get(segment + 1)) - base(names.get(segment));
  }

  @Test
  void aSectorThatCannotBeReadCostsTheRecordsInItAlone() {
    try (OpenLog log = OpenLog.withSegments(files, LogStart.NEW, 4 * SECTOR_BYTES)) {
      for (int i = 0; i < WRITES; i++) {
        log.putDurably("key" + i % 7, "value " + i);
      }
    }
    Vfs bad = new BadSectorVfs(files, LogFormat.fileName(1), SECTOR_BYTES, 2 * SECTOR_BYTES);

    List<String> missing = allValues();
    missing.removeAll(values(bad, LogStart.NEW));

    // The shortest record, and one that reaches into the sector at either end.
    long most = SECTOR_BYTES / RecordFormat.recordBytes("key0".length(), "value 0".length()) + 2;
    assertThat(missing).hasSizeBetween(1, (int) most);
    int first = allValues().indexOf(missing.getFirst());
    assertThat(missing).isEqualTo(allValues().subList(first, first + missing.size()));
  }

  @Test
  void aSectorThatCostsTheWholeSegmentIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), DamagedFile.class)
        .requireKilled(
            "aSectorThatCannotBeReadCostsTheRecordsInItAlone",
            sabotage("readSectors", "read", "readNothing"));
  }

  @Test
  void aSectorThatCannotBeReadIsToldOfOnceThoughTheNextSegmentHasNoHeader() {
    writeALog();
    List<String> names = names();
    Damage.flipBit(files, names.get(1), LogFormat.BASE_POSITION_OFFSET, 3);
    Vfs bad = new BadSectorVfs(files, names.getFirst(), 2_000, 2_001);

    assertThat(values(bad, LogStart.NEW)).isNotEmpty();

    assertThat(damages)
        .extracting(dev.cairn.Damage::what)
        .containsOnlyOnce("bytes that cannot be read");
  }

  @Test
  void aLogWhoseHeadersAreAllDamagedIsReadTwice() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(20, "k");
    }
    long logBytes = 0;
    for (String name : names()) {
      Damage.flipBit(files, name, LogFormat.BASE_POSITION_OFFSET, 3);
      logBytes += files.size(name);
    }
    AtomicLong readBytes = new AtomicLong();
    Vfs counting =
        new ForwardingVfs(files) {
          @Override
          public VfsFile open(String name, OpenMode mode) {
            return new ForwardingFile(super.open(name, mode)) {
              @Override
              public int read(long position, MemorySegment target, long offset, int bytes) {
                readBytes.addAndGet(bytes);
                return super.read(position, target, offset, bytes);
              }
            };
          }
        };

    assertThat(values(counting, LogStart.NEW)).hasSizeGreaterThan(20);

    assertThat(readBytes.get()).isLessThan(3 * logBytes);
  }

  @Test
  void segmentsThatAreMissingOrInTheWrongPlaceAreNoticed() throws ReflectiveOperationException {
    EditedTest tests = new EditedTest(getClass(), LogPieces.class);

    tests.requireKilled("aSegmentThatIsMissingIsToldOf", forgetCall("followChain", "reportGap"));
    tests.requireKilled(
        "aLastSegmentThatIsMissingIsToldOf", forgetCall("followChain", "reportGap"));
    tests.requireKilled(
        "aSegmentWithoutAHeaderIsNotPutWhereAnotherIsMissing", decide("place", -1, false));
    tests.requireKilled("aSegmentLargerThanOthersIsReadInItsPlace", decide("filledGap", 0, false));
    tests.requireKilled(
        "aSegmentThatIsNoLargerThanMostIsNotPutBeforeAnEarlierOneWhoseGapItWouldFill",
        decide("filledGap", -1, false));
  }

  @Test
  void theHeaderOfASegmentThatIsGoneOverThatOfALiveOneCostsNothing() {
    writeALog();
    List<String> names = names();
    List<String> live = values(files, chainFrom(names.get(2)));
    Damage.copyBytes(files, names.getFirst(), 0, names.get(3), 0, LogFormat.HEADER_BYTES);
    LogStart start = chainFrom(names.get(2));
    assertThatThrownBy(() -> OpenLog.on(files, start)).isInstanceOf(CorruptionException.class);

    assertThat(values(files, start)).isEqualTo(live).hasSizeLessThan(WRITES);

    assertThat(damages).singleElement().extracting(dev.cairn.Damage::file).isEqualTo(names.get(3));
    assertThat(damages.getFirst().consequence()).isEqualTo(Consequence.NONE);
  }

  /** If power failed before its file was used once more and no force had come before. */
  @Test
  void whatIsBehindTheHeaderOfASegmentThatIsGoneStaysDead() {
    writeALog();
    List<String> names = names();
    LogStart start = chainFrom(names.get(2));
    List<String> live = values(files, start);
    Damage.copyBytes(files, names.getFirst(), 0, names.get(1), 0, LogFormat.HEADER_BYTES);

    assertThat(values(files, start)).isEqualTo(live);

    assertThat(damages).isEmpty();
  }

  /** A file that was to become the next segment when power failed. */
  @Test
  void whenNobodyKnowsTheLogAFileUsedAgainSaysNothingOfSegmentsBeforeIt() {
    writeALog();
    List<String> names = names();
    byte[] gone = FileBytes.of(files, names.getFirst());
    files.delete(names.getFirst());
    FileBytes.create(files, LogFormat.fileName(99), gone);
    List<String> live = values(files, chainFrom(names.get(1)));
    damages.clear();

    assertThat(values(files, null)).isEqualTo(live);
    assertThat(damages).isEmpty();

    flipBitOf(live.get(3), files);
    assertThat(values(files, null)).hasSize(live.size() - 1);
    assertThat(damages)
        .singleElement()
        .extracting(dev.cairn.Damage::consequence)
        .isEqualTo(Consequence.PAIRS_MAY_BE_LOST);
  }

  @Test
  void whenNobodyKnowsTheLogRecordsBehindTheHeaderOfAnEarlierSegmentStay() {
    writeALog();
    List<String> names = names();
    byte[] gone = FileBytes.of(files, names.getFirst());
    files.delete(names.getFirst());
    List<String> live = values(files, chainFrom(names.get(1)));
    for (String name : names.subList(1, names.size())) {
      MemoryVfs copy = Damage.copyOf(files);
      try (VfsFile file = copy.open(name, OpenMode.WRITE)) {
        FileBytes.write(file, 0, Arrays.copyOf(gone, LogFormat.HEADER_BYTES));
      }
      damages.clear();

      assertThat(values(copy, null)).as(name).isEqualTo(live);
      assertThat(damages)
          .singleElement()
          .extracting(dev.cairn.Damage::consequence)
          .isEqualTo(Consequence.NONE);
    }
  }

  @Test
  void headersOfSegmentsThatAreGoneAreNeitherBelievedNorPassedOver()
      throws ReflectiveOperationException {
    EditedTest tests = new EditedTest(getClass(), LogPieces.class);

    tests.requireKilled(
        "theHeaderOfASegmentThatIsGoneOverThatOfALiveOneCostsNothing",
        decide("isOfGone", -2, true));
    tests.requireKilled(
        "whatIsBehindTheHeaderOfASegmentThatIsGoneStaysDead", decide("isOfGone", -2, false));
  }

  /** What the owner of the log knows that has removed all before a segment. */
  private LogStart chainFrom(String name) {
    long base = base(name);
    return new LogStart(List.of(), base, base, base, 1, Map.of());
  }

  private long base(String name) {
    return Objects.requireNonNull(SegmentHeader.parse(header(name))).basePosition();
  }

  @Test
  void onlyWhatNothingSaysWasForcedLooksAsACrashLeavesIt() {
    writeALog();
    for (int write = WRITES - 3; write < WRITES; write++) {
      MemoryVfs copy = Damage.copyOf(files);
      flipBitOf("value " + write, copy);
      damages.clear();

      assertThat(values(copy, LogStart.NEW)).hasSize(WRITES - 1).doesNotContain("value " + write);

      // Behind the last write there is no mark.
      boolean isForced = write < WRITES - 1;
      assertThat(damages)
          .singleElement()
          .extracting(dev.cairn.Damage::consequence)
          .isEqualTo(isForced ? Consequence.PAIRS_MAY_BE_LOST : Consequence.UNFORCED);
    }
  }

  @Test
  void whatWasForcedLaterSaysNothingOfASegmentThatWasGivenUp() {
    try (OpenLog log = OpenLog.on(files)) {
      log.fill(3, "k");
    }
    String third = LogFormat.fileName(3);
    byte[] givenUp = FileBytes.of(files, third);
    long lastRecord = lastNonZero(LogFormat.fileName(2));
    Damage.flipBit(files, LogFormat.fileName(2), lastRecord, 0);
    try (OpenLog log = OpenLog.on(files)) {
      assertThat(log.tail().id()).as("the log ends before the damage").isEqualTo(2);
      log.log.startSegment(); // It begins before the third did.
      for (int i = 0; i < 30; i++) {
        log.putDurably("later", "value");
      }
    }
    FileBytes.create(files, third, givenUp); // As if the system had lost that it was deleted.
    Damage.flipBit(files, third, LogFormat.HEADER_BYTES + 12, 0);

    assertThat(values(files, null)).isNotEmpty();

    assertThat(damages)
        .singleElement()
        .satisfies(damage -> {
          assertThat(damage.file()).isEqualTo(third);
          assertThat(damage.consequence()).isEqualTo(Consequence.UNFORCED);
        });
  }

  @Test
  void aSegmentThatWasGivenUpAndIsTakenForForcedIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), LogPiece.class)
        .requireKilled(
            "whatWasForcedLaterSaysNothingOfASegmentThatWasGivenUp", doNothing("isReplacedBy"));
    new EditedTest(getClass(), LogPiece.class)
        .requireKilled(
            "whatIsLostBehindASegmentLargerThanOthersHadBeenForced",
            decide("isReplacedBy", -1, false));
  }

  private long lastNonZero(String name) {
    byte[] bytes = FileBytes.of(files, name);
    int at = bytes.length - 1;
    while (bytes[at] == 0) {
      at--;
    }
    return at;
  }

  private static void flipBitOf(String value, Vfs files) {
    for (String name : files.list()) {
      int at = new String(FileBytes.of(files, name), ISO_8859_1).indexOf(value);
      if (at >= 0) {
        Damage.flipBit(files, name, at, 0);
      }
    }
  }
}
