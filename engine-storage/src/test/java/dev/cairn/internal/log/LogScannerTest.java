package dev.cairn.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scans one segment: two puts, a mark, a batch of three, a put. */
class LogScannerTest {
  private final OpenLog log = OpenLog.on(new MemoryVfs());
  private final Arena arena = Arena.ofConfined();

  /** What a scan has shown when it has come so far. */
  private final TreeMap<Long, List<String>> shownAt = new TreeMap<>();

  private LogSegment segment;
  private MemorySegment memory;
  private long markOffset;
  private long markedPosition;
  private long batchOffset;
  private long end;

  @BeforeEach
  void writeRecords() {
    List<String> shown = new ArrayList<>();
    segment = log.tail();
    shownAt.put(segment.end(), List.copyOf(shown));
    log.put("a", "first");
    shown.add("put a=first");
    shownAt.put(segment.end(), List.copyOf(shown));
    log.putDurably("b", "second");
    markedPosition = log.log.durablePosition();
    shown.add("put b=second");
    shownAt.put(segment.end(), List.copyOf(shown));
    markOffset = segment.end();
    shownAt.put(markOffset + LogFormat.MARK_RECORD_BYTES, List.copyOf(shown));
    batchOffset = markOffset + LogFormat.MARK_RECORD_BYTES;
    log.write(
        new WriteBatch()
            .put("c".getBytes(UTF_8), "third".getBytes(UTF_8))
            .delete("a".getBytes(UTF_8))
            .put("".getBytes(UTF_8), "".getBytes(UTF_8)));
    shown.addAll(List.of("put c=third", "delete a", "put ="));
    shownAt.put(segment.end(), List.copyOf(shown));
    log.put("d", "last");
    shown.add("put d=last");
    end = segment.end();
    shownAt.put(end, List.copyOf(shown));

    memory = arena.allocate(OpenLog.SEGMENT_BYTES, 8);
    memory.copyFrom(segment.tailMemory().asSlice(0, end));
  }

  @AfterEach
  void close() {
    arena.close();
    log.close();
  }

  @Test
  void showsOperationsAndNoControlRecords() {
    assertThat(shown(memory, end)).isEqualTo(shownAt.get(end));
  }

  @Test
  void endsWhereNothingWasWritten() {
    List<String> shown = new ArrayList<>();

    assertThat(scan(memory, memory.byteSize(), shown)).isEqualTo(end);
    assertThat(shown).isEqualTo(shownAt.get(end));
  }

  @Test
  void whereverTheBytesEndTheRecordsBeforeAreWholeAndABatchIsAllOrNothing() {
    for (long limit = LogFormat.HEADER_BYTES; limit <= end; limit++) {
      List<String> shown = new ArrayList<>();

      // Nothing lies behind the limit that a scan could read by mistake.
      long scanned = scan(memory.asSlice(0, limit), limit, shown);

      assertThat(scanned).as("limit %d", limit).isEqualTo(shownAt.floorKey(limit));
      assertThat(shown).as("limit %d", limit).isEqualTo(shownAt.floorEntry(limit).getValue());
    }
  }

  @Test
  void whereverZerosBeginTheRecordsBeforeAreWhole() {
    for (long from = LogFormat.HEADER_BYTES; from < end; from++) {
      MemorySegment torn = copy();
      torn.asSlice(from).fill((byte) 0);
      List<String> shown = new ArrayList<>();

      long scanned = scan(torn, torn.byteSize(), shown);

      assertThat(shownAt).as("zeros from %d", from).containsEntry(scanned, shown);
      // The last bytes of a record may be padding or zeros themselves.
      assertThat(scanned).as("zeros from %d", from).isGreaterThanOrEqualTo(shownAt.floorKey(from));
    }
  }

  @Test
  void aFlippedBitEndsTheScanBeforeItsRecordOrIsInPadding() {
    for (long bit = LogFormat.HEADER_BYTES * 8; bit < end * 8; bit++) {
      MemorySegment damaged = copy();
      flip(damaged, bit);
      List<String> shown = new ArrayList<>();

      long scanned = scan(damaged, end, shown);

      assertThat(shownAt).as("bit %d", bit).containsEntry(scanned, shown);
      assertThat(scanned == end || scanned == shownAt.floorKey(bit / 8))
          .as("bit %d: scanned to %d", bit, scanned)
          .isTrue();
    }
  }

  @Test
  void recordsOfAnotherPlaceAreNotValid() {
    MemorySegment moved = arena.allocate(OpenLog.SEGMENT_BYTES, 8);
    MemorySegment.copy(memory, LogFormat.HEADER_BYTES, moved, LogFormat.HEADER_BYTES + 8, end - 64);

    assertThat(LogScanner.end(segment, moved, LogFormat.HEADER_BYTES + 8, end))
        .isEqualTo(LogFormat.HEADER_BYTES + 8);
  }

