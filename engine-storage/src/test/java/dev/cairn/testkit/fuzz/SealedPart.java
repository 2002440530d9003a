package dev.cairn.testkit.fuzz;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/**
 * A part of a file that a checksum covers.
 *
 * @param file the file's name
 * @param what what it is, for messages
 * @param from where it begins
 * @param to where it ends
 * @param checksumAt where its checksum stands
 * @param seal makes its checksum right
 */
public record SealedPart(String file, String what, long from, long to, long checksumAt, Seal seal) {
  /**
   * How long it is.
   *
   * @return the bytes
   */
  public long bytes() {
    return to - from;
  }

  /** Makes a checksum right. */
  @FunctionalInterface
  public interface Seal {
    /**
     * Sets the checksum, if the part still says where it ends.
     *
     * @param content all of the file, on the heap
     */
    void renew(MemorySegment content);
  }

  /**
   * A part whose last four bytes are the CRC-32C of all before them.
   *
   * @param file the file's name
   * @param what what it is
   * @param from where it begins
   * @param to where it ends
   * @return the part
   */
  public static SealedPart endingInCrc(String file, String what, long from, long to) {
    long checksumAt = to - Integer.BYTES;
    return new SealedPart(
        file,
        what,
        from,
        to,
        checksumAt,
        content -> set(content, checksumAt, crc(content, from, checksumAt)));
  }

  /**
   * The CRC-32C of bytes.
   *
   * @param content all of a file
   * @param from where they begin
   * @param to where they end
   * @return the checksum
   */
  public static int crc(MemorySegment content, long from, long to) {
    CRC32C crc = new CRC32C();
    crc.update(content.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE));
    return (int) crc.getValue();
  }

  /**
   * Writes a checksum.
   *
   * @param content all of a file
   * @param at where it stands
   * @param checksum the checksum
   */
  public static void set(MemorySegment content, long at, int checksum) {
    for (int i = 0; i < Integer.BYTES; i++) {
      content.set(ValueLayout.JAVA_BYTE, at + i, (byte) (checksum >>> (i * Byte.SIZE)));
    }
  }
}
