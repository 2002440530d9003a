package dev.cairn.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.MemoryBudgetException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.fuzz.Choices;
import dev.cairn.testkit.fuzz.FuzzGate;
import dev.cairn.testkit.fuzz.FuzzTarget;
import dev.cairn.testkit.gate.Scale;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** No bytes make a reader of segments throw what it does not promise, read outside, or hang. */
abstract class LogFuzz extends FuzzGate {
  private static final int BYTES = 512;

  // What the garbage collector frees: the fuzzer does not say when it has finished.
  private final Arena arena = Arena.ofAuto();
  private final LogSegment segment =
      new LogSegment(
          SegmentPlace.of(1, 0, OpenLog.SEGMENT_BYTES, OpenLog.STORE_SEED),
          0,
          OpenLog.SEGMENT_BYTES,
          null,
          null,
          null);

  /** The beginning of a segment with all kinds of records. */
  private final MemorySegment sound = arena.allocate(BYTES, Long.BYTES);

  private final MemorySegment input = arena.allocate(BYTES, Long.BYTES);
  private final List<Long> records = new ArrayList<>();

  LogFuzz(Scale scale) {
    super(scale, 10_000);
    writeASegment();
  }

  private void writeASegment() {
    try (OpenLog log = OpenLog.on(new MemoryVfs())) {
      for (int i = 0; log.tail().end() < BYTES; i++) {
        log.putDurably("key" + i, "value");
        log.write(
            new WriteBatch()
                .put("a".getBytes(UTF_8), ("" + i).getBytes(UTF_8))
                .delete("b".getBytes(UTF_8)));
      }
      MemorySegment tail = log.tail().tailMemory();
      sound.copyFrom(tail.asSlice(0, BYTES));
      for (long at = LogFormat.HEADER_BYTES; at < BYTES; at += LogRecord.bytes(tail, at)) {
        records.add(at);
      }
    }
  }

  @Override
  protected Map<String, FuzzTarget> targets() {
    return Map.of(
        "header", this::readHeader,
        "scan", this::scanBytes,
        "scan of records", this::scanRecords,
        "recovery", this::recover);
  }

  private void readHeader(byte[] bytes) {
    input.copyFrom(sound);
    copy(bytes, 0, LogFormat.HEADER_BYTES);
    CRC32C checksum = new CRC32C();
    checksum.update(input.asSlice(0, LogFormat.HEADER_CHECKSUM_OFFSET).asByteBuffer());
    // A search that sees comparisons finds right checksums too.
    boolean isSound =
        input.get(LogFormat.LONG, LogFormat.MAGIC_OFFSET) == LogFormat.MAGIC
            && input.get(LogFormat.INT, LogFormat.HEADER_CHECKSUM_OFFSET)
                == (int) checksum.getValue();

    assertThat(SegmentHeader.parse(input) != null).isEqualTo(isSound);
    assertThat(
            SegmentHeader.parse(
                input.asSlice(0, Math.min(bytes.length, LogFormat.HEADER_BYTES - 1))))
        .isNull();
  }

  private void scanBytes(byte[] bytes) {
    input.copyFrom(sound);

    scan(LogFormat.HEADER_BYTES + copy(bytes, LogFormat.HEADER_BYTES, BYTES));
  }

  private void scanRecords(byte[] bytes) {
    Choices choices = new Choices(bytes);
    long limit = LogFormat.HEADER_BYTES + choices.below(BYTES + 1 - LogFormat.HEADER_BYTES);
    change(choices);

    scan(limit);
  }

  private void recover(byte[] bytes) {
    Choices choices = new Choices(bytes);
    int written = BYTES - choices.below(BYTES + 1);
    change(choices);
    MemoryVfs disk = new MemoryVfs();
    try (VfsFile file = disk.open(LogFormat.fileName(1), OpenMode.CREATE)) {
      file.write(0, input, 0, written);
    }

    try (OpenLog log = OpenLog.on(disk)) {
      List<String> replayed = List.copyOf(log.replayed);
      assertThat(log.operations()).isEqualTo(replayed);
    } catch (CorruptionException | IncompatibleFormatException refused) {
      assertThat(refused).hasMessageContaining("expected");
    } catch (MemoryBudgetException tooLarge) {
      // A header with a right checksum may ask for any capacity.
    }
  }

  private void scan(long limit) {
    // An access behind the limit throws.
    MemorySegment inside = input.asSlice(0, limit);
    long[] last = {LogFormat.HEADER_BYTES - 1};

    long end =
        LogScanner.scan(
            segment,
            inside,
            LogFormat.HEADER_BYTES,
            limit,
            (in, memory, offset) -> {
              assertThat(offset).isGreaterThan(last[0]);
              assertThat(offset + LogRecord.bytes(memory, offset)).isLessThanOrEqualTo(limit);
              last[0] = offset;
            });

    assertThat(end).isBetween((long) LogFormat.HEADER_BYTES, limit);
    assertThat(LogScanner.highestMark(segment, inside, 0, LogFormat.HEADER_BYTES, limit))
        .isGreaterThanOrEqualTo(-1);
  }

  /** Changes a sound segment here and there, mostly so that the checksums are right again. */
  private void change(Choices choices) {
    input.copyFrom(sound);
    if (choices.below(4) == 1) {
      flip(choices, 0, LogFormat.HEADER_BYTES);
      input.set(
          LogFormat.INT,
          LogFormat.HEADER_CHECKSUM_OFFSET,
          Crc32c.of(input, 0, LogFormat.HEADER_CHECKSUM_OFFSET));
    }
    while (choices.hasNext()) {
      long record = records.get(choices.below(records.size()));
      boolean isSealed = choices.below(4) > 0;
      flip(choices, record, Math.min(BYTES, record + RecordFormat.HEADER_BYTES + Long.BYTES));
      if (isSealed) {
        seal(record);
      }
    }
  }

  private void flip(Choices choices, long from, long end) {
    long at = from + choices.below((int) (end - from));
    input.set(
        ValueLayout.JAVA_BYTE, at, (byte) (input.get(ValueLayout.JAVA_BYTE, at) ^ choices.next()));
  }

  private void seal(long record) {
    long bytes = BYTES - record;
    if (bytes >= RecordFormat.HEADER_BYTES
        && LogRecord.valueBytes(input, record) >= 0
        && LogRecord.bytes(input, record) <= bytes) {
      input.set(
          LogFormat.INT, record, LogSegment.contentChecksum(input, record) ^ segment.mask(record));
    }
  }

  /** Copies as many bytes as there is room for, and returns how many. */
  private int copy(byte[] bytes, int from, int to) {
    int count = Math.min(bytes.length, to - from);
    MemorySegment.copy(bytes, 0, input, ValueLayout.JAVA_BYTE, from, count);
    return count;
  }
}
