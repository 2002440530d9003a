/**
 * Hot loops over bytes: hashes, checksums, comparison and tag matching, each in a vector form where
 * that was measured to win and in a scalar form that gives the same answer for every input.
 *
 * <p>The incubating module {@code jdk.incubator.vector} is not named here: a consumer would then
 * have it forced on him, or be warned of it at each compilation. {@link
 * dev.cairn.internal.simd.Kernels} finds it at run time.
 */
@SuppressWarnings("module") // The modules that use these kernels are compiled after this one.
module dev.cairn.simd {
  requires static transitive org.jspecify;

  exports dev.cairn.internal.simd to
      dev.cairn.storage,
      dev.cairn.hash,
      dev.cairn.bptree,
      dev.cairn.lsm;
}
