package dev.cairn.testkit.vfs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One version of a sector, never changed: versions and images of a file share them. */
final class Sector {
  /** The unit that a device writes whole or not at all. */
  static final int BYTES = 512;

  static final Sector ZEROS = new Sector(new byte[BYTES]);

  private final byte[] bytes;

  /** 0 until somebody asks. */
  private int hash;

  private Sector(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes at a place of an array, and zeros if these are too few. */
  static Sector of(byte[] source, int at, int count) {
    Sector sector = new Sector(Arrays.copyOf(Arrays.copyOfRange(source, at, at + count), BYTES));
    return sector.equals(ZEROS) ? ZEROS : sector;
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

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof Sector that
            && hashCode() == that.hashCode()
            && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Arrays.hashCode(bytes);
    }
    return hash;
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, BYTES);
  }
}
