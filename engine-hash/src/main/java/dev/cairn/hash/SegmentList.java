package dev.cairn.hash;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.log.LogStart.KnownSegment;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.store.FileReplacement;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file that says which sealed segments live. Reclaim replaces it before it deletes a segment,
 * so that a missing segment is noticed, and one that a crash left behind does not bring dead
 * records back.
 *
 * @param sealed the live segments that begin before {@code chainPosition}; all of them are on the
 *     device
 * @param chainPosition where the segments begin that the list need not have
 * @param durablePosition a position before which all was on the device
 * @param nextSegmentId greater than the id of any segment that was ever removed, so that no id
 *     comes back
 */
record SegmentList(
    List<KnownSegment> sealed, long chainPosition, long durablePosition, long nextSegmentId) {
  static final String NAME = "SEGMENTS";
  static final SegmentList EMPTY = new SegmentList(List.of(), 0, 0, 1);

  /** The list of a log all of whose records before {@code durablePosition} are on the device. */
  static SegmentList of(Log log, long durablePosition) {
    List<KnownSegment> sealed = new ArrayList<>();
    long chainPosition = 0;
    for (LogSegment segment : log.segments()) {
      chainPosition = segment.basePosition();
      // A segment that was sealed after the force belongs to the chain.
      if (!segment.isSealed() || segment.endPosition() > durablePosition) {
        break;
      }
      sealed.add(new KnownSegment(segment.id(), segment.basePosition(), segment.end()));
      chainPosition = segment.endPosition();
    }
    return new SegmentList(sealed, chainPosition, durablePosition, log.nextSegmentId());
  }

  SegmentList without(Set<LogSegment> segments) {
    Set<Long> ids = segments.stream().map(LogSegment::id).collect(Collectors.toSet());
    return new SegmentList(
        sealed.stream().filter(known -> !ids.contains(known.id())).toList(),
        chainPosition,
        durablePosition,
        nextSegmentId);
  }

  void write(Vfs files) {
    int entries = sealed.size();
    long bytes = SegmentListFormat.fileBytes(entries);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(bytes);
      list.set(SegmentListFormat.LONG, SegmentListFormat.MAGIC_OFFSET, SegmentListFormat.MAGIC);
      list.set(SegmentListFormat.INT, SegmentListFormat.VERSION_OFFSET, SegmentListFormat.VERSION);
      list.set(SegmentListFormat.INT, SegmentListFormat.COUNT_OFFSET, entries);
      list.set(SegmentListFormat.LONG, SegmentListFormat.CHAIN_OFFSET, chainPosition);
      list.set(SegmentListFormat.LONG, SegmentListFormat.DURABLE_OFFSET, durablePosition);
      list.set(SegmentListFormat.LONG, SegmentListFormat.NEXT_ID_OFFSET, nextSegmentId);
      long at = SegmentListFormat.ENTRIES_OFFSET;
      for (KnownSegment known : sealed) {
        list.set(SegmentListFormat.LONG, at + SegmentListFormat.ID_OFFSET, known.id());
        list.set(SegmentListFormat.LONG, at + SegmentListFormat.BASE_OFFSET, known.basePosition());
        list.set(SegmentListFormat.LONG, at + SegmentListFormat.END_OFFSET, known.end());
        at += SegmentListFormat.ENTRY_BYTES;
      }
      list.set(SegmentListFormat.INT, at, Crc32c.of(list, 0, at));
      FileReplacement.replace(files, NAME, file -> file.write(0, list, 0, bytes));
    }
  }

  static SegmentList read(Vfs files) {
    if (!files.exists(NAME)) {
      throw new CorruptionException(NAME, 0, "segment list", "the file", "none");
    }
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(NAME, OpenMode.READ)) {
      long size = file.size();
      if (size < SegmentListFormat.fileBytes(0) || size > Integer.MAX_VALUE) {
        throw new CorruptionException(
            NAME,
            0,
            "segment list",
            "at least " + SegmentListFormat.fileBytes(0) + " bytes",
            size + " bytes");
      }
      MemorySegment list = arena.allocate(size);
      file.read(0, list, 0, (int) size);
      return parse(files, list);
    }
  }

  private static SegmentList parse(Vfs files, MemorySegment list) {
    long checksumOffset = list.byteSize() - Integer.BYTES;
    int expected = list.get(SegmentListFormat.INT, checksumOffset);
    int found = Crc32c.of(list, 0, checksumOffset);
    if (expected != found
        || list.get(SegmentListFormat.LONG, SegmentListFormat.MAGIC_OFFSET)
            != SegmentListFormat.MAGIC) {
      throw new CorruptionException(
          NAME,
          0,
          "segment list",
          "checksum 0x" + Integer.toHexString(expected),
          "0x" + Integer.toHexString(found));
    }
    int version = list.get(SegmentListFormat.INT, SegmentListFormat.VERSION_OFFSET);
    if (version > SegmentListFormat.VERSION) {
      throw new IncompatibleFormatException(
          files.describe(NAME)
              + ": format version "
              + version
              + ", expected at most "
              + SegmentListFormat.VERSION);
    }
    int count = list.get(SegmentListFormat.INT, SegmentListFormat.COUNT_OFFSET);
    if (list.byteSize() != SegmentListFormat.fileBytes(count)) {
      throw new CorruptionException(
          NAME,
          SegmentListFormat.COUNT_OFFSET,
          "count",
          "as many entries as the file has room for",
          count + " in " + list.byteSize() + " bytes");
    }
    List<KnownSegment> sealed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = SegmentListFormat.ENTRIES_OFFSET + (long) i * SegmentListFormat.ENTRY_BYTES;
      sealed.add(
          new KnownSegment(
              list.get(SegmentListFormat.LONG, at + SegmentListFormat.ID_OFFSET),
              list.get(SegmentListFormat.LONG, at + SegmentListFormat.BASE_OFFSET),
              list.get(SegmentListFormat.LONG, at + SegmentListFormat.END_OFFSET)));
    }
    return new SegmentList(
        sealed,
        list.get(SegmentListFormat.LONG, SegmentListFormat.CHAIN_OFFSET),
        list.get(SegmentListFormat.LONG, SegmentListFormat.DURABLE_OFFSET),
        list.get(SegmentListFormat.LONG, SegmentListFormat.NEXT_ID_OFFSET));
  }
}
