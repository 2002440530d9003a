package dev.cairn.internal.codec;

import dev.cairn.internal.simd.Matches;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses blocks to the LZ4 block format, as docs/lz4_Block_format.md of the LZ4 project has it,
 * in the greedy way of its fast compressor.
 *
 * <p>One thread at a time; the table of places is used again.
 */
public final class Lz4Compressor {
  static final int MIN_MATCH_BYTES = 4;
  static final int LENGTH_MASK = 15;
  static final int MAX_DISTANCE = 65_535;

  /** The block's last bytes are literals, and no match begins in the last of these. */
  static final int LAST_LITERALS = 5;

  static final int MATCH_LIMIT_BYTES = 12;

  private static final int HASH_BITS = 12;
  private static final int HASH_PRIME = 0x9E3779B1;

  // After so many misses in a row (a power of two) the search steps further: bytes that do not
  // compress should not take long.
  private static final int SKIP_SHIFT = 6;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int[] places = new int[1 << HASH_BITS];

  /** Makes a compressor. */
  public Lz4Compressor() {}

  /**
   * Compresses bytes if they become short enough.
   *
   * @param source a native segment
   * @param from where the bytes begin
   * @param bytes how many
   * @param target a native segment
   * @param to where the compressed bytes go
   * @param limit the most that they may be
   * @return how many they are, or -1 if they would be more than the limit
   */
  public int compress(
      MemorySegment source, long from, int bytes, MemorySegment target, long to, int limit) {
    Arrays.fill(places, -1);
    long end = to + limit;
    long out = to;
    int anchor = 0;
    int at = 0;
    int matchLimit = bytes - MATCH_LIMIT_BYTES;
    int misses = 1 << SKIP_SHIFT;
    while (at < matchLimit) {
      int four = source.get(INT, from + at);
      int hash = (four * HASH_PRIME) >>> (Integer.SIZE - HASH_BITS);
      int candidate = places[hash];
      places[hash] = at;
      if (candidate < 0
          || at - candidate > MAX_DISTANCE
          || source.get(INT, from + candidate) != four) {
        at += misses >>> SKIP_SHIFT;
        misses++;
        continue;
      }
      misses = 1 << SKIP_SHIFT;
      while (at > anchor
          && candidate > 0
          && source.get(ValueLayout.JAVA_BYTE, from + at - 1)
              == source.get(ValueLayout.JAVA_BYTE, from + candidate - 1)) {
        at--;
        candidate--;
      }
      int matchBytes =
          MIN_MATCH_BYTES
              + Matches.commonBytes(
                  source,
                  from + candidate + MIN_MATCH_BYTES,
                  from + at + MIN_MATCH_BYTES,
                  from + bytes - LAST_LITERALS);
      int literals = at - anchor;
      if (end - out < sequenceBytes(literals, matchBytes)) {
        return -1;
      }
      out = putLiterals(source, from + anchor, literals, target, out, matchBytes);
      target.set(ValueLayout.JAVA_BYTE, out++, (byte) (at - candidate));
      target.set(ValueLayout.JAVA_BYTE, out++, (byte) ((at - candidate) >>> Byte.SIZE));
      out = putLength(target, out, matchBytes - MIN_MATCH_BYTES);
      at += matchBytes;
      anchor = at;
    }
    int literals = bytes - anchor;
    if (end - out < sequenceBytes(literals, 0)) {
      return -1;
    }
    out = putLiterals(source, from + anchor, literals, target, out, MIN_MATCH_BYTES);
    return (int) (out - to);
  }

  /** The most that a sequence takes. */
  private static int sequenceBytes(int literals, int matchBytes) {
    return 1 + literals / 255 + 1 + literals + 2 + matchBytes / 255 + 1;
  }

  private static long putLiterals(
      MemorySegment source,
      long from,
      int literals,
      MemorySegment target,
      long to,
      int matchBytes) {
    int token =
        (Math.min(literals, LENGTH_MASK) << 4)
            | Math.min(matchBytes - MIN_MATCH_BYTES, LENGTH_MASK);
    target.set(ValueLayout.JAVA_BYTE, to, (byte) token);
    long out = putLength(target, to + 1, literals);
    MemorySegment.copy(source, from, target, out, literals);
    return out + literals;
  }

  /** What of a length does not fit in its half of the token. */
  private static long putLength(MemorySegment target, long to, int length) {
    if (length < LENGTH_MASK) {
      return to;
    }
    long out = to;
    int left = length - LENGTH_MASK;
    for (; left >= 255; left -= 255) {
      target.set(ValueLayout.JAVA_BYTE, out++, (byte) 255);
    }
    target.set(ValueLayout.JAVA_BYTE, out++, (byte) left);
    return out;
  }
}
