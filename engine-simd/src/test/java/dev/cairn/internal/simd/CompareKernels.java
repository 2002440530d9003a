package dev.cairn.internal.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;

/**
 * The program that {@code scripts/neon-check} runs: calls each vector kernel often enough for C2 to
 * compile it, and compares every answer with the scalar twin's.
 */
final class CompareKernels {
  private static final long SEED = 20259;
  private static final int BYTES = 8_192;
  private static final int BLOCK_BYTES = SplitBlockBloom.BLOCK_BYTES;

  private final Random random = new Random(SEED);
  private final MemorySegment a;
  private final MemorySegment b;
  private final MemorySegment c;
  private final byte[] array;
  private final MemorySegment vectorFilter;
  private final MemorySegment scalarFilter;
  private final MemorySegment heads;

  private CompareKernels(Arena arena) {
    a = arena.allocate(BYTES);
    b = arena.allocate(BYTES);
    c = arena.allocate(BYTES);
    vectorFilter = arena.allocate(BYTES);
    scalarFilter = arena.allocate(BYTES);
    heads = arena.allocate(BYTES);
    for (int i = 0; i < BYTES; i++) {
      a.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(4));
    }
    b.copyFrom(a);
    c.copyFrom(a);
    array = a.toArray(ValueLayout.JAVA_BYTE);
    int[] sorted = random.ints(BYTES / Integer.BYTES).map(x -> x ^ Integer.MIN_VALUE).toArray();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      heads.setAtIndex(ValueLayout.JAVA_INT, i, sorted[i] ^ Integer.MIN_VALUE);
    }
  }

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    System.out.println(System.getProperty("os.arch") + ", " + Kernels.description());
    try (Arena arena = Arena.ofConfined()) {
      CompareKernels kernels = new CompareKernels(arena);
      for (int round = 0; round < rounds; round++) {
        kernels.compareTagMatch();
        kernels.compareMismatch();
        kernels.compareBloom();
        kernels.compareHeadSearch();
        kernels.compareLanes();
        kernels.compareMatches();
      }
    }
    System.out.println("all kernels agree with their twins, " + rounds + " rounds");
  }

  private void compareTagMatch() {
    long offset = random.nextInt(BYTES - 2 * TagGroups.GROUP_BYTES);
    byte tag = (byte) random.nextInt(5);
    expect(
        ScalarTagGroups.match(a, offset, tag),
        VectorTagGroups.match(a, offset, tag),
        "tag match",
        offset);
  }

  private void compareMismatch() {
    int length = VectorBytes.MIN_BYTES + random.nextInt(100);
    int offset = random.nextInt(BYTES - length);
    int different = offset + random.nextInt(length);
    array[different] ^= (byte) random.nextInt(2);
    expect(
        ScalarBytes.mismatch(a, offset, array, offset, length),
        VectorBytes.mismatch(a, offset, array, offset, length),
        "mismatch",
        offset);
    array[different] = a.get(ValueLayout.JAVA_BYTE, different);
  }

  private void compareBloom() {
    // A few of many bits, so that the filter does not fill up.
    int key = random.nextInt(1 << 10) * 0x9e3779b9;
    long block = random.nextInt(BYTES / BLOCK_BYTES) * (long) BLOCK_BYTES;
    boolean found = ScalarBloom.mightContain(scalarFilter, block, key);
    expect(
        found ? 1 : 0,
        VectorHalfBloom.mightContain(vectorFilter, block, key) ? 1 : 0,
        "bloom probe",
        block);
    if (random.nextInt(16) == 0) {
      scalarFilter.asSlice(block, BLOCK_BYTES).fill((byte) 0);
      vectorFilter.asSlice(block, BLOCK_BYTES).fill((byte) 0);
    }
    ScalarBloom.add(scalarFilter, block, key);
    VectorHalfBloom.add(vectorFilter, block, key);
    expect(
        -1,
        MemorySegment.mismatch(
            scalarFilter, block, block + BLOCK_BYTES, vectorFilter, block, block + BLOCK_BYTES),
        "bloom add",
        block);
  }

  private void compareHeadSearch() {
    int count = VectorHeads.MIN_INTS + random.nextInt(300);
    long offset = random.nextInt(BYTES / Integer.BYTES - count) * (long) Integer.BYTES;
    int head = random.nextInt();
    expect(
        ScalarHeads.countLess4(heads, offset, count, head),
        VectorHeads.countLess4(heads, offset, count, head),
        "head search",
        offset);
  }

  private void compareLanes() {
    int keyBytes = Integer.BYTES + random.nextInt(30);
    long offset = random.nextInt(64);
    int[] expected = new int[40];
    int[] hashes = new int[40];
    int done = VectorFnv1a.hashEach32(a, offset, keyBytes, hashes);
    ScalarFnv1a.hashEach32(a, offset, keyBytes, expected, 0);
    expect(-1, Arrays.mismatch(expected, 0, done, hashes, 0, done), "hash lanes", offset);
  }

  private void compareMatches() {
    int end = 1_000 + random.nextInt(1_000);
    int later = 200 + random.nextInt(500);
    int earlier = later - 16 - random.nextInt(100);
    int bytes = random.nextInt(200);
    ScalarMatches.copy(c, earlier, later, bytes, BYTES);
    VectorMatches.copy(b, earlier, later, bytes);
    expect(-1, MemorySegment.mismatch(c, 0, later + bytes, b, 0, later + bytes), "copy", later);
    expect(
        ScalarMatches.commonBytes(c, earlier, later, end),
        VectorMatches.commonBytes(c, earlier, later, end),
        "common bytes",
        later);
    b.copyFrom(a);
    c.copyFrom(a);
  }

  private static void expect(long expected, long actual, String kernel, long offset) {
    if (actual != expected) {
      throw new IllegalStateException(
          "%s at %d: %d, its twin says %d, seed %d"
              .formatted(kernel, offset, actual, expected, SEED));
    }
  }
}
