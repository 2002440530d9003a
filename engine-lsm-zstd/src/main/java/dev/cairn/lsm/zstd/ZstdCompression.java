package dev.cairn.lsm.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import dev.cairn.lsm.Compression;
import java.lang.foreign.MemorySegment;

/**
 * Zstandard: smaller than LZ4, and several times as slow. A block is one frame as RFC 8878 has it,
 * with the size of its content and without a checksum, since blocks have their own.
 *
 * <p>The work is done by the native library that zstd-jni brings; start the JVM with {@code
 * --enable-native-access=com.github.luben.zstd_jni} (on the class path {@code ALL-UNNAMED}), or it
 * will warn. Each thread that compresses or restores at the same time has some memory of the
 * library's, outside the store's budget: about 50 KiB to restore, and to compress 0.1 to 0.5 MiB at
 * the default level and at most 0.9 MiB at any. As many as there are processors are kept.
 *
 * @param level 1 for the fastest to 22 for the smallest; restoring takes the same. Levels above 9
 *     make blocks of a few kilobytes hardly smaller
 */
public record ZstdCompression(int level) implements Compression {
  private static final int DEFAULT_LEVEL = 3;
  private static final int MAX_LEVEL = 22;
  private static final byte ID = 2;

  /**
   * Loads the native library.
   *
   * @throws IllegalArgumentException if there is no such level
   * @throws UnsatisfiedLinkError if there is no library for this platform
   */
  public ZstdCompression {
    if (level < 1 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("level " + level + ": expected 1 to " + MAX_LEVEL);
    }
    // Here, and not in the middle of a compaction.
    Native.load();
  }

  /** With level 3. Also made by {@link java.util.ServiceLoader}, for reading. */
  public ZstdCompression() {
    this(DEFAULT_LEVEL);
  }

  @Override
  public byte id() {
    return ID;
  }

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public int compress(MemorySegment source, MemorySegment target) {
    ZstdCompressCtx context = Contexts.COMPRESS.take();
    try {
      return context
          .setLevel(level)
          .compressDirectByteBuffer(
              target.asByteBuffer(),
              0,
              (int) target.byteSize(),
              source.asByteBuffer(),
              0,
              (int) source.byteSize());
    } catch (ZstdException failure) {
      if (failure.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return -1;
      }
      throw unlessForMemory(failure);
    } finally {
      Contexts.COMPRESS.giveBack(context);
    }
  }

  @Override
  public boolean decompress(MemorySegment source, MemorySegment target) {
    ZstdDecompressCtx context = Contexts.DECOMPRESS.take();
    try {
      return context.decompressDirectByteBuffer(
              target.asByteBuffer(),
              0,
              (int) target.byteSize(),
              source.asByteBuffer(),
              0,
              (int) source.byteSize())
          == target.byteSize();
    } catch (ZstdException failure) {
      throw unlessForMemory(failure);
    } finally {
      Contexts.DECOMPRESS.giveBack(context);
    }
  }

  /** A block is not damaged because the process has no more memory. */
  private static ZstdException unlessForMemory(ZstdException failure) {
    if (failure.getErrorCode() == Zstd.errMemoryAllocation()) {
      OutOfMemoryError noMemory = new OutOfMemoryError(failure.getMessage());
      noMemory.initCause(failure);
      throw noMemory;
    }
    return failure;
  }
}
