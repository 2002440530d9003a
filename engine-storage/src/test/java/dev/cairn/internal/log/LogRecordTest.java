package dev.cairn.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Limits;
import dev.cairn.WriteBatch;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecordTest {
  private static final byte[] KEY = "key".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 12, 100, 4096})
  void takesWholeUnitsOfEightBytes(int valueBytes) {
    LogRecord record = LogRecord.put(KEY, new byte[valueBytes]);

    assertThat(record.bytes()).isBetween(12L + 3 + valueBytes, 12L + 3 + valueBytes + 7);
    assertThat(record.bytes() % 8).isZero();
  }

  @Test
  void isReadAsItWasMade() {
    byte[] value = "value".getBytes(UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(64);

      LogRecord.put(KEY, value).copyTo(memory, 8);

      assertThat(LogRecord.kind(memory, 8)).isEqualTo(RecordFormat.PUT);
      assertThat(LogRecord.reserved(memory, 8)).isZero();
      assertThat(LogRecord.keyBytes(memory, 8)).isEqualTo(3);
      assertThat(LogRecord.valueBytes(memory, 8)).isEqualTo(5);
      assertThat(LogRecord.bytes(memory, 8)).isEqualTo(24);
      assertThat(OpenLog.words(memory, 8)).isEqualTo("put key=value");
    }
  }

  @Test
  void theLongestKeyKeepsItsLength() {
    LogRecord record = LogRecord.put(new byte[Limits.MAX_KEY_BYTES], new byte[1]);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(record.bytes());

      record.copyTo(memory, 0);

      assertThat(LogRecord.keyBytes(memory, 0)).isEqualTo(Limits.MAX_KEY_BYTES);
      assertThat(LogRecord.bytes(memory, 0)).isEqualTo(record.bytes());
    }
  }

  @Test
  void hasTheEncodingAndChecksumOfABatch() {
    byte[] value = "value".getBytes(UTF_8);
    LogRecord record = LogRecord.put(KEY, value);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(record.bytes());
      record.copyTo(memory, 0);
      memory.set(LogFormat.INT, RecordFormat.CHECKSUM_OFFSET, record.checksum());

      byte[] batch =
          new WriteBatch()
              .put(KEY, value)
              .encoding((bytes, encodedBytes) -> Arrays.copyOf(bytes, encodedBytes));

      assertThat(memory.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(batch);
      assertThat(LogSegment.contentChecksum(memory, 0)).isEqualTo(record.checksum());
    }
  }

  @Test
  void aDeleteCountsFromItsOwnPositionOrFromTheOneItHadFirst() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(64);
      LogRecord.delete(KEY).copyTo(memory, 0);
      LogRecord.deleteSince(KEY, 0x0102030405060708L).copyTo(memory, 16);

      assertThat(LogRecord.kind(memory, 16)).isEqualTo(RecordFormat.DELETE);
      assertThat(LogRecord.deletePosition(memory, 0, 77)).isEqualTo(77);
      assertThat(LogRecord.deletePosition(memory, 16, 77)).isEqualTo(0x0102030405060708L);
    }
  }
}
