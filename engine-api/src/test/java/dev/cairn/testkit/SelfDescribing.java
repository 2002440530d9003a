package dev.cairn.testkit;

import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Values from which one can tell that they are whole: their last four bytes are a checksum. */
final class SelfDescribing {
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  private SelfDescribing() {}

  /** A value of at least the given length. */
  static byte[] value(Seed seed, int length) {
    byte[] value = new byte[length + CHECKSUM_BYTES];
    seed.random().nextBytes(value);
    int checksum = checksum(value);
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      value[length + i] = (byte) (checksum >>> (Byte.SIZE * i));
    }
    return value;
  }

  /** Fails if the value is absent or torn. */
  static void check(byte @Nullable [] value) {
    if (value == null) {
      throw new AssertionError("a value that is always present was absent");
    }
    int checksum = 0;
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      checksum |= (value[value.length - CHECKSUM_BYTES + i] & 0xff) << (Byte.SIZE * i);
    }
    if (checksum != checksum(value)) {
      throw new AssertionError("torn value: " + Bytes.of(value));
    }
  }

  private static int checksum(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value, 0, value.length - CHECKSUM_BYTES);
    return (int) crc.getValue();
  }
}
