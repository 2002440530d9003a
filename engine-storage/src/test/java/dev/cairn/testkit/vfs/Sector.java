package dev.cairn.testkit.vfs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** One version of a sector, never changed: versions and images of a file share them. */
final class Sector {
  /** The unit that a device writes whole or not at all. */
  static final int BYTES = 512;

  static final Sector ZEROS = new Sector(new byte[BYTES]);

  private final byte[] bytes;

  private Sector(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isBlank() {
    return this == ZEROS;
  }

  /** The version that a write into this sector makes. */
  Sector with(int target, MemorySegment source, long offset, int count) {
    byte[] version = bytes.clone();
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, version, target, count);
    return new Sector(version);
  }

  /** The version that cutting the file makes. */
  Sector cutAt(int length) {
    return length == 0 ? ZEROS : new Sector(Arrays.copyOf(Arrays.copyOf(bytes, length), BYTES));
  }

  MemorySegment segment() {
    return MemorySegment.ofArray(bytes).asReadOnly();
  }
}
