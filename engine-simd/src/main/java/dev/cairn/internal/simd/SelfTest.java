package dev.cairn.internal.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Compares each vector kernel with its scalar twin on a few fixed inputs, before the first use: a
 * processor or JVM on which they differ must not write an index with one and read it with the
 * other.
 */
final class SelfTest {
  private static final int BYTES = 96;

  private SelfTest() {}

  /** The name of a kernel whose forms disagree, or nothing. */
  static Optional<String> firstDisagreement() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocate(BYTES);
      MemorySegment b = arena.allocate(BYTES);
      for (int i = 0; i < BYTES; i++) {
        // Few distinct values, with both signs, so that tags repeat within a group.
        a.set(ValueLayout.JAVA_BYTE, i, (byte) (i * i % 7 - 3));
      }
      b.copyFrom(a);
      if (!tagMatchAgrees(a)) {
        return Optional.of("tag match");
      }
      return compareAgrees(a, b) ? Optional.empty() : Optional.of("compare");
    }
  }

  private static boolean tagMatchAgrees(MemorySegment segment) {
    for (int offset = 0; offset <= TagGroups.GROUP_BYTES; offset++) {
      for (byte tag = -4; tag <= 4; tag++) {
        if (VectorTagGroups.match(segment, offset, tag)
            != ScalarTagGroups.match(segment, offset, tag)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean compareAgrees(MemorySegment a, MemorySegment b) {
    for (int different = 0; different < BYTES; different++) {
      byte was = b.get(ValueLayout.JAVA_BYTE, different);
      b.set(ValueLayout.JAVA_BYTE, different, (byte) (was ^ 0x80));
      for (int length = BYTES / 2; length <= BYTES; length += 5) {
        if (VectorBytes.mismatch(a, 0, b, 0, length) != ScalarBytes.mismatch(a, 0, b, 0, length)) {
          return false;
        }
      }
      b.set(ValueLayout.JAVA_BYTE, different, was);
    }
    return VectorBytes.mismatch(a, 0, b, 0, BYTES) == ScalarBytes.mismatch(a, 0, b, 0, BYTES);
  }
}
