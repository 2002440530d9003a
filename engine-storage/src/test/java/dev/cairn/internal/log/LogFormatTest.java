package dev.cairn.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.vfs.AnnotatedHex;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  private static final AnnotatedHex SEGMENT = AnnotatedHex.read(LogFormatTest.class, "segment.hex");

  private final MemoryVfs disk = new MemoryVfs();

  @Test
  void aSegmentHasTheDocumentedBytes() {
    try (OpenLog log = OpenLog.on(disk)) {
      log.putDurably("color", "blue");
      log.log.append(LogRecord.delete("color".getBytes(UTF_8)), Durability.PROCESS);
      log.write(
          new WriteBatch()
              .put("a".getBytes(UTF_8), "1".getBytes(UTF_8))
              .delete("bc".getBytes(UTF_8)));
      log.log.append(LogRecord.deleteSince("color".getBytes(UTF_8), 64), Durability.PROCESS);
    }

    try (VfsFile file = disk.open(LogFormat.fileName(1), OpenMode.READ)) {
      byte[] bytes = new byte[OpenLog.SEGMENT_BYTES];
      assertThat(file.read(0, MemorySegment.ofArray(bytes), 0, bytes.length))
          .isEqualTo(bytes.length);
      SEGMENT.assertMatches(bytes);
    }
  }

  @Test
  void theDocumentedBytesAreRead() {
    try (VfsFile file = disk.open(LogFormat.fileName(1), OpenMode.CREATE)) {
      file.write(
          0, MemorySegment.ofArray(SEGMENT.bytes(OpenLog.SEGMENT_BYTES)), 0, OpenLog.SEGMENT_BYTES);
    }

    try (OpenLog log = OpenLog.on(disk)) {
      assertThat(log.replayed)
          .containsExactly(
              "put color=blue", "delete color", "put a=1", "delete bc", "delete color");
    }
  }

  @Test
  void aFileIsNamedByItsId() {
    assertThat(LogFormat.fileName(0xbeef)).isEqualTo("000000000000beef.log");
    for (long id : new long[] {0, 1, 0xbeef, Long.MAX_VALUE}) {
      assertThat(LogFormat.isSegmentName(LogFormat.fileName(id))).isTrue();
      assertThat(LogFormat.segmentId(LogFormat.fileName(id))).isEqualTo(id);
    }
  }

  @Test
  void otherNamesAreNoSegments() {
    for (String name :
        new String[] {
          "",
          ".log",
          "1.log",
          "000000000000000g.log",
          "000000000000BEEF.log",
          "00000000000000001.log",
          "0000000000000001.log.new",
          "0000000000000001.old"
        }) {
      assertThat(LogFormat.isSegmentName(name)).as(name).isFalse();
    }
  }

  @Test
  void everyPlaceHasAMaskOfItsOwn() {
    Set<Integer> masks = new HashSet<>();
    int places = 0;
    for (long storeSeed = 0; storeSeed < 4; storeSeed++) {
      for (long segmentId = 0; segmentId < 16; segmentId++) {
        for (long offset = 64; offset < 64 + 8 * 128; offset += 8) {
          masks.add(LogFormat.mask(LogFormat.maskSeed(storeSeed, segmentId), offset));
          places++;
        }
      }
    }

    // As many numbers of 32 bits at random have a handful of pairs that are equal.
    assertThat(masks).hasSizeGreaterThan(places - 6);
  }
}
