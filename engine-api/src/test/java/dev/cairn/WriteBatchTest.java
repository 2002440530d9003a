package dev.cairn;

import static dev.cairn.internal.record.RecordFormat.CHECKSUM_OFFSET;
import static dev.cairn.internal.record.RecordFormat.DELETE;
import static dev.cairn.internal.record.RecordFormat.HEADER_BYTES;
import static dev.cairn.internal.record.RecordFormat.KEY_BYTES_OFFSET;
import static dev.cairn.internal.record.RecordFormat.KIND_OFFSET;
import static dev.cairn.internal.record.RecordFormat.PUT;
import static dev.cairn.internal.record.RecordFormat.RESERVED_OFFSET;
import static dev.cairn.internal.record.RecordFormat.VALUE_BYTES_OFFSET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.cairn.internal.record.RecordFormat;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreFixture;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class WriteBatchTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] encoding(WriteBatch batch) {
    return batch.encoding(Arrays::copyOf);
  }

  @Test
  void newBatchIsEmpty() {
    WriteBatch batch = new WriteBatch();

    assertThat(batch.isEmpty()).isTrue();
    assertThat(batch.operationCount()).isZero();
    assertThat(batch.encodedBytes()).isZero();
    assertThat(encoding(batch)).isEmpty();
  }

  @Test
  void bytesAreTheDocumentedBytes() {
    WriteBatch batch = new WriteBatch().put(bytes("key"), bytes("value")).delete(bytes("gone"));

    // checksum, value bytes, key bytes, kind, reserved; key; value; padding
    assertThat(encoding(batch))
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    checksumHex("05000000 0300 01 00 6b6579 76616c7565")
                        + "0500000003000100"
                        + "6b6579"
                        + "76616c7565"
                        + "00000000"
                        + checksumHex("00000000 0400 02 00 676f6e65")
                        + "0000000004000200"
                        + "676f6e65"));
    assertThat(batch.operationCount()).isEqualTo(2);
    assertThat(batch.isEmpty()).isFalse();
  }

  /** The CRC-32C of bytes, little-endian, with both in hexadecimal. */
  private static String checksumHex(String covered) {
    CRC32C crc = new CRC32C();
    crc.update(HexFormat.of().parseHex(covered.replace(" ", "")));
    return HexFormat.of().toHexDigits(Integer.reverseBytes((int) crc.getValue()));
  }

  @RandomizedTest(runs = 200)
  void recordsAreWholeAlignedAndChecksummed(Seed seed) {
    RandomGenerator random = seed.random();
    WriteBatch batch = new WriteBatch();
    // What was in the buffer before must not show in the padding.
    batch.put(new byte[10], filled(random.nextInt(5_000), 0xee)).clear();
    byte[][] keys = new byte[random.nextInt(1, 20)][];
    byte[][] values = new byte[keys.length][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = filled(random.nextInt(random.nextInt(10) == 0 ? 65_536 : 40), i);
      values[i] = filled(random.nextInt(random.nextInt(10) == 0 ? 100_000 : 300), i + 100);
      if (random.nextBoolean()) {
        batch.put(keys[i], values[i]);
      } else if (random.nextBoolean()) {
        batch.put(MemorySegment.ofArray(keys[i]), MemorySegment.ofArray(values[i]));
      } else {
        values[i] = new byte[0];
        batch.delete(keys[i]);
      }
    }

    byte[] encoded = encoding(batch);
    ByteBuffer records = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    for (int i = 0; i < keys.length; i++) {
      assertThat(at % RecordFormat.ALIGNMENT_BYTES).isZero();
      assertThat(records.getInt(at + VALUE_BYTES_OFFSET)).isEqualTo(values[i].length);
      assertThat(Short.toUnsignedInt(records.getShort(at + KEY_BYTES_OFFSET)))
          .isEqualTo(keys[i].length);
      assertThat(encoded[at + KIND_OFFSET]).isIn(PUT, DELETE);
      assertThat(encoded[at + RESERVED_OFFSET]).isZero();
      int value = at + HEADER_BYTES + keys[i].length;
      int end = value + values[i].length;
      assertThat(Arrays.copyOfRange(encoded, at + HEADER_BYTES, value)).isEqualTo(keys[i]);
      assertThat(Arrays.copyOfRange(encoded, value, end)).isEqualTo(values[i]);
      CRC32C crc = new CRC32C();
      crc.update(encoded, at + VALUE_BYTES_OFFSET, end - at - VALUE_BYTES_OFFSET);
      assertThat(records.getInt(at + CHECKSUM_OFFSET)).isEqualTo((int) crc.getValue());
      at += (int) RecordFormat.recordBytes(keys[i].length, values[i].length);
      assertThat(Arrays.copyOfRange(encoded, end, at)).containsOnly(padding(at - end));
    }
    assertThat(at).isEqualTo(encoded.length).isEqualTo(batch.encodedBytes());
    assertThat(batch.operationCount()).isEqualTo(keys.length);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] padding(int length) {
    return new byte[length];
  }

  @Test
  void segmentsAreEncodedAsArraysAre() {
    byte[] expected = encoding(new WriteBatch().put(bytes("key"), bytes("a value")));

    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes("a key")).asSlice(2);
      MemorySegment value = MemorySegment.ofArray(bytes("a value")).asReadOnly();
      assertThat(encoding(new WriteBatch().put(key, value))).isEqualTo(expected);
    }
    MemorySegment longs = MemorySegment.ofArray(new long[] {1, 2});
    assertThat(encoding(new WriteBatch().put(longs, longs)))
        .isEqualTo(
            encoding(new WriteBatch().put(Bytes.of(longs).toArray(), Bytes.of(longs).toArray())));
  }

  @Test
  void arraysAreCopied() {
    byte[] key = bytes("key");
    byte[] value = bytes("value");
    WriteBatch batch = new WriteBatch().put(key, value);
    byte[] before = encoding(batch);

    Arrays.fill(key, (byte) 'x');
    Arrays.fill(value, (byte) 'x');

    assertThat(encoding(batch)).isEqualTo(before);
  }

  @Test
  void batchGrowsAndKeepsWhatItHas() {
    WriteBatch batch = new WriteBatch();
    int expectedBytes = 0;
    for (int i = 0; i < 1_000; i++) {
      batch.put(bytes("key " + i), filled(i * 7, i));
      expectedBytes += (int) RecordFormat.recordBytes(bytes("key " + i).length, i * 7);
    }

    assertThat(batch.encodedBytes()).isEqualTo(expectedBytes);
    byte[] first = encoding(new WriteBatch().put(bytes("key 0"), new byte[0]));
    assertThat(Arrays.copyOf(encoding(batch), first.length)).isEqualTo(first);
  }

  @Test
  void clearedBatchIsLikeANewOne() {
    WriteBatch batch = new WriteBatch().put(bytes("a long key"), filled(3_000, 1)).clear();

    assertThat(batch.isEmpty()).isTrue();
    assertThat(batch.encodedBytes()).isZero();
    assertThat(encoding(batch.delete(bytes("b"))))
        .isEqualTo(encoding(new WriteBatch().delete(bytes("b"))));
  }

  @Test
  void longestKeyIsTakenAndALongerOneLeavesTheBatchAsItWas() {
    byte[] longest = filled(Limits.MAX_KEY_BYTES, 7);
    byte[] tooLong = filled(Limits.MAX_KEY_BYTES + 1, 7);
    WriteBatch batch = new WriteBatch().put(longest, bytes("value")).delete(longest);
    byte[] before = encoding(batch);

    for (Runnable refused :
        new Runnable[] {
          () -> batch.put(tooLong, bytes("value")),
          () -> batch.put(MemorySegment.ofArray(tooLong), MemorySegment.ofArray(bytes("value"))),
          () -> batch.delete(tooLong)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(refused::run)
          .withMessageContaining(Integer.toString(Limits.MAX_KEY_BYTES));
    }

    assertThat(encoding(batch)).isEqualTo(before);
    assertThat(batch.operationCount()).isEqualTo(2);
  }

  @Test
  void nullLeavesTheBatchAsItWas() {
    WriteBatch batch = new WriteBatch().put(bytes("key"), bytes("value"));
    byte[] before = encoding(batch);
    byte[] absent = StoreFixture.noArgument();
    MemorySegment noSegment = StoreFixture.noArgument();
    MemorySegment segment = MemorySegment.ofArray(bytes("key"));

    for (Runnable refused :
        new Runnable[] {
          () -> batch.put(absent, bytes("value")),
          () -> batch.put(bytes("key"), absent),
          () -> batch.put(noSegment, segment),
          () -> batch.put(segment, noSegment),
          () -> batch.delete(absent)
        }) {
      assertThatNullPointerException().isThrownBy(refused::run);
    }

    assertThat(encoding(batch)).isEqualTo(before);
    assertThat(batch.operationCount()).isEqualTo(1);
  }

  @Test
  void borrowerGivesTheResult() {
    WriteBatch batch = new WriteBatch().delete(bytes("key"));

    assertThat(batch.<Integer>encoding((bytes, encodedBytes) -> encodedBytes))
        .isEqualTo(batch.encodedBytes());
    assertThatNullPointerException()
        .isThrownBy(() -> batch.<Integer>encoding(StoreFixture.noArgument()));
  }
}
