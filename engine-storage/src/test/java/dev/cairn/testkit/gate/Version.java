package dev.cairn.testkit.gate;

import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/** Values that say whose they are and which of that key's values, and that they are whole. */
final class Version {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final int KEY_OFFSET = 0;
  private static final int NUMBER_OFFSET = KEY_OFFSET + Integer.BYTES;
  private static final int FILLING_OFFSET = NUMBER_OFFSET + Integer.BYTES;
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  private Version() {}

  /** The value of a key with a number, filled up with so many bytes. */
  static byte[] value(int key, int number, int fillingBytes) {
    byte[] value = new byte[FILLING_OFFSET + fillingBytes + CHECKSUM_BYTES];
    new Seed(number).random().nextBytes(value);
    MemorySegment bytes = MemorySegment.ofArray(value);
    bytes.set(INT, KEY_OFFSET, key);
    bytes.set(INT, NUMBER_OFFSET, number);
    bytes.set(INT, value.length - CHECKSUM_BYTES, checksum(value));
    return value;
  }

  /** The number of a key's value, if it is whole and that key's. */
  static int number(int key, byte[] value) {
    MemorySegment bytes = MemorySegment.ofArray(value);
    if (value.length < FILLING_OFFSET + CHECKSUM_BYTES
        || bytes.get(INT, value.length - CHECKSUM_BYTES) != checksum(value)) {
      throw new AssertionError("torn value of key " + key + ": " + Bytes.of(value));
    }
    int owner = bytes.get(INT, KEY_OFFSET);
    if (owner != key) {
      throw new AssertionError("key " + key + " has the value of key " + owner);
    }
    return bytes.get(INT, NUMBER_OFFSET);
  }

  private static int checksum(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value, 0, value.length - CHECKSUM_BYTES);
    return (int) crc.getValue();
  }
}
