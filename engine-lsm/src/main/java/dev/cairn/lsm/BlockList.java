package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.SHORT;

import dev.cairn.internal.salvage.SalvageOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The sound blocks of a table's file.
 *
 * @param dataPositions where the data blocks begin
 * @param tombstones where the block of removed ranges begins, or -1
 * @param hasTopIndex whether the top index is sound
 * @param properties where the properties begin, or -1
 * @param gaps what is between sound blocks
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record BlockList(
    long[] dataPositions, long tombstones, boolean hasTopIndex, long properties, List<Gap> gaps) {
  static final BlockList EMPTY = new BlockList(new long[0], -1, false, -1, List.of());

  private static final int WINDOW_BYTES = 1 << 20;

  /**
   * Bytes that belong to no sound block.
   *
   * @param from where they begin
   * @param to where they end
   * @param before the kind of the sound block before them, 0 if there is none
   * @param after the kind of the one behind them, 0 if there is none
   */
  record Gap(long from, long to, byte before, byte after) {}

  int dataCount() {
    return dataPositions.length;
  }

  long data(int index) {
    return dataPositions[index];
  }

  /** The first data block that does not begin before a position; the count if there is none. */
  int firstDataFrom(long position) {
    int found = Arrays.binarySearch(dataPositions, position);
    return found < 0 ? -found - 1 : found;
  }

  /** Finds the blocks of a file before an end. */
  static BlockList find(TableFile file, long end, SalvageOutput output) {
    try (Search search = new Search(file, end, output)) {
      return search.run();
    }
  }

  /** One way through a file, of which a piece is in memory. */
  private static final class Search implements AutoCloseable {
    private final TableFile file;
    private final long end;
    private final SalvageOutput output;
    private Arena arena = Arena.ofConfined();
    private MemorySegment window = MemorySegment.NULL;
    private long windowStart;

    Search(TableFile file, long end, SalvageOutput output) {
      this.file = file;
      this.end = end;
      this.output = output;
    }

    BlockList run() {
      LongStream.Builder data = LongStream.builder();
      List<Gap> gaps = new ArrayList<>();
      long tombstones = -1;
      boolean hasTopIndex = false;
      long properties = -1;
      byte before = 0;
      long gapStart = 0;
      for (long position = 0; position < end; ) {
        long bytes = blockBytes(position);
        if (bytes == 0) {
          position++; // Blocks are not aligned.
          continue;
        }
        byte kind = window.get(BYTE, position - windowStart + TableFormat.KIND_OFFSET);
        if (gapStart < position) {
          gaps.add(new Gap(gapStart, position, before, kind));
        }
        switch (kind) {
          case TableFormat.DATA -> data.add(position);
          case TableFormat.TOMBSTONES -> tombstones = position;
          case TableFormat.TOP_INDEX -> hasTopIndex = true;
          case TableFormat.PROPERTIES -> properties = position;
          default -> {} // Partitions are not needed.
        }
        before = kind;
        position += bytes;
        gapStart = position;
      }
      if (gapStart < end) {
        gaps.add(new Gap(gapStart, end, before, (byte) 0));
      }
      return new BlockList(data.build().toArray(), tombstones, hasTopIndex, properties, gaps);
    }

    /** How long the sound block at a position is, or 0 if there is none. */
    private long blockBytes(long position) {
      if (position + TableFormat.HEADER_BYTES > end) {
        return 0;
      }
      show(position, TableFormat.HEADER_BYTES);
      long at = position - windowStart;
      byte kind = window.get(BYTE, at + TableFormat.KIND_OFFSET);
      byte codec = window.get(BYTE, at + TableFormat.CODEC_OFFSET);
      int storedBytes = window.get(INT, at + TableFormat.STORED_BYTES_OFFSET);
      if (kind < TableFormat.DATA
          || kind > TableFormat.PROPERTIES
          || window.get(SHORT, at + TableFormat.RESERVED_OFFSET) != 0
          || storedBytes < 0
          || storedBytes > end - position - TableFormat.HEADER_BYTES) {
        return 0;
      }
      show(position, TableFormat.HEADER_BYTES + (long) storedBytes);
      at = position - windowStart;
      if (window.get(INT, at + TableFormat.CHECKSUM_OFFSET)
          != file.expectedChecksum(window, at, storedBytes, position)) {
        return 0;
      }
      // What cannot be read for want of a module is not lost.
      var _ = Compressions.require(codec, file.name());
      return TableFormat.HEADER_BYTES + (long) storedBytes;
    }

    /** Has bytes of the file in the window. */
    @SuppressWarnings("MustBeClosed") // Closed by the next call, or with the search.
    private void show(long position, long bytes) {
      if (position >= windowStart && position + bytes <= windowStart + window.byteSize()) {
        return;
      }
      arena.close();
      arena = Arena.ofConfined();
      windowStart = position;
      window = arena.allocate(Math.min(Math.max(bytes, WINDOW_BYTES), end - position));
      file.readDamaged(position, window, window.byteSize(), output);
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
