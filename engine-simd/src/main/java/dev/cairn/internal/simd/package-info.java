/**
 * The kernels. A caller uses the facades {@link dev.cairn.internal.simd.Xxh3}, {@link
 * dev.cairn.internal.simd.Crc32c}, {@link dev.cairn.internal.simd.TagGroups}, {@link
 * dev.cairn.internal.simd.SplitBlockBloom}, {@link dev.cairn.internal.simd.SortedHeads} and {@link
 * dev.cairn.internal.simd.Bytes}, for compression {@link dev.cairn.internal.simd.Matches}, and for
 * the hashes of other programs {@link dev.cairn.internal.simd.Xxh64}, {@link
 * dev.cairn.internal.simd.Fnv1a} and {@link dev.cairn.internal.simd.Crc32}; {@link
 * dev.cairn.internal.simd.Kernels} says which forms run.
 *
 * <p>Only classes whose names begin with {@code Vector} may import {@code jdk.incubator.vector},
 * and nothing may touch them before {@link dev.cairn.internal.simd.Kernels} has found that module.
 * No vector, mask or shuffle crosses a method boundary: a call that is not inlined would box it.
 *
 * <p>Segments given to a facade are native or mapped. A third segment class in one of these loops
 * makes each access of every caller several times slower. Assertions refuse heap segments, except
 * in the two calls of a hash probe, which are kept small enough to be inlined anywhere.
 */
@NullMarked
package dev.cairn.internal.simd;

import org.jspecify.annotations.NullMarked;
