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
    return "vector %d (tag match 128, compare 128, bloom %s, 4-byte heads %d, 8-byte heads %s)"
        .formatted(
            preferredBits(),
            LANE_BITS == 256 ? "256" : "2x128",
            LANE_BITS,
            LANE_BITS == 256 ? "256" : "scalar");
  }
}
