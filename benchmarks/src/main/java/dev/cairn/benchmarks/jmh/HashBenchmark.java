package dev.cairn.benchmarks.jmh;

import dev.cairn.internal.simd.Crc32;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.simd.Fnv1a;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.internal.simd.Xxh64;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Hashes and checksums of one input, in cache. */
@State(Scope.Thread)
public class HashBenchmark extends KernelCallBenchmark {
  /** The length of the input. */
  @Param({"16", "64", "256", "4096"})
  public int bytes;

  private byte[] array = {};
  private MemorySegment segment = MemorySegment.NULL;

  /** JMH sets the parameters. */
  public HashBenchmark() {}

  /** Makes the input. */
  @Setup
  public void fill() {
    array = new byte[bytes];
    new SplittableRandom(1).nextBytes(array);
    segment = Arena.ofAuto().allocate(bytes, 64);
    MemorySegment.copy(array, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes);
  }

  /**
   * XXH3 of an array.
   *
   * @return the hash
   */
  @Benchmark
  public long xxh3Array() {
    return Xxh3.hash(array, 0, bytes, 1);
  }

  /**
   * XXH3 of a segment.
   *
   * @return the hash
   */
  @Benchmark
  public long xxh3Segment() {
    return Xxh3.hash(segment, 0, bytes, 1);
  }

  /**
   * XXH64 of an array.
   *
   * @return the hash
   */
  @Benchmark
  public long xxh64Array() {
    return Xxh64.hash(array, 0, bytes, 1);
  }

  /**
   * XXH64 of a segment.
   *
   * @return the hash
   */
  @Benchmark
  public long xxh64Segment() {
    return Xxh64.hash(segment, 0, bytes, 1);
  }

  /**
   * FNV-1a of an array.
   *
   * @return the hash
   */
  @Benchmark
  public long fnv1aArray() {
    return Fnv1a.hash64(array, 0, bytes);
  }

  /**
   * FNV-1a of a segment.
   *
   * @return the hash
   */
  @Benchmark
  public long fnv1aSegment() {
    return Fnv1a.hash64(segment, 0, bytes);
  }

  /**
   * FNV-1a of an array, with 32 bits.
   *
   * @return the hash
   */
  @Benchmark
  public int fnv1aArray32() {
    return Fnv1a.hash32(array, 0, bytes);
  }

  /**
   * FNV-1a of a segment, with 32 bits.
   *
   * @return the hash
   */
  @Benchmark
  public int fnv1aSegment32() {
    return Fnv1a.hash32(segment, 0, bytes);
  }

  /**
   * CRC-32C of a segment that goes on from an earlier one.
   *
   * @return the checksum
   */
  @Benchmark
  public int crc32cUpdate() {
    return Crc32c.update(1, segment, 0, bytes);
  }

  /**
   * CRC-32C of an array that goes on from an earlier one.
   *
   * @return the checksum
   */
  @Benchmark
  public int crc32cUpdateArray() {
    return Crc32c.update(1, array, 0, bytes);
  }

  /**
   * CRC-32C of an array.
   *
   * @return the checksum
   */
  @Benchmark
  public int crc32cArray() {
    return Crc32c.of(array, 0, bytes);
  }

  /**
   * CRC-32C of a segment.
   *
   * @return the checksum
   */
  @Benchmark
  public int crc32cSegment() {
    return Crc32c.of(segment, 0, bytes);
  }

  /**
   * CRC-32 of an array.
   *
   * @return the checksum
   */
  @Benchmark
  public int crc32Array() {
    return Crc32.of(array, 0, bytes);
  }

  /**
   * CRC-32 of a segment.
   *
   * @return the checksum
   */
  @Benchmark
  public int crc32Segment() {
    return Crc32.of(segment, 0, bytes);
  }
}
