package dev.cairn.internal.simd;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * CRC-32C (Castagnoli), by the processor's instruction through {@link CRC32C}, which no vector
 * kernel beats.
 *
 * <p>An object of that class is made for each call and costs nothing: the compiler keeps its one
 * field in a register. An array is the fastest source; a segment must be wrapped in a buffer, which
 * is not allocated either but costs about ten nanoseconds.
 *
 * <p>That buffer is not allocated only where the compiler knows of which class the segment is.
 * Mapped segments have a class of their own, and code that has seen both kinds paid 104 bytes for
 * each call. So each kind has a method of its own, with all that it makes inside: if one is not
 * inlined, no object leaves it either.
 *
 * <p>A mapped segment is allowed only if its file cannot shrink while this runs: the compiled loop
 * would take the whole JVM down.
 */
public final class Crc32c {
  /**
   * Longer input is taken in parts, since the JVM can stop for a safepoint only between them; a
   * part takes some tens of microseconds.
   */
  private static final int PART_BYTES = 1 << 20;

  /**
   * {@link CRC32C} cannot start from an earlier checksum. But its register is only ever
   * exclusive-ored with the input, so the four bytes that follow can carry the earlier checksum
   * into it.
   */
  private static final int HEAD_BYTES = Integer.BYTES;

  /** The class of native segments that are not mapped; to compare with it tells the compiler. */
  private static final Class<?> UNMAPPED = MemorySegment.NULL.getClass();

  private Crc32c() {}

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
    CRC32C checksum = new CRC32C();
    update(checksum, bytes, offset, length);
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
    return ofEither(0, 0, segment, offset, length);
  }

  /**
   * Continues a checksum with part of an array.
   *
   * @param crc the checksum of what came before; 0 if nothing did
   * @param bytes the array
   * @param offset where its part begins
   * @param length how many bytes it has
   * @return the checksum of what came before and the part
   * @throws IndexOutOfBoundsException if the part is not inside the array
   */
  public static int update(int crc, byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    CRC32C checksum = new CRC32C();
    int head = Math.min(length, HEAD_BYTES);
    for (int i = 0; i < head; i++) {
      checksum.update(bytes[offset + i] ^ (crc >>> (Byte.SIZE * i)));
    }
    update(checksum, bytes, offset + head, length - head);
    return (int) checksum.getValue() ^ beyondHead(crc, head);
  }

  /**
   * Continues a checksum with part of a segment.
   *
   * @param crc the checksum of what came before; 0 if nothing did
   * @param segment a native or mapped segment
   * @param offset where its part begins
   * @param length how many bytes it has
   * @return the checksum of what came before and the part
   * @throws IndexOutOfBoundsException if the part is not inside the segment
   */
  public static int update(int crc, MemorySegment segment, long offset, long length) {
    assert segment.isNative() : segment;
    Objects.checkFromIndexSize(offset, length, segment.byteSize());
    int head = (int) Math.min(length, HEAD_BYTES);
    return ofEither(crc, head, segment, offset, length) ^ beyondHead(crc, head);
  }

  private static void update(CRC32C checksum, byte[] bytes, int offset, int length) {
    int position = offset;
    int left = length;
    for (; left > PART_BYTES; left -= PART_BYTES) {
      checksum.update(bytes, position, PART_BYTES);
      position += PART_BYTES;
    }
    checksum.update(bytes, position, left);
  }

  /** The checksum of a part whose first bytes carry an earlier checksum into the register. */
  private static int ofEither(int crc, int head, MemorySegment segment, long offset, long length) {
    return segment.getClass() == UNMAPPED
        ? ofUnmapped(crc, head, segment, offset, length)
        : ofMapped(crc, head, segment, offset, length);
  }

  private static int ofUnmapped(
      int crc, int head, MemorySegment segment, long offset, long length) {
    CRC32C checksum = new CRC32C();
    for (int i = 0; i < head; i++) {
      checksum.update(LittleEndian.getByte(segment, offset + i) ^ (crc >>> (Byte.SIZE * i)));
    }
    long position = offset + head;
    long left = length - head;
    for (; left > PART_BYTES; left -= PART_BYTES) {
      checksum.update(segment.asSlice(position, PART_BYTES).asByteBuffer());
      position += PART_BYTES;
    }
    checksum.update(segment.asSlice(position, left).asByteBuffer());
    return (int) checksum.getValue();
  }

  /** The same code as {@link #ofUnmapped}, so that each is compiled for one class. */
  private static int ofMapped(int crc, int head, MemorySegment segment, long offset, long length) {
    CRC32C checksum = new CRC32C();
    for (int i = 0; i < head; i++) {
      checksum.update(LittleEndian.getByte(segment, offset + i) ^ (crc >>> (Byte.SIZE * i)));
    }
    long position = offset + head;
    long left = length - head;
    for (; left > PART_BYTES; left -= PART_BYTES) {
      checksum.update(segment.asSlice(position, PART_BYTES).asByteBuffer());
      position += PART_BYTES;
    }
    checksum.update(segment.asSlice(position, left).asByteBuffer());
    return (int) checksum.getValue();
  }

  /** The part of an earlier checksum that fewer than four bytes of input leave in the register. */
  private static int beyondHead(int crc, int head) {
    return head == HEAD_BYTES ? 0 : crc >>> (Byte.SIZE * head);
  }
}
