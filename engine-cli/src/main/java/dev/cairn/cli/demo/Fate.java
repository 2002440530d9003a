package dev.cairn.cli.demo;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a pair after it was loaded: it depends on the key alone, a third of them each.
 */
enum Fate {
  KEPT,
  DELETED,
  OVERWRITTEN;

  static Fate of(byte[] key) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    return values()[(int) (crc.getValue() % values().length)];
  }

  /** What a value has become: null if it is gone, and never the original if it was overwritten. */
  byte @Nullable [] applyTo(byte[] original) {
    return switch (this) {
      case KEPT -> original;
      case DELETED -> null;
      case OVERWRITTEN -> overwritten(original);
    };
  }

  /** All bits turned, and a byte longer. */
  private static byte[] overwritten(byte[] original) {
    byte[] value = Arrays.copyOf(original, original.length + 1);
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) ~value[i];
    }
    return value;
  }
}
