package dev.cairn.internal.simd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * XXH3-64 of more than 240 bytes: the eight lanes of {@link Xxh3Long} in two vectors of 256 bits.
 *
 * <p>A lane adds its neighbour's input. Those sums are kept apart, unswapped, and are swapped once
 * at the end of a block instead of once for each stripe.
 *
 * <p>Not for NEON, whose 64-bit multiplication is done lane by lane.
 */
final class VectorXxh3 {
  private static final int STRIPE_BYTES = 64;
  private static final int HALF_BYTES = 32;
  private static final int HALF_LANES = 4;
  private static final int BLOCK_STRIPES = 16;

  private static final long[] SECRET = Xxh3Secret.words();
  private static final LongVector LOW_HALVES =
      LongVector.broadcast(LongVector.SPECIES_256, 0xffffffffL);

  /** Negates odd lanes: (x ^ m) - m. */
  private static final LongVector ODD_LANES =
      LongVector.fromArray(LongVector.SPECIES_256, new long[] {0, -1, 0, -1}, 0);

  private static final VectorShuffle<Long> NEIGHBOURS =
      VectorShuffle.fromValues(LongVector.SPECIES_256, 1, 0, 3, 2);

  private VectorXxh3() {}

  static long hash(byte[] bytes, int offset, int length, long seed) {
    LongVector low = LongVector.fromArray(LongVector.SPECIES_256, Xxh3Long.INITIAL, 0);
    LongVector high = LongVector.fromArray(LongVector.SPECIES_256, Xxh3Long.INITIAL, HALF_LANES);
    int position = offset;
    int stripes = (length - 1) / STRIPE_BYTES;
    while (stripes > 0) {
      LongVector lowSum = LongVector.zero(LongVector.SPECIES_256);
      LongVector highSum = LongVector.zero(LongVector.SPECIES_256);
      int inBlock = Math.min(stripes, BLOCK_STRIPES);
      for (int i = 0; i < inBlock; i++, position += STRIPE_BYTES) {
        LongVector seeds =
            LongVector.broadcast(LongVector.SPECIES_256, (i & 1) == 0 ? seed : -seed)
                .lanewise(XOR, ODD_LANES)
                .sub(ODD_LANES);
        LongVector data =
            ByteVector.fromArray(ByteVector.SPECIES_256, bytes, position).reinterpretAsLongs();
        LongVector keyed =
            LongVector.fromArray(LongVector.SPECIES_256, SECRET, i).add(seeds).lanewise(XOR, data);
        low = keyed.and(LOW_HALVES).mul(keyed.lanewise(LSHR, 32)).add(low);
        lowSum = data.add(lowSum);
        data =
            ByteVector.fromArray(ByteVector.SPECIES_256, bytes, position + HALF_BYTES)
                .reinterpretAsLongs();
        keyed =
            LongVector.fromArray(LongVector.SPECIES_256, SECRET, i + HALF_LANES)
                .add(seeds)
                .lanewise(XOR, data);
        high = keyed.and(LOW_HALVES).mul(keyed.lanewise(LSHR, 32)).add(high);
        highSum = data.add(highSum);
      }
      low = lowSum.rearrange(NEIGHBOURS).add(low);
      high = highSum.rearrange(NEIGHBOURS).add(high);
      if (inBlock == BLOCK_STRIPES) {
        LongVector seeds =
            LongVector.broadcast(LongVector.SPECIES_256, seed)
                .lanewise(XOR, ODD_LANES)
                .sub(ODD_LANES);
        low =
            LongVector.fromArray(LongVector.SPECIES_256, SECRET, BLOCK_STRIPES)
                .add(seeds)
                .lanewise(XOR, low)
                .lanewise(XOR, low.lanewise(LSHR, 47))
                .mul(Xxh3Mixing.PRIME32_1);
        high =
            LongVector.fromArray(LongVector.SPECIES_256, SECRET, BLOCK_STRIPES + HALF_LANES)
                .add(seeds)
                .lanewise(XOR, high)
                .lanewise(XOR, high.lanewise(LSHR, 47))
                .mul(Xxh3Mixing.PRIME32_1);
      }
      stripes -= inBlock;
    }
    int last = offset + length - STRIPE_BYTES;
    long sum =
        length * Xxh3Mixing.PRIME64_1
            + Xxh3Long.finishLanePair(bytes, last, low.lane(0), low.lane(1), 0, seed)
            + Xxh3Long.finishLanePair(bytes, last, low.lane(2), low.lane(3), 2, seed)
            + Xxh3Long.finishLanePair(bytes, last, high.lane(0), high.lane(1), 4, seed)
            + Xxh3Long.finishLanePair(bytes, last, high.lane(2), high.lane(3), 6, seed);
    return Xxh3Mixing.avalanche(sum);
  }

