package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MatchesTest {
  private static final long SEED = 20261;
  private static final int MAX_SHORT = 300;

  private final Random random = new Random(SEED);
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void close() {
    arena.close();
  }

  @Test
  void facadeCountsCommonBytes() {
    countsCommonBytes(Matches::commonBytes);
  }

  @Test
  void scalarFormCountsCommonBytes() {
    countsCommonBytes(ScalarMatches::commonBytes);
  }

  @Test
  void vectorFormCountsCommonBytes() {
    assumeTrue(Kernels.usesVectors());

    countsCommonBytes(VectorMatches::commonBytes);
  }

  @Test
  void copiesAsByteAfterByte() {
    copiesAsByteAfterByte(Matches::copy);
  }

  @Test
  void scalarFormCopiesAsByteAfterByte() {
    copiesAsByteAfterByte(ScalarMatches::copy);
  }

  @Test
  void refusesWhatIsOutsideTheSegment() {
    MemorySegment segment = arena.allocate(100);

    assertThatThrownBy(() -> Matches.commonBytes(segment, 0, 50, 101))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Matches.copy(segment, 0, 50, 51, 101))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Matches.copy(segment, -1, 50, 20, 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Every short length, distances near and far, every alignment; then long ones. */
  private void countsCommonBytes(Count count) {
    int runs = Extent.runs(30_000);
    for (int run = 0; run < runs; run++) {
      int common = run < runs - 10 ? run % MAX_SHORT : random.nextInt(100_000);
      int distance = 1 + random.nextInt(random.nextBoolean() ? 40 : 2_000);
      int earlier = run % 64;
      int later = earlier + distance;
      // The match ends because a byte differs or because the input does.
      int rest = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(40);
      byte[] bytes = new byte[later + common + rest];
      random.nextBytes(bytes);
      for (int i = 0; i < common; i++) {
        bytes[later + i] = bytes[earlier + i];
      }
      if (rest > 0) {
        bytes[later + common] = (byte) (bytes[earlier + common] + 1);
      }
      try (Arena own = Arena.ofConfined()) {
        MemorySegment segment = own.allocateFrom(ValueLayout.JAVA_BYTE, bytes);

        int actual = count.commonBytes(segment, earlier, later, bytes.length);

        if (actual != common) {
          fail("%d bytes at %d, %d back: %d, seed %d", common, later, distance, actual, SEED);
        }
      }
    }
  }

  private void copiesAsByteAfterByte(Copy copy) {
    for (int run = 0; run < Extent.runs(30_000); run++) {
      int bytes = run % MAX_SHORT;
      int earlier = random.nextInt(64);
      int later = earlier + 1 + random.nextInt(random.nextBoolean() ? 40 : 500);
      int room = random.nextInt(40);
      byte[] expected = new byte[later + bytes + room];
      random.nextBytes(expected);
      // What lies behind the end must not change.
      byte[] behind = new byte[32];
      random.nextBytes(behind);
      MemorySegment segment;
      try (Arena own = Arena.ofConfined()) {
        segment = own.allocate(expected.length + behind.length);
        MemorySegment.copy(expected, 0, segment, ValueLayout.JAVA_BYTE, 0, expected.length);
        MemorySegment.copy(
            behind, 0, segment, ValueLayout.JAVA_BYTE, expected.length, behind.length);
        for (int i = 0; i < bytes; i++) {
          expected[later + i] = expected[earlier + i];
        }

        copy.copy(segment, earlier, later, bytes, expected.length);

        byte[] actual = segment.toArray(ValueLayout.JAVA_BYTE);
        if (Arrays.mismatch(actual, 0, later + bytes, expected, 0, later + bytes) >= 0
            || !Arrays.equals(actual, expected.length, actual.length, behind, 0, behind.length)) {
          fail("%d bytes from %d to %d, room %d, seed %d", bytes, earlier, later, room, SEED);
        }
      }
    }
  }

  private interface Count {
    int commonBytes(MemorySegment segment, long earlier, long later, long end);
  }

  private interface Copy {
    void copy(MemorySegment segment, long earlier, long later, long bytes, long end);
  }
}
