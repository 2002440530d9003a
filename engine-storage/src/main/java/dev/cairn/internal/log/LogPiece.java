package dev.cairn.internal.log;

import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.salvage.DamagedFile;
import dev.cairn.internal.salvage.SalvageOutput;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A segment's file of a damaged log. Its header may be damaged; then its base position is told from
 * others.
 *
 * @param name the file's name
 * @param id the segment's id, which the name says
 * @param base where in the log it begins, or {@link #UNKNOWN}
 * @param capacityBytes what it has room for
 * @param knownEnd the offset at which its records ended, or {@link #UNKNOWN}
 */
record LogPiece(String name, long id, long base, long capacityBytes, long knownEnd) {
  static final long UNKNOWN = -1;

  /** Looks at a segment's bytes. */
  @FunctionalInterface
  interface Use {
    void accept(LogSegment segment, MemorySegment memory);
  }

  LogPiece at(long newBase) {
    return new LogPiece(name, id, newBase, capacityBytes, knownEnd);
  }

  LogPiece endingAt(long end) {
    return new LogPiece(name, id, base, capacityBytes, end);
  }

  /**
   * Whether another one began later and at no greater position. Positions grow with ids, but for
   * those of larger segments, which are made when a record needs them, beside others that were
   * ready before; so this one was given up, behind the end that a recovery found.
   */
  boolean isReplacedBy(LogPiece other) {
    return other.id > id && other.base <= base && other.capacityBytes <= capacityBytes;
  }

  /** Reads it whole: its records may be of any length. */
  void read(Vfs files, long storeSeed, SalvageOutput output, Use use) {
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(name, OpenMode.READ)) {
      long size = Math.min(file.size(), capacityBytes);
      long bytes = (size + RecordFormat.ALIGNMENT_BYTES - 1) & -RecordFormat.ALIGNMENT_BYTES;
      MemorySegment memory = arena.allocate(Math.max(bytes, LogFormat.HEADER_BYTES), Long.BYTES);
      DamagedFile.read(file, 0, memory, size, output);
      SegmentPlace place = SegmentPlace.of(id, 0, RecordFormat.ALIGNMENT_BYTES, storeSeed);
      use.accept(new LogSegment(place, base, memory.byteSize(), null, null, null), memory);
    }
  }
}
