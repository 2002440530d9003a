package dev.cairn.internal.vfs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one file in memory, in chunks; a chunk that was never written is all zeros and takes
 * no memory.
 *
 * <p>Reads and writes inside existing chunks take no lock, like those of a mapped file: whoever
 * reads bytes while another thread writes them sees some mixture. Whatever changes the table of
 * chunks or the size holds the monitor.
 */
final class SparseBytes {
  private static final int CHUNK_BYTES = 4 << 10;

  /** Replaced by a longer one under the monitor; readers see either. */
  private volatile AtomicReferenceArray<byte @Nullable []> chunks = new AtomicReferenceArray<>(1);

  /** Grows after the bytes were written, so that whoever sees the size sees the bytes. */
  private volatile long size;

  long size() {
    return size;
  }

  int read(long position, MemorySegment target, long offset, int bytes) {
    int readable = (int) Math.clamp(size - position, 0, (long) bytes);
    int done = 0;
    while (done < readable) {
      long at = position + done;
      int inChunk = (int) (at % CHUNK_BYTES);
      int step = Math.min(readable - done, CHUNK_BYTES - inChunk);
      byte @Nullable [] chunk = chunkOrNull(at / CHUNK_BYTES);
      if (chunk == null) {
        target.asSlice(offset + done, step).fill((byte) 0);
      } else {
        MemorySegment.copy(chunk, inChunk, target, ValueLayout.JAVA_BYTE, offset + done, step);
      }
      done += step;
    }
    return readable;
  }

  void write(long position, MemorySegment source, long offset, long bytes) {
    long done = 0;
    while (done < bytes) {
      long at = position + done;
      int inChunk = (int) (at % CHUNK_BYTES);
      int step = (int) Math.min(bytes - done, CHUNK_BYTES - inChunk);
      byte[] chunk = chunk(at / CHUNK_BYTES);
      MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset + done, chunk, inChunk, step);
      done += step;
    }
    if (bytes > 0) {
      growTo(position + bytes);
    }
  }

  synchronized void growTo(long bytes) {
    size = Math.max(size, bytes);
  }

  synchronized void truncate(long bytes) {
    if (bytes >= size) {
      return;
    }
    size = bytes;
    // What is cut off must read as zeros if the file grows again.
    int inChunk = (int) (bytes % CHUNK_BYTES);
    byte @Nullable [] last = chunkOrNull(bytes / CHUNK_BYTES);
    if (last != null) {
      Arrays.fill(last, inChunk, CHUNK_BYTES, (byte) 0);
    }
    AtomicReferenceArray<byte @Nullable []> table = chunks;
    for (int i = (int) (bytes / CHUNK_BYTES) + 1; i < table.length(); i++) {
      table.set(i, null);
    }
  }

  private byte @Nullable [] chunkOrNull(long index) {
    AtomicReferenceArray<byte @Nullable []> table = chunks;
    return index < table.length() ? table.get((int) index) : null;
  }

  private byte[] chunk(long index) {
    byte @Nullable [] chunk = chunkOrNull(index);
    return chunk != null ? chunk : newChunk(Math.toIntExact(index));
  }

  private synchronized byte[] newChunk(int index) {
    if (index >= chunks.length()) {
      var longer =
          new AtomicReferenceArray<byte @Nullable []>(Math.max(index + 1, 2 * chunks.length()));
      for (int i = 0; i < chunks.length(); i++) {
        longer.set(i, chunks.get(i));
      }
      chunks = longer;
    }
    byte @Nullable [] chunk = chunks.get(index);
    if (chunk == null) {
      chunk = new byte[CHUNK_BYTES];
      chunks.set(index, chunk);
    }
    return chunk;
  }
}