  @Test
  void recordsOfAnotherSegmentOrStoreAreNotValid() {
    for (SegmentPlace place :
        List.of(
            SegmentPlace.of(segment.id() + 1, 0, OpenLog.SEGMENT_BYTES, OpenLog.STORE_SEED),
            SegmentPlace.of(segment.id(), 0, OpenLog.SEGMENT_BYTES, OpenLog.STORE_SEED + 1))) {
      LogSegment other = new LogSegment(place, 0, OpenLog.SEGMENT_BYTES, null, null, null);

      assertThat(LogScanner.end(other, memory, LogFormat.HEADER_BYTES, end))
          .isEqualTo(LogFormat.HEADER_BYTES);
      assertThat(LogScanner.highestMark(other, memory, 0, LogFormat.HEADER_BYTES, end))
          .isEqualTo(-1);
    }
  }

  @Test
  void aBatchInsideABatchIsNotValid() {
    // The inner head takes the place of the batch's first record, which is as long.
    long inner = batchOffset + LogFormat.BATCH_RECORD_BYTES;
    memory.set(LogFormat.LONG, inner + LogFormat.BATCH_BYTES_OFFSET, 0);
    setHead(inner, 4, 12);
    memory.set(LogFormat.INT, inner + LogFormat.BATCH_COUNT_OFFSET, 0);
    seal(inner);

    assertThat(LogScanner.end(segment, memory, LogFormat.HEADER_BYTES, end)).isEqualTo(batchOffset);
  }

  @Test
  void aBatchThatCountsMoreOrFewerRecordsThanItHasIsNotValid() {
    for (int count : new int[] {Integer.MIN_VALUE, -1, 0, 1, 2, 4, Integer.MAX_VALUE}) {
      memory.set(LogFormat.INT, batchOffset + LogFormat.BATCH_COUNT_OFFSET, count);
      seal(batchOffset);

      assertThat(LogScanner.end(segment, memory, LogFormat.HEADER_BYTES, end))
          .as("count %d", count)
          .isEqualTo(batchOffset);
    }
  }

  @Test
  void aBatchLongerThanItsSegmentIsNotValid() {
    for (long bytes : new long[] {Long.MIN_VALUE, -8, end, Long.MAX_VALUE}) {
      memory.set(LogFormat.LONG, batchOffset + LogFormat.BATCH_BYTES_OFFSET, bytes);
      seal(batchOffset);

      assertThat(LogScanner.end(segment, memory, LogFormat.HEADER_BYTES, end))
          .as("%d bytes", bytes)
          .isEqualTo(batchOffset);
    }
  }

  @Test
  void aMarkIsFoundBehindDamage() {
    memory.asSlice(LogFormat.HEADER_BYTES, 16).fill((byte) 0xff);

    assertThat(LogScanner.end(segment, memory, LogFormat.HEADER_BYTES, end))
        .isEqualTo(LogFormat.HEADER_BYTES);
    assertThat(LogScanner.highestMark(segment, memory, 0, LogFormat.HEADER_BYTES, end))
        .isEqualTo(markedPosition);
  }

  @Test
  void aMarkThatIsNotWholeOrNotInsideIsNotFound() {
    assertThat(
            LogScanner.highestMark(segment, memory, 0, LogFormat.HEADER_BYTES, markOffset + 20 - 1))
        .isEqualTo(-1);
    assertThat(LogScanner.highestMark(segment, memory, 0, markOffset + 8, end)).isEqualTo(-1);

    flip(memory, (markOffset + LogFormat.MARK_POSITION_OFFSET) * 8);

    assertThat(LogScanner.highestMark(segment, memory, 0, LogFormat.HEADER_BYTES, end))
        .isEqualTo(-1);
  }

  private List<String> shown(MemorySegment bytes, long limit) {
    List<String> shown = new ArrayList<>();
    assertThat(scan(bytes, limit, shown)).isEqualTo(limit);
    return shown;
  }

  private long scan(MemorySegment bytes, long limit, List<String> shown) {
    return LogScanner.scan(
        segment,
        bytes,
        LogFormat.HEADER_BYTES,
        limit,
        (in, visited, offset) -> shown.add(OpenLog.words(visited, offset)));
  }

  private MemorySegment copy() {
    return arena.allocate(OpenLog.SEGMENT_BYTES, 8).copyFrom(memory);
  }

  private static void flip(MemorySegment bytes, long bit) {
    byte flipped = (byte) (bytes.get(ValueLayout.JAVA_BYTE, bit / 8) ^ 1 << bit % 8);
    bytes.set(ValueLayout.JAVA_BYTE, bit / 8, flipped);
  }

  private void setHead(long offset, int kind, int valueBytes) {
    memory.set(LogFormat.INT, offset + 4, valueBytes);
    memory.set(LogFormat.SHORT, offset + 8, (short) 0);
    memory.set(ValueLayout.JAVA_BYTE, offset + 10, (byte) kind);
  }

  /** Makes the checksum of a record right, whatever else is wrong with it. */
  private void seal(long offset) {
    memory.set(
        LogFormat.INT, offset, LogSegment.contentChecksum(memory, offset) ^ segment.mask(offset));
  }
}
