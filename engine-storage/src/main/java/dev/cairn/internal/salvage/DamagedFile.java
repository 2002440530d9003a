package dev.cairn.internal.salvage;

import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.StoreIOException;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;

/** Reads files of which parts may not be readable. */
public final class DamagedFile {
  private static final int READ_BYTES = 1 << 20;
  private static final int SECTOR_BYTES = 4096;

  private DamagedFile() {}

  /**
   * Reads bytes, and says which the disk does not give.
   *
   * @param file the file
   * @param position where they begin
   * @param target zeros, where they go; what the file lacks stays zeros
   * @param bytes how many
   * @param output told of what cannot be read
   */
  public static void read(
      VfsFile file, long position, MemorySegment target, long bytes, SalvageOutput output) {
    for (long done = 0; done < bytes; done += READ_BYTES) {
      int wanted = (int) Math.min(READ_BYTES, bytes - done);
      try {
        file.read(position + done, target, done, wanted);
      } catch (StoreIOException bad) {
        readSectors(file, position + done, target.asSlice(done, wanted), output);
      }
    }
  }

  private static void readSectors(
      VfsFile file, long position, MemorySegment target, SalvageOutput output) {
    for (long done = 0; done < target.byteSize(); done += SECTOR_BYTES) {
      int wanted = (int) Math.min(SECTOR_BYTES, target.byteSize() - done);
      try {
        file.read(position + done, target, done, wanted);
      } catch (StoreIOException bad) {
        target.asSlice(done, wanted).fill((byte) 0);
        output.damaged(
            new Damage(
                file.name(),
                position + done,
                wanted,
                "bytes that cannot be read",
                Consequence.PAIRS_MAY_BE_LOST,
                null));
      }
    }
  }
}
