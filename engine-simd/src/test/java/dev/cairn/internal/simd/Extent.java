package dev.cairn.internal.simd;

import java.util.stream.IntStream;

/**
 * How much the tests of kernels try. {@code -Dcairn.kernelTests=short} is for JVMs that are a
 * hundred times slower than the processor, because another emulates theirs: every length and offset
 * around the widths of vectors, samples of the others, and a tenth of the random runs.
 */
final class Extent {
  private static final int MAX_LENGTH = 300;
  private static final int MAX_OFFSET = 63;
  private static final int SHORT_LENGTH = 70;
  private static final int SHORT_OFFSET = 16;
  // Prime to the widths of vectors, so that samples meet every remainder.
  private static final int STEP = 13;

  private static final boolean SHORT = isShort(System.getProperty("cairn.kernelTests", "full"));

  private Extent() {}

  private static boolean isShort(String extent) {
    return switch (extent) {
      case "full" -> false;
      case "short" -> true;
      default ->
          throw new IllegalArgumentException(
              "cairn.kernelTests=" + extent + ": expected full or short");
    };
  }

  /** From 0 to 300, in ascending order. */
  static int[] lengths() {
    return upTo(MAX_LENGTH, SHORT_LENGTH);
  }

  /** From 0 to 63, in ascending order. */
  static int[] offsets() {
    return upTo(MAX_OFFSET, SHORT_OFFSET);
  }

  private static int[] upTo(int last, int lastOfAll) {
    return IntStream.rangeClosed(0, last)
        .filter(i -> !SHORT || i <= lastOfAll || (last - i) % STEP == 0)
        .toArray();
  }

  /** How many random runs. */
  static int runs(int full) {
    return SHORT ? Math.ceilDiv(full, 10) : full;
  }
}
