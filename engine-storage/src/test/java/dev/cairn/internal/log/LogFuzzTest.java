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
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** No bytes make a reader of segments throw what it does not promise, read outside, or hang. */
class LogFuzzTest {
  private static final int BYTES = 512;
  private static final int INPUTS = 12_000;
  private static final int RECOVERIES = 500;
  private static final byte[] EXTREMES = {0, 1, -1, 8, 12, 16, 127, -128};

  private final Arena arena = Arena.ofConfined();
  private final LogSegment segment =
      new LogSegment(
          SegmentPlace.of(1, 0, OpenLog.SEGMENT_BYTES, OpenLog.STORE_SEED),
          0,
          OpenLog.SEGMENT_BYTES,
          null,
          null,
          null);

  /** The beginning of a segment with all kinds of records. */
  private final MemorySegment sound = arena.allocate(BYTES, 8);

  private final List<Long> records = new ArrayList<>();

  @BeforeEach
  void writeASegment() {
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

  @AfterEach
  void freeMemory() {
    arena.close();
  }

  @RandomizedTest(runs = 4)
  void randomBytesAreScannedWithoutHarm(Seed seed) {
    SplittableRandom random = seed.random();
    byte[] bytes = new byte[BYTES];
    MemorySegment input = arena.allocate(BYTES, 8);
    for (int i = 0; i < INPUTS; i++) {
      random.nextBytes(bytes);
      // Kinds and lengths that random bytes hardly ever have.
      for (int at = LogFormat.HEADER_BYTES; at < BYTES; at += 8) {
        bytes[at] = EXTREMES[random.nextInt(EXTREMES.length)];
      }
      input.copyFrom(MemorySegment.ofArray(bytes));

      scan(input, random.nextInt(LogFormat.HEADER_BYTES, BYTES + 1));
    }
  }

  @RandomizedTest(runs = 4)
  void changedSegmentsAreScannedWithoutHarm(Seed seed) {
    SplittableRandom random = seed.random();
    MemorySegment input = arena.allocate(BYTES, 8);
    for (int i = 0; i < INPUTS; i++) {
      change(input, random);

      scan(input, random.nextInt(LogFormat.HEADER_BYTES, BYTES + 1));
    }
  }

  @RandomizedTest(runs = 4)
  void headersAreReadWithoutHarm(Seed seed) {
    SplittableRandom random = seed.random();
    MemorySegment input = arena.allocate(LogFormat.HEADER_BYTES);
    byte[] bytes = new byte[LogFormat.HEADER_BYTES];
    for (int i = 0; i < INPUTS; i++) {
      if (random.nextBoolean()) {
        random.nextBytes(bytes);
        input.copyFrom(MemorySegment.ofArray(bytes));
      } else {
        input.copyFrom(sound.asSlice(0, LogFormat.HEADER_BYTES));
        flip(input, random, 0, LogFormat.HEADER_BYTES);
      }

      assertThat(SegmentHeader.parse(input)).isNull();
      assertThat(SegmentHeader.parse(input.asSlice(0, random.nextInt(LogFormat.HEADER_BYTES))))
          .isNull();
    }
  }

  @RandomizedTest(runs = 2)
  void changedFilesAreRecoveredOrRefused(Seed seed) {
    SplittableRandom random = seed.random();
    MemorySegment input = arena.allocate(BYTES, 8);
    for (int i = 0; i < RECOVERIES; i++) {
      change(input, random);
      if (random.nextInt(3) == 0) {
        input.set(
            ValueLayout.JAVA_BYTE,
            random.nextInt(LogFormat.HEADER_BYTES),
            EXTREMES[random.nextInt(EXTREMES.length)]);
        input.set(
            LogFormat.INT,
            LogFormat.HEADER_CHECKSUM_OFFSET,
            Crc32c.of(input, 0, LogFormat.HEADER_CHECKSUM_OFFSET));
      }
      MemoryVfs disk = new MemoryVfs();
      try (VfsFile file = disk.open(LogFormat.fileName(1), OpenMode.CREATE)) {
        file.write(0, input, 0, random.nextInt(BYTES + 1));
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
  }

  private void scan(MemorySegment input, long limit) {
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
    assertThat(LogScanner.highestMark(segment, inside, LogFormat.HEADER_BYTES, limit))
        .isGreaterThanOrEqualTo(-1);
  }

  /** Changes a sound segment here and there, mostly so that the checksums are right again. */
  private void change(MemorySegment input, SplittableRandom random) {
    input.copyFrom(sound);
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      long record = records.get(random.nextInt(records.size()));
      long end = Math.min(BYTES, record + RecordFormat.HEADER_BYTES + Long.BYTES);
      flip(input, random, record, end);
      if (random.nextInt(4) > 0) {
        seal(input, record);
      }
    }
  }

  private static void flip(MemorySegment input, SplittableRandom random, long from, long end) {
    long at = random.nextLong(from, end);
    byte was = input.get(ValueLayout.JAVA_BYTE, at);
    input.set(
        ValueLayout.JAVA_BYTE,
        at,
        random.nextBoolean()
            ? (byte) (was ^ 1 << random.nextInt(8))
            : (byte) (was + 1 + random.nextInt(255)));
  }

  private void seal(MemorySegment input, long record) {
    long bytes = BYTES - record;
    if (bytes >= RecordFormat.HEADER_BYTES
        && LogRecord.valueBytes(input, record) >= 0
        && LogRecord.bytes(input, record) <= bytes) {
      input.set(
          LogFormat.INT, record, LogSegment.contentChecksum(input, record) ^ segment.mask(record));
    }
  }
}
