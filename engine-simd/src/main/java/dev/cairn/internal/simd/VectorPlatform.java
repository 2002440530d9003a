package dev.cairn.internal.simd;

import jdk.incubator.vector.VectorShape;

/** What the vector module says about the processor. */
final class VectorPlatform {
  /**
   * The width of the kernels that gain from more than 128 bits. Vectors longer than the processor's
   * are boxed.
   */
  static final int LANE_BITS =
      Kernels.NARROW.equalsIgnoreCase(System.getProperty(Kernels.PROPERTY)) || preferredBits() < 256
          ? 128
          : 256;

  private VectorPlatform() {}

  static int preferredBits() {
    return VectorShape.preferredShape().vectorBitSize();
  }

  /** One line for people: the widths of the kernels. */
  static String description() {
    String widths =
        LANE_BITS == 256
            ? "bloom 256, heads 256, lanes 256, XXH3 from 241 bytes 256"
            : "bloom 2x128, 4-byte heads 128, 8-byte heads scalar, lanes 128, XXH3 scalar";
    return "vector " + preferredBits() + " (tag match 128, compare 128, " + widths + ")";
  }
}
