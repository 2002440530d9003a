package dev.cairn.internal.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Compares each vector kernel with its scalar twin on a few fixed inputs, before the first use: a
 * processor or JVM on which they differ must not write an index with one and read it with the
 * other.
 *
 * <p>The inputs are few because all of this is interpreted, where a vector is an object and each
 * lane a call: it takes part in the time in which a process opens its first store. That the forms
 * agree everywhere is for the tests to show.
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
      if (!compareAgrees(a, b)) {
        return Optional.of("compare");
      }
      if (!matchesAgree(a)) {
        return Optional.of("match");
      }
      if (!bloomAgrees(a.fill((byte) 0), b.fill((byte) 0))) {
        return Optional.of("bloom filter");
      }
      if (!headSearchAgrees(a)) {
        return Optional.of("head search");
      }
      return hashesAgree(arena) ? Optional.empty() : Optional.of("hash");
    }
  }

  private static boolean tagMatchAgrees(MemorySegment segment) {
    for (int offset = 0; offset <= TagGroups.GROUP_BYTES; offset += 8) {
      for (byte tag = -4; tag <= 4; tag++) {
        int lower = ScalarTagGroups.match(segment, offset, tag);
        if (VectorTagGroups.match(segment, offset, tag) != lower) {
          return false;
        }
        int upper = ScalarTagGroups.match(segment, offset + TagGroups.GROUP_BYTES, tag);
        if (VectorPlatform.LANE_BITS == 256
            && VectorTagGroups.matchWide(segment, offset, tag)
                != (lower | upper << TagGroups.GROUP_BYTES)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean compareAgrees(MemorySegment a, MemorySegment b) {
    byte[] array = b.toArray(ValueLayout.JAVA_BYTE);
    for (int different = 0; different < BYTES; different += 7) {
      byte was = b.get(ValueLayout.JAVA_BYTE, different);
      array[different] ^= (byte) 0x80;
      b.set(ValueLayout.JAVA_BYTE, different, (byte) (was ^ 0x80));
      for (int length = BYTES / 2; length <= BYTES; length += 19) {
        long expected = ScalarBytes.mismatch(a, 0, b, 0, length);
        if (VectorBytes.mismatch(a, 0, array, 0, length) != expected) {
          return false;
        }
      }
      b.set(ValueLayout.JAVA_BYTE, different, was);
      array[different] = was;
    }
    return VectorBytes.mismatch(a, 0, array, 0, BYTES) < 0;
  }

  private static boolean matchesAgree(MemorySegment segment) {
    // The bytes repeat every seven.
    for (int back = 7; back <= 28; back += 7) {
      for (int end = 40; end <= BYTES; end += 9) {
        if (VectorMatches.commonBytes(segment, 5, 5 + back, end)
            != ScalarMatches.commonBytes(segment, 5, 5 + back, end)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean bloomAgrees(MemorySegment a, MemorySegment b) {
    boolean whole = VectorPlatform.LANE_BITS == 256;
    for (int i = 1; i <= 20; i++) {
      int key = i * 0x9e3779b9;
      boolean found =
          whole ? VectorBloom.mightContain(a, i, key) : VectorHalfBloom.mightContain(a, i, key);
      if (found != ScalarBloom.mightContain(a, i, key)) {
        return false;
      }
      if (whole) {
        VectorBloom.add(a, i, key);
      } else {
        VectorHalfBloom.add(a, i, key);
      }
      ScalarBloom.add(b, i, key);
      if (a.mismatch(b) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean headSearchAgrees(MemorySegment heads) {
    int count = BYTES / Long.BYTES - 1;
    for (int i = 0; i < count; i++) {
      heads.set(ValueLayout.JAVA_LONG_UNALIGNED, 1 + i * 8L, i * 0x1555_5555_5555_5555L);
    }
    for (int i = 0; i < count; i++) {
      for (long head = i * 0x1555_5555_5555_5555L - 1, end = head + 2; head != end + 1; head++) {
        if (VectorPlatform.LANE_BITS == 256
            && VectorHeads.countLess8(heads, 1, count, head)
                != ScalarHeads.countLess8(heads, 1, count, head)) {
          return false;
        }
      }
    }
    count = BYTES / Integer.BYTES - 1;
    for (int i = 0; i < count; i++) {
      heads.set(ValueLayout.JAVA_INT_UNALIGNED, 1 + i * 4L, i * 0x0b00_0000);
    }
    for (int i = 0; i < count; i++) {
      for (int head = i * 0x0b00_0000 - 1, end = head + 2; head != end + 1; head++) {
        if (VectorHeads.countLess4(heads, 1, count, head)
            != ScalarHeads.countLess4(heads, 1, count, head)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean hashesAgree(Arena arena) {
    int keyBytes = 7;
    int[] narrow = new int[20];
    MemorySegment input = arena.allocate(1_200);
    for (int i = 0; i < input.byteSize(); i++) {
      input.set(ValueLayout.JAVA_BYTE, i, (byte) ((i * 0x9e3779b9) >>> 24));
    }
    int done = VectorFnv1a.hashEach32(input, 3, keyBytes, narrow);
    for (int i = 0; i < done; i++) {
      if (narrow[i] != ScalarFnv1a.hash32(input, 3 + (long) i * keyBytes, keyBytes)) {
        return false;
      }
    }
    return VectorPlatform.LANE_BITS == 128 || wideHashesAgree(input);
  }

  private static boolean wideHashesAgree(MemorySegment input) {
    byte[] array = input.toArray(ValueLayout.JAVA_BYTE);
    long seed = 0x9e3779b97f4a7c15L;
    for (int length = 241; length <= 1_190; length += 470) {
      long expected = Xxh3Long.hash(input, 5, length, seed);
      if (VectorXxh3.hash(input, 5, length, seed) != expected
          || VectorXxh3.hash(array, 5, length, seed) != expected) {
        return false;
      }
    }
    long[] hashes = new long[8];
    int done = VectorXxh3Keys.hashEach8(input, 1, seed, hashes);
    for (int i = 0; i < done; i++) {
      int first = LittleEndian.getInt(input, 1 + i * 8L);
      int last = LittleEndian.getInt(input, 5 + i * 8L);
      if (hashes[i] != Xxh3Mixing.hashUpTo8(first, last, Long.BYTES, seed)) {
        return false;
      }
    }
    return true;
  }
}
