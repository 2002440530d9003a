package dev.cairn.internal.codec;

import static dev.cairn.internal.codec.Lz4Compressor.LENGTH_MASK;
import static dev.cairn.internal.codec.Lz4Compressor.MIN_MATCH_BYTES;

import dev.cairn.internal.simd.Matches;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Restores blocks of the LZ4 block format, and believes none of their bytes. */
public final class Lz4Decompressor {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  // A copy goes on to whole words if there is room behind it, because what follows overwrites that.
  private static final int SLACK = 2 * Long.BYTES;

  private Lz4Decompressor() {}

  /**
   * Restores bytes.
   *
   * @param source a native segment
   * @param from where the compressed bytes begin
   * @param bytes how many
   * @param target a native segment
   * @param to where the restored bytes go; nothing beyond {@code restoredBytes} is touched
   * @param restoredBytes how many there must be
   * @return whether the compressed bytes were of that many bytes; if not, the target holds anything
   */
  public static boolean decompress(
      MemorySegment source,
      long from,
      int bytes,
      MemorySegment target,
      long to,
      int restoredBytes) {
    long in = from;
    long inEnd = from + bytes;
    long out = to;
    long outEnd = to + restoredBytes;
    while (in < inEnd) {
      int token = source.get(ValueLayout.JAVA_BYTE, in++) & 0xff;
      long literals = (long) token >>> 4;
      if (literals == LENGTH_MASK) {
        int next;
        do {
          if (in >= inEnd) {
            return false;
          }
          next = source.get(ValueLayout.JAVA_BYTE, in++) & 0xff;
          literals += next;
        } while (next == 255);
      }
      if (literals > inEnd - in || literals > outEnd - out) {
        return false;
      }
      if (literals <= SLACK && inEnd - in >= SLACK && outEnd - out >= SLACK) {
        target.set(LONG, out, source.get(LONG, in));
        target.set(LONG, out + Long.BYTES, source.get(LONG, in + Long.BYTES));
      } else {
        MemorySegment.copy(source, in, target, out, literals);
      }
      in += literals;
      out += literals;
      if (in == inEnd) {
        return out == outEnd;
      }
      if (inEnd - in < 2) {
        return false;
      }
      int distance =
          (source.get(ValueLayout.JAVA_BYTE, in) & 0xff)
              | ((source.get(ValueLayout.JAVA_BYTE, in + 1) & 0xff) << Byte.SIZE);
      in += 2;
      long matchBytes = (long) token & LENGTH_MASK;
      if (matchBytes == LENGTH_MASK) {
        int next;
        do {
          if (in >= inEnd) {
            return false;
          }
          next = source.get(ValueLayout.JAVA_BYTE, in++) & 0xff;
          matchBytes += next;
        } while (next == 255);
      }
      matchBytes += MIN_MATCH_BYTES;
      if (distance == 0 || distance > out - to || matchBytes > outEnd - out) {
        return false;
      }
      Matches.copy(target, out - distance, out, matchBytes, outEnd);
      out += matchBytes;
    }
    return false; // The last sequence has no match.
  }
}
