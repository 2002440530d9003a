package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * CRC-32 (ISO-HDLC, that of gzip and Ethernet) through the JDK's {@link CRC32}, for bytes that
 * other programs check with it. Our own files have {@link Crc32c}, for which processors have an
 * instruction.
 *
 * <p>A mapped segment is allowed only if its file cannot shrink while this runs, as there.
 */
public final class Crc32 {
  /** As in {@link Crc32c}: the JVM can stop for a safepoint only between parts. */
  private static final int PART_BYTES = 1 << 20;

  /** As there: the two classes of segments have a method each. */
  private static final Class<?> UNMAPPED = MemorySegment.NULL.getClass();

  private Crc32() {}

  /**
   * The checksum of part of an array.
   *
   * @param bytes the array
   * @param offset where the input begins
   * @param length how many bytes it has
   * @return the checksum
   * @throws IndexOutOfBoundsException if the input is not inside the array
   */
  public static int of(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    CRC32 checksum = new CRC32();
    int position = offset;
    int left = length;
    for (; left > PART_BYTES; left -= PART_BYTES) {
      checksum.update(bytes, position, PART_BYTES);
      position += PART_BYTES;
    }
    checksum.update(bytes, position, left);
    return (int) checksum.getValue();
  }

  /**
   * The checksum of part of a segment.
   *
   * @param segment a native or mapped segment
   * @param offset where the input begins
   * @param length how many bytes it has
   * @return the checksum
   * @throws IndexOutOfBoundsException if the input is not inside the segment
   */
  public static int of(MemorySegment segment, long offset, long length) {
    assert segment.isNative() : segment;
    Objects.checkFromIndexSize(offset, length, segment.byteSize());
    return segment.getClass() == UNMAPPED
        ? ofUnmapped(segment, offset, length)
        : ofMapped(segment, offset, length);
  }

  private static int ofUnmapped(MemorySegment segment, long offset, long length) {
    CRC32 checksum = new CRC32();
    long position = offset;
    long left = length;
    for (; left > PART_BYTES; left -= PART_BYTES) {
      checksum.update(segment.asSlice(position, PART_BYTES).asByteBuffer());
      position += PART_BYTES;
    }
    checksum.update(segment.asSlice(position, left).asByteBuffer());
    return (int) checksum.getValue();
  }

  private static int ofMapped(MemorySegment segment, long offset, long length) {
    CRC32 checksum = new CRC32();
    long position = offset;
    long left = length;
    for (; left > PART_BYTES; left -= PART_BYTES) {
      checksum.update(segment.asSlice(position, PART_BYTES).asByteBuffer());
      position += PART_BYTES;
    }
    checksum.update(segment.asSlice(position, left).asByteBuffer());
    return (int) checksum.getValue();
  }
}
