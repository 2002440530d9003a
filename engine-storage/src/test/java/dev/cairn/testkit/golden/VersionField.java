package dev.cairn.testkit.golden;

import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.vfs.FileBytes;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Where a format has its version: 8 bytes behind where the structure begins, as it is with all that
 * have a magic number; and the checksum that covers it.
 *
 * @param fileNames a pattern of the names of the files
 * @param start where the structure begins; if negative, counted from the file's end
 * @param checksumAt where the checksum of all before it stands, likewise
 */
public record VersionField(String fileNames, long start, long checksumAt) {
  private static final int VERSION_OFFSET = 8;

  /**
   * A structure at the beginning of a file.
   *
   * @param fileNames a pattern of the names of the files
   * @param checksumAt where its checksum stands
   * @return the field
   */
  public static VersionField atStart(String fileNames, long checksumAt) {
    return new VersionField(fileNames, 0, checksumAt);
  }

  /**
   * Writes the next version, and the checksum that makes the structure whole again.
   *
   * @param files the store's files
   * @return how many files there were to change
   */
  int raise(Vfs files) {
    int count = 0;
    for (String name : files.list()) {
      if (name.matches(fileNames)) {
        try (VfsFile file = files.open(name, OpenMode.WRITE)) {
          count += raise(file) ? 1 : 0;
        }
      }
    }
    return count;
  }

  private boolean raise(VfsFile file) {
    long from = start < 0 ? file.size() + start : start;
    long checksum = checksumAt < 0 ? file.size() + checksumAt : checksumAt;
    byte[] bytes = FileBytes.read(file, from, (int) (checksum - from));
    if (isZero(bytes)) {
      return false; // A segment that was prepared.
    }
    bytes[VERSION_OFFSET]++;
    FileBytes.write(file, from, bytes);
    FileBytes.write(file, checksum, checksumOf(bytes));
    return true;
  }

  static byte[] checksumOf(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long value = crc.getValue();
    byte[] littleEndian = new byte[Integer.BYTES];
    for (int i = 0; i < littleEndian.length; i++) {
      littleEndian[i] = (byte) (value >>> (i * Byte.SIZE));
    }
    return littleEndian;
  }

  private static boolean isZero(byte[] bytes) {
    return Arrays.equals(bytes, new byte[bytes.length]);
  }
}
