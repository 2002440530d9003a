package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static final long SEED = 20253;
  private static final int MAX_OFFSET = 63;
  private static final int MAX_SHORT = 300;

  @Test
  void facadeFindsTheFirstDifference() {
    findsTheFirstDifference(Bytes::mismatch);
  }

  @Test
  void scalarFormFindsTheFirstDifference() {
    findsTheFirstDifference(ScalarBytes::mismatch);
  }

  @Test
  void vectorFormFindsTheFirstDifference() {
    assumeTrue(Kernels.usesVectors());

    findsTheFirstDifference((a, aOffset, b, bOffset, length) ->
        length < VectorBytes.MIN_BYTES
            ? ScalarBytes.mismatch(a, aOffset, b, bOffset, length)
            : VectorBytes.mismatch(
                a, aOffset, b.toArray(ValueLayout.JAVA_BYTE), (int) bOffset, (int) length));
  }

  @Test
  void segmentAndArrayAgreeWithTwoSegments() {
    findsTheFirstDifference((a, aOffset, b, bOffset, length) -> {
      byte[] array = b.toArray(ValueLayout.JAVA_BYTE);
      int different = Bytes.mismatch(a, aOffset, array, (int) bOffset, (int) length);
      assertThat(Bytes.equal(a, aOffset, array, (int) bOffset, (int) length))
          .isEqualTo(different < 0);
      return different;
    });
  }

  @Test
  void scalarFormOfSegmentAndArrayFindsTheFirstDifference() {
    findsTheFirstDifference((a, aOffset, b, bOffset, length) -> {
      byte[] array = b.toArray(ValueLayout.JAVA_BYTE);
      int different = ScalarBytes.mismatch(a, aOffset, array, (int) bOffset, (int) length);
      assertThat(ScalarBytes.equal(a, aOffset, array, (int) bOffset, (int) length))
          .isEqualTo(different < 0);
      return different;
    });
  }

  @Test
  void equalSegmentsHaveNoDifference() {
    findsTheFirstDifference((a, aOffset, b, bOffset, length) -> {
      long different = Bytes.mismatch(a, aOffset, b, bOffset, length);
      assertThat(Bytes.equal(a, aOffset, b, bOffset, length)).isEqualTo(different < 0);
      return different;
    });
  }

  @Test
  void ordersAsUnsignedBytesWithPrefixesFirst() {
    Random random = new Random(SEED);
    for (int run = 0; run < Extent.runs(20_000); run++) {
      // Few values, so that long common prefixes are common; 0x80 and 0x7f tell signed from not.
      byte[] a = fewValues(random, random.nextInt(70));
      byte[] b = random.nextBoolean() ? fewValues(random, random.nextInt(70)) : a.clone();
      if (b.length > 0 && random.nextBoolean()) {
        b[random.nextInt(b.length)] ^= (byte) 0x80;
      }
      if (random.nextInt(4) == 0) {
        b = Arrays.copyOf(b, random.nextInt(b.length + 20));
      }
      int expected = Integer.signum(Arrays.compareUnsigned(a, b));
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment aSegment = arena.allocateFrom(ValueLayout.JAVA_BYTE, a);
        MemorySegment bSegment = arena.allocateFrom(ValueLayout.JAVA_BYTE, b);

        int withArray = Bytes.compare(aSegment, 0, a.length, b, 0, b.length);
        int withSegment = Bytes.compare(aSegment, 0, a.length, bSegment, 0, b.length);

        if (Integer.signum(withArray) != expected || Integer.signum(withSegment) != expected) {
          fail("run %d, seed %d: %s %s", run, SEED, Arrays.toString(a), Arrays.toString(b));
        }
      }
    }
  }

  @Test
  void refusesPartsOutsideTheirHolders() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(40);
      MemorySegment longer = arena.allocate(80);
      byte[] array = new byte[40];

      for (int length : new int[] {1, 4, 8, 16, 32}) {
        int offset = 41 - length;
        assertThatThrownBy(() -> Bytes.mismatch(segment, offset, longer, 0, length))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.equal(longer, 0, segment, offset, length))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.equal(longer, 0, array, offset, length))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.mismatch(segment, offset, new byte[80], 0, length))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  /**
   * Every short length at every offset, then random long ones, with no, one and two differences.
   */
  private static void findsTheFirstDifference(Mismatch mismatch) {
    Random random = new Random(SEED);
    for (int length : Extent.lengths()) {
      for (int offset : Extent.offsets()) {
        tryPositions(mismatch, random, length, offset, MAX_OFFSET - offset);
      }
    }
    for (int run = 0; run < Extent.runs(100); run++) {
      tryPositions(
          mismatch,
          random,
          MAX_SHORT + random.nextInt(1 << random.nextInt(10, 18)),
          random.nextInt(MAX_OFFSET),
          random.nextInt(MAX_OFFSET));
    }
  }

  private static void tryPositions(
      Mismatch mismatch, Random random, int length, int aOffset, int bOffset) {
    try (Arena arena = Arena.ofConfined()) {
      // Nothing lies behind the parts, so that a load too far would throw.
      MemorySegment a = arena.allocate(aOffset + length + 1L).asSlice(0, (long) aOffset + length);
      MemorySegment b = arena.allocate(bOffset + length + 1L).asSlice(0, (long) bOffset + length);
      a.fill((byte) 0x11);
      b.fill((byte) 0x22);
      for (int i = 0; i < length; i += Byte.SIZE) {
        byte value = (byte) random.nextInt();
        a.set(ValueLayout.JAVA_BYTE, aOffset + i, value);
      }
      MemorySegment.copy(a, aOffset, b, bOffset, length);
      expect(mismatch, a, aOffset, b, bOffset, length, -1);
      if (length > 0) {
        int later = random.nextInt(length);
        int earlier = random.nextInt(later + 1);
        flip(b, bOffset + later);
        expect(mismatch, a, aOffset, b, bOffset, length, later);
        if (earlier < later) {
          flip(b, bOffset + earlier);
        }
        expect(mismatch, a, aOffset, b, bOffset, length, earlier);
      }
    }
  }

  private static void flip(MemorySegment segment, long offset) {
    byte was = segment.get(ValueLayout.JAVA_BYTE, offset);
    segment.set(ValueLayout.JAVA_BYTE, offset, (byte) (was ^ 0x80));
  }

  private static void expect(
      Mismatch mismatch,
      MemorySegment a,
      long aOffset,
      MemorySegment b,
      long bOffset,
      long length,
      long expected) {
    long actual = mismatch.find(a, aOffset, b, bOffset, length);
    if (actual != expected) {
      fail(
          "length %d at offsets %d and %d: %d, expected %d, seed %d",
          length, aOffset, bOffset, actual, expected, SEED);
    }
  }

  private static byte[] fewValues(Random random, int length) {
    byte[] values = {0, 0x7f, (byte) 0x80};
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = random.nextInt(8) == 0 ? values[random.nextInt(values.length)] : 1;
    }
    return bytes;
  }

  private interface Mismatch {
    long find(MemorySegment a, long aOffset, MemorySegment b, long bOffset, long length);
  }
}
