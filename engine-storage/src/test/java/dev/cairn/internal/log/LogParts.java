package dev.cairn.internal.log;

import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of the files that all stores have: the store file, and headers and records of the log.
 */
public final class LogParts {
  private LogParts() {}

  /**
   * Finds them.
   *
   * @param files a sound store's
   * @param seed the store's seed
   * @return the parts
   */
  public static List<SealedPart> of(Vfs files, long seed) {
    List<SealedPart> parts = new ArrayList<>();
    parts.add(
        SealedPart.endingInCrc(
            StoreFile.NAME, "store file", 0, FileBytes.of(files, StoreFile.NAME).length));
    for (String name : files.list()) {
      if (LogFormat.isSegmentName(name)) {
        addSegment(files, name, seed, parts);
      }
    }
    return parts;
  }

  private static void addSegment(Vfs files, String name, long seed, List<SealedPart> parts) {
    byte[] bytes = FileBytes.of(files, name);
    SegmentPlace place = SegmentPlace.of(LogFormat.segmentId(name), 0, 8, seed);
    LogSegment segment = new LogSegment(place, 0, bytes.length, null, null, null);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(bytes.length, Long.BYTES);
      memory.copyFrom(MemorySegment.ofArray(bytes));
      if (SegmentHeader.parse(memory) == null) {
        return;
      }
      parts.add(SealedPart.endingInCrc(name, "segment header", 0, LogFormat.HEADER_BYTES));
      long at = LogFormat.HEADER_BYTES;
      while (LogScanner.isWhole(segment, memory, at, bytes.length)) {
        long offset = at;
        long end = at + LogRecord.bytes(memory, at);
        parts.add(
            new SealedPart(
                name, "log record", at, end, offset, content -> renew(segment, content, offset)));
        at = end;
      }
    }
  }

  private static void renew(LogSegment segment, MemorySegment content, long at) {
    int valueBytes = LogRecord.valueBytes(content, at);
    if (valueBytes >= 0 && at + LogRecord.bytes(content, at) <= content.byteSize()) {
      SealedPart.set(
          content,
          at,
          segment.mask(at)
              ^ SealedPart.crc(
                  content,
                  at + Integer.BYTES,
                  LogRecord.keyOffset(at) + LogRecord.keyBytes(content, at) + valueBytes));
    }
  }
}
