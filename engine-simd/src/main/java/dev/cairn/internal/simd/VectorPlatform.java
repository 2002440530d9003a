package dev.cairn.internal.simd;

import jdk.incubator.vector.VectorShape;

/** What the vector module says about the processor. */
final class VectorPlatform {
  private VectorPlatform() {}

  static int preferredBits() {
    return VectorShape.preferredShape().vectorBitSize();
  }
}