  static long hash(MemorySegment segment, long offset, long length, long seed) {
    LongVector low = LongVector.fromArray(LongVector.SPECIES_256, Xxh3Long.INITIAL, 0);
    LongVector high = LongVector.fromArray(LongVector.SPECIES_256, Xxh3Long.INITIAL, HALF_LANES);
    long position = offset;
    long stripes = (length - 1) / STRIPE_BYTES;
    while (stripes > 0) {
      LongVector lowSum = LongVector.zero(LongVector.SPECIES_256);
      LongVector highSum = LongVector.zero(LongVector.SPECIES_256);
      int inBlock = (int) Math.min(stripes, BLOCK_STRIPES);
      for (int i = 0; i < inBlock; i++, position += STRIPE_BYTES) {
        LongVector seeds =
            LongVector.broadcast(LongVector.SPECIES_256, (i & 1) == 0 ? seed : -seed)
                .lanewise(XOR, ODD_LANES)
                .sub(ODD_LANES);
        LongVector data =
            LongVector.fromMemorySegment(LongVector.SPECIES_256, segment, position, LITTLE_ENDIAN);
        LongVector keyed =
            LongVector.fromArray(LongVector.SPECIES_256, SECRET, i).add(seeds).lanewise(XOR, data);
        low = keyed.and(LOW_HALVES).mul(keyed.lanewise(LSHR, 32)).add(low);
        lowSum = data.add(lowSum);
        data =
            LongVector.fromMemorySegment(
                LongVector.SPECIES_256, segment, position + HALF_BYTES, LITTLE_ENDIAN);
        keyed =
            LongVector.fromArray(LongVector.SPECIES_256, SECRET, i + HALF_LANES)
                .add(seeds)
                .lanewise(XOR, data);
        high = keyed.and(LOW_HALVES).mul(keyed.lanewise(LSHR, 32)).add(high);
        highSum = data.add(highSum);
      }
      low = lowSum.rearrange(NEIGHBOURS).add(low);
      high = highSum.rearrange(NEIGHBOURS).add(high);
      if (inBlock == BLOCK_STRIPES) {
        LongVector seeds =
            LongVector.broadcast(LongVector.SPECIES_256, seed)
                .lanewise(XOR, ODD_LANES)
                .sub(ODD_LANES);
        low =
            LongVector.fromArray(LongVector.SPECIES_256, SECRET, BLOCK_STRIPES)
                .add(seeds)
                .lanewise(XOR, low)
                .lanewise(XOR, low.lanewise(LSHR, 47))
                .mul(Xxh3Mixing.PRIME32_1);
        high =
            LongVector.fromArray(LongVector.SPECIES_256, SECRET, BLOCK_STRIPES + HALF_LANES)
                .add(seeds)
                .lanewise(XOR, high)
                .lanewise(XOR, high.lanewise(LSHR, 47))
                .mul(Xxh3Mixing.PRIME32_1);
      }
      stripes -= inBlock;
    }
    long last = offset + length - STRIPE_BYTES;
    long sum =
        length * Xxh3Mixing.PRIME64_1
            + Xxh3Long.finishLanePair(segment, last, low.lane(0), low.lane(1), 0, seed)
            + Xxh3Long.finishLanePair(segment, last, low.lane(2), low.lane(3), 2, seed)
            + Xxh3Long.finishLanePair(segment, last, high.lane(0), high.lane(1), 4, seed)
            + Xxh3Long.finishLanePair(segment, last, high.lane(2), high.lane(3), 6, seed);
    return Xxh3Mixing.avalanche(sum);
  }
}
