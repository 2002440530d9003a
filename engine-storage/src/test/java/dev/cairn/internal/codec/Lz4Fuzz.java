package dev.cairn.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.fuzz.Choices;
import dev.cairn.testkit.fuzz.FuzzGate;
import dev.cairn.testkit.fuzz.FuzzTarget;
import dev.cairn.testkit.gate.Scale;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any bytes are restored as by a decoder that goes byte by byte, and none beside the target. */
abstract class Lz4Fuzz extends FuzzGate {
  private static final int BYTE_LIMIT = 1 << Byte.SIZE;
  private static final int LONGEST = 2_000;
  private static final int BEFORE = 3;
  private static final int BEHIND = 40;

  Lz4Fuzz(Scale scale) {
    super(scale, 20_000);
  }

  @Override
  protected Map<String, FuzzTarget> targets() {
    return Map.of("lz4", Lz4Fuzz::restore);
  }

  private static void restore(byte[] input) {
    int restoredBytes = new Choices(input).below(LONGEST);
    byte[] block = Arrays.copyOfRange(input, Math.min(Short.BYTES, input.length), input.length);
    byte @Nullable [] expected = restored(block, restoredBytes);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(block.length);
      source.copyFrom(MemorySegment.ofArray(block));
      MemorySegment target = arena.allocate(BEFORE + restoredBytes + BEHIND);

      boolean isDone =
          Lz4Decompressor.decompress(source, 0, block.length, target, BEFORE, restoredBytes);

      assertThat(isDone).isEqualTo(expected != null);
      byte[] all = target.toArray(ValueLayout.JAVA_BYTE);
      assertThat(Arrays.copyOf(all, BEFORE)).containsOnly(0);
      assertThat(Arrays.copyOfRange(all, BEFORE + restoredBytes, all.length)).containsOnly(0);
      if (expected != null) {
        assertThat(Arrays.copyOfRange(all, BEFORE, BEFORE + restoredBytes)).isEqualTo(expected);
      }
    }
  }

  /** What a block of the LZ4 format means, or null if it is none of so many bytes. */
  private static byte @Nullable [] restored(byte[] block, int restoredBytes) {
    byte[] out = new byte[restoredBytes];
    int done = 0;
    Bytes in = new Bytes(block);
    while (in.hasNext()) {
      int token = in.next();
      for (long literals = in.length(token >>> 4); literals > 0; literals--) {
        if (!in.hasNext() || done == out.length) {
          return null;
        }
        out[done++] = (byte) in.next();
      }
      if (!in.hasNext()) {
        return done == out.length && !in.hasFailed() ? out : null;
      }
      int distance = in.next() + in.next() * BYTE_LIMIT;
      long matchBytes = in.length(token & 15) + 4;
      if (in.hasFailed() || distance == 0 || distance > done || matchBytes > out.length - done) {
        return null;
      }
      for (; matchBytes > 0; matchBytes--, done++) {
        out[done] = out[done - distance];
      }
    }
    return null;
  }

  /** The bytes of a block. */
  private static final class Bytes {
    private final byte[] bytes;
    private int next;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return next < bytes.length;
    }

    /** Whether more were wanted than there are. */
    boolean hasFailed() {
      return next > bytes.length;
    }

    int next() {
      int at = next++;
      return at < bytes.length ? Byte.toUnsignedInt(bytes[at]) : 0;
    }

    /** A length that begins in a token and goes on here if it is 15. */
    long length(int inToken) {
      long length = inToken;
      if (inToken == 15) {
        int more;
        do {
          more = next();
          length += more;
        } while (more == BYTE_LIMIT - 1);
      }
      return length;
    }
  }
}
