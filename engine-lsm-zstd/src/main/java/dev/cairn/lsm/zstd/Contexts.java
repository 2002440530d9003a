package dev.cairn.lsm.zstd;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that a compression or a restoration works in. To make it for each block would take
 * longer than to restore the block.
 *
 * <p>Not one for each thread: those would live as long as their threads, of which there may be
 * thousands that have read once.
 */
final class Contexts<C> {
  static final Contexts<ZstdCompressCtx> COMPRESS =
      new Contexts<>(
          () -> new ZstdCompressCtx().setChecksum(false).setDictID(false), ZstdCompressCtx::close);

  static final Contexts<ZstdDecompressCtx> DECOMPRESS =
      new Contexts<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

  private final Supplier<C> make;
  private final Consumer<C> free;
  private final ArrayBlockingQueue<C> idle =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  private Contexts(Supplier<C> make, Consumer<C> free) {
    this.make = make;
    this.free = free;
  }

  /** Takes one, for the caller alone until it is given back. */
  C take() {
    @Nullable C context = idle.poll();
    return context != null ? context : made();
  }

  private C made() {
    try {
      return make.get();
    } catch (IllegalStateException failure) {
      // The library says so where it finds no memory.
      OutOfMemoryError noMemory = new OutOfMemoryError(failure.getMessage());
      noMemory.initCause(failure);
      throw noMemory;
    }
  }

  /** Gives one back; none is kept for more threads than run at a time. */
  void giveBack(C context) {
    if (!idle.offer(context)) {
      free.accept(context);
    }
  }
}
