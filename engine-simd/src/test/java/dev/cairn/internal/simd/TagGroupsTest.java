package dev.cairn.internal.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TagGroupsTest {
  private static final long SEED = 20252;

  @Test
  void facadeFindsEachTagAtEachPosition() {
    agreesWithSingleBytes(TagGroups::match);
  }

  @Test
  void scalarFormFindsEachTagAtEachPosition() {
    agreesWithSingleBytes(ScalarTagGroups::match);
  }

  @Test
  void vectorFormFindsEachTagAtEachPosition() {
    assumeTrue(Kernels.usesVectors());

    agreesWithSingleBytes(VectorTagGroups::match);
  }

  @Test
  void facadeFindsEachTagAtEachPositionOfAWideGroup() {
    findsTagsOfAWideGroup(TagGroups::matchWide);
  }

  @Test
  void vectorFormFindsEachTagAtEachPositionOfAWideGroup() {
    assumeTrue(Kernels.usesWideVectors());

    findsTagsOfAWideGroup(VectorTagGroups::matchWide);
  }

  @Test
  void scalarFormIsNotMisledByAOneAboveAZero() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment group = arena.allocate(TagGroups.GROUP_BYTES);
      group.fill((byte) 0x41);
      group.set(ValueLayout.JAVA_BYTE, 3, (byte) 0x40);
      group.set(ValueLayout.JAVA_BYTE, 11, (byte) 0x40);

      assertThat(ScalarTagGroups.match(group, 0, (byte) 0x40)).isEqualTo(1 << 3 | 1 << 11);
    }
  }

  @Test
  void refusesAGroupThatIsNotInsideTheSegment() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(TagGroups.GROUP_BYTES + 1);

      assertThatThrownBy(() -> TagGroups.match(segment, 2, (byte) 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> TagGroups.matchWide(segment, 0, (byte) 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> TagGroups.match(segment, -1, (byte) 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  /** Tries every tag on every alignment of groups whose bytes have few and then many values. */
  private static void agreesWithSingleBytes(Matcher matcher) {
    Random random = new Random(SEED);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(64 + TagGroups.WIDE_GROUP_BYTES);
      for (int values : new int[] {1, 2, 3, 256}) {
        int base = random.nextInt();
        for (long i = 0; i < segment.byteSize(); i++) {
          segment.set(ValueLayout.JAVA_BYTE, i, (byte) (base + random.nextInt(values)));
        }
        for (int offset : Extent.offsets()) {
          for (int tag = Byte.MIN_VALUE; tag <= Byte.MAX_VALUE; tag++) {
            int actual = matcher.match(segment, offset, (byte) tag);
            if (actual != expected(segment, offset, (byte) tag)) {
              fail(
                  "tag %d at offset %d of %d values: %x, seed %d",
                  tag, offset, values, actual, SEED);
            }
          }
        }
      }
    }
  }

  private static void findsTagsOfAWideGroup(Matcher matcher) {
    agreesWithSingleBytes((segment, offset, tag) -> {
      int mask = matcher.match(segment, offset, tag);
      int upper = mask >>> TagGroups.GROUP_BYTES;
      if (upper != expected(segment, offset + TagGroups.GROUP_BYTES, tag)) {
        fail("tag %d at offset %d: %x, seed %d", tag, offset, mask, SEED);
      }
      return mask & 0xffff;
    });
  }

  private static int expected(MemorySegment segment, long offset, byte tag) {
    int mask = 0;
    for (int i = 0; i < TagGroups.GROUP_BYTES; i++) {
      if (segment.get(ValueLayout.JAVA_BYTE, offset + i) == tag) {
        mask |= 1 << i;
      }
    }
    return mask;
  }

  private interface Matcher {
    int match(MemorySegment segment, long offset, byte tag);
  }
}
