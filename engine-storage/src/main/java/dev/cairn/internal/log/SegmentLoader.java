package dev.cairn.internal.log;

import dev.cairn.CorruptionException;
import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Brings a sealed segment's bytes from its file, and checks every one of them. */
final class SegmentLoader {
  // A file is read in pieces, so that a large segment does not hold up a safepoint or a small
  // buffer.
  private static final int READ_BYTES = 1 << 20;

  private SegmentLoader() {}

  /** Gives a segment its memory back if there is some to spare, and says whether it has it. */
  static boolean load(LogSegment segment, SegmentMemory memory) {
    if (segment.residence() != null) {
      return true;
    }
    Block block = memory.tryTake(segment.capacityBytes());
    if (block == null) {
      return false;
    }
    try {
      readAll(segment, block.memory(), segment.end());
      requireSound(segment, block.memory(), segment.end());
    } catch (RuntimeException failure) {
      memory.giveBack(block);
      throw failure;
    }
    segment.giveResidence(block);
    memory.addOldest(segment);
    return true;
  }

  /**
   * Shows the operations of a segment up to an offset as its file has them, all checked.
   *
   * @param giveUpPrepared gives memory back if there is none for the look: a segment that was made
   *     for a large record has half of the budget
   */
  static void visit(
      LogSegment segment,
      long end,
      SegmentMemory memory,
      Runnable giveUpPrepared,
      LogVisitor visitor) {
    Residence residence = segment.residence();
    if (segment.file() == null && residence != null) {
      scan(segment, residence.memory(), end, visitor);
      return;
    }
    Block block = borrow(segment, end, memory, giveUpPrepared);
    try {
      readAll(segment, block.memory(), end);
      requireHeader(segment, block.memory());
      scan(segment, block.memory(), end, visitor);
    } finally {
      memory.endLook(block);
    }
  }

  /** Memory for what the file has, whatever its header or the owner say of it. */
  private static Block borrow(
      LogSegment segment, long end, SegmentMemory memory, Runnable giveUpPrepared) {
    long fileBytes = requireFile(segment).size();
    if (fileBytes < end) {
      throw new CorruptionException(
          segment.name(), fileBytes, "segment", end + " bytes", fileBytes + " bytes");
    }
    long bytes = Math.max(end, memory.segmentBytes());
    try {
      return memory.take(bytes);
    } catch (MemoryBudgetException full) {
      if (memory.isObtainableWithPrepared(bytes)) {
        giveUpPrepared.run();
      }
      return memory.take(bytes);
    }
  }

  private static void scan(LogSegment segment, MemorySegment memory, long end, LogVisitor visitor) {
    requireEnd(
        segment, LogScanner.scan(segment, memory, LogFormat.HEADER_BYTES, end, visitor), end);
    visitor.endSegment();
  }

  /**
   * Copies a segment up to an offset, all checked, into a file of the same name, and forces it.
   *
   * @param giveUpPrepared as for {@link #visit}
   */
  static void copy(
      LogSegment segment, long end, SegmentMemory memory, Runnable giveUpPrepared, Vfs target) {
    Residence residence = segment.residence();
    if (segment.file() == null && residence != null) {
      write(segment, residence.memory(), end, target);
      return;
    }
    Block block = borrow(segment, end, memory, giveUpPrepared);
    try {
      readAll(segment, block.memory(), end);
      requireSound(segment, block.memory(), end);
      write(segment, block.memory(), end, target);
    } finally {
      memory.endLook(block);
    }
  }

  private static void write(LogSegment segment, MemorySegment bytes, long end, Vfs target) {
    try (VfsFile copy = target.open(segment.name(), OpenMode.CREATE)) {
      copy.write(0, bytes, 0, end);
      copy.sync();
    }
  }

  /** Reads the file into memory up to an offset; what the file lacks is zeros. */
  static void readAll(LogSegment segment, MemorySegment target, long limit) {
    readAll(requireFile(segment), target, limit);
  }

  private static VfsFile requireFile(LogSegment segment) {
    VfsFile file = segment.file();
    if (file == null) {
      throw new IllegalStateException("segment " + segment.name() + " has no file");
    }
    return file;
  }

  static void readAll(VfsFile file, MemorySegment target, long limit) {
    long offset = 0;
    while (offset < limit) {
      int wanted = (int) Math.min(READ_BYTES, limit - offset);
      int read = file.read(offset, target, offset, wanted);
      offset += read;
      if (read < wanted) {
        target.asSlice(offset, limit - offset).fill((byte) 0);
        return;
      }
    }
  }

  private static void requireSound(LogSegment segment, MemorySegment memory, long end) {
    requireHeader(segment, memory);
    requireEnd(segment, LogScanner.end(segment, memory, LogFormat.HEADER_BYTES, end), end);
  }

  private static void requireHeader(LogSegment segment, MemorySegment memory) {
    @Nullable SegmentHeader header = SegmentHeader.parse(memory);
    if (header == null
        || header.segmentId() != segment.id()
        || header.basePosition() != segment.basePosition()) {
      throw new CorruptionException(
          segment.name(),
          0,
          "segment header",
          "id " + segment.id() + " at log position " + segment.basePosition(),
          header == null ? "a header whose checksum fails" : header.toString());
    }
  }

  private static void requireEnd(LogSegment segment, long end, long expectedEnd) {
    if (end != expectedEnd) {
      throw new CorruptionException(
          segment.name(),
          end,
          "record",
          "whole records up to " + expectedEnd,
          "bytes that fail their check");
    }
  }
}
