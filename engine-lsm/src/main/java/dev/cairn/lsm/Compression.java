package dev.cairn.lsm;

import java.lang.foreign.MemorySegment;

/**
 * How blocks of tables are compressed. {@link #NONE} and {@link #LZ4} are part of the engine;
 * others are found by {@link java.util.ServiceLoader}, so a store opens whatever compressions its
 * tables name, if the modules that have them are on the class path or module path.
 *
 * <p>Any thread may use one, many at a time. All memory that it is given is native, and the
 * caller's until it returns.
 */
public interface Compression {
  /** None at all. */
  Compression NONE = new NoCompression();

  /** The LZ4 block format: a third to a half of the size of text, restored at memory speed. */
  Compression LZ4 = new Lz4Compression();

  /**
   * What stands for this compression in files, for good: 0 is {@link #NONE}, 1 {@link #LZ4}, 2
   * Zstandard, and those up to 63 are the engine's to give. No two modules may have the same.
   *
   * @return the id
   */
  byte id();

  /**
   * What people call it.
   *
   * @return a word in lower case
   */
  String name();

  /**
   * Compresses bytes, if they become short enough to fit in a target. If this throws a {@link
   * RuntimeException}, or returns what it must not, that is logged, and the block is stored as it
   * is.
   *
   * @param source all of the bytes
   * @param target the most that they may take, which is less than they take now
   * @return how many bytes of the target they took, at least one, or -1 if they do not fit in it
   */
  int compress(MemorySegment source, MemorySegment target);

  /**
   * Restores bytes. The source may be damaged, and may have been made by an attacker.
   *
   * @param source what {@link #compress} made, or anything else
   * @param target as long as what was compressed
   * @return whether the source was of exactly as many bytes as the target has; if not, or if this
   *     throws a {@link RuntimeException}, the block is said to be damaged
   */
  boolean decompress(MemorySegment source, MemorySegment target);
}
