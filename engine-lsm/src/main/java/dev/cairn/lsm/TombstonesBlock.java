package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of a table's block of removed ranges; see docs/formats/lsm-table.md. */
final class TombstonesBlock {
  private static final int FROM_BYTES_OFFSET = 0;
  private static final int TO_BYTES_OFFSET = FROM_BYTES_OFFSET + Integer.BYTES;
  private static final int COUNT_OFFSET = TO_BYTES_OFFSET + Integer.BYTES;
  private static final int FRAGMENT_HEADER_BYTES = COUNT_OFFSET + Integer.BYTES;

  /** Instead of the length of an end that is open. */
  private static final int OPEN = -1;

  private TombstonesBlock() {}

  static int bytes(RangeTombstones tombstones) {
    long bytes = Integer.BYTES;
    for (RangeTombstones.Fragment fragment : tombstones.fragments()) {
      byte[] to = fragment.to();
      bytes +=
          FRAGMENT_HEADER_BYTES
              + fragment.from().length
              + (to == null ? 0 : to.length)
              + (long) fragment.sequences().length * Long.BYTES;
    }
    return Math.toIntExact(bytes);
  }

  static void write(RangeTombstones tombstones, MemorySegment target, long start) {
    target.set(INT, start, tombstones.fragments().size());
    long at = start + Integer.BYTES;
    for (RangeTombstones.Fragment fragment : tombstones.fragments()) {
      byte[] from = fragment.from();
      byte[] to = fragment.to();
      target.set(INT, at + FROM_BYTES_OFFSET, from.length);
      target.set(INT, at + TO_BYTES_OFFSET, to == null ? OPEN : to.length);
      target.set(INT, at + COUNT_OFFSET, fragment.sequences().length);
      at += FRAGMENT_HEADER_BYTES;
      MemorySegment.copy(from, 0, target, BYTE, at, from.length);
      at += from.length;
      if (to != null) {
        MemorySegment.copy(to, 0, target, BYTE, at, to.length);
        at += to.length;
      }
      for (long sequence : fragment.sequences()) {
        target.set(LONG, at, sequence);
        at += Long.BYTES;
      }
    }
  }

  /** Reads a content whose checksum has been checked. */
  static RangeTombstones read(MemorySegment source) {
    int count = source.get(INT, 0);
    long at = Integer.BYTES;
    List<RangeTombstones.Fragment> fragments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int fromBytes = source.get(INT, at + FROM_BYTES_OFFSET);
      int toBytes = source.get(INT, at + TO_BYTES_OFFSET);
      int sequenceCount = source.get(INT, at + COUNT_OFFSET);
      at += FRAGMENT_HEADER_BYTES;
      byte[] from = source.asSlice(at, fromBytes).toArray(BYTE);
      at += fromBytes;
      byte @Nullable [] to = null;
      if (toBytes != OPEN) {
        to = source.asSlice(at, toBytes).toArray(BYTE);
        at += toBytes;
      }
      long[] sequences = source.asSlice(at, (long) sequenceCount * Long.BYTES).toArray(LONG);
      at += (long) sequenceCount * Long.BYTES;
      fragments.add(new RangeTombstones.Fragment(from, to, sequences));
    }
    return RangeTombstones.ofSorted(fragments);
  }
}
