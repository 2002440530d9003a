package dev.cairn.internal.log;

import dev.cairn.StoreIOException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the next segment ready while the present one fills, so that a writer finds it there.
 *
 * <p>The file is written with zeros before it is mapped: a store into it can then not meet a full
 * disk, which through a mapping would be an error at any instruction. A full disk is met here, and
 * reaches the one writer that needed the segment; the next writer tries anew.
 *
 * <p>The files of segments that are gone are kept, a few, and become the next ones: their blocks on
 * the disk and their pages in the system's cache are there already.
 */
final class SegmentPreparer {
  private static final Logger LOGGER = LoggerFactory.getLogger(Log.class);

  /** Enough that reclaim, which frees several at once, feeds the writers until its next turn. */
  private static final int MAX_RECYCLED_FILES = 4;

  /** The least that a disk writes as a whole, and more. */
  private static final int FIRST_BYTES = 4096;

  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[1 << 16]);

  private final @Nullable Vfs files;
  private final int segmentBytes;
  private final SegmentMemory memory;
  private final Executor background;
  private final AtomicLong nextId;
  private final LongAdder stallCount = new LongAdder();
  private final LongAdder stallNanos = new LongAdder();

  // Guarded by the log's append lock.
  private final ArrayDeque<CompletableFuture<SpareSegment>> ahead = new ArrayDeque<>();
  private boolean syncsFiles;

  private volatile boolean closed;

  // Names of files of the usual size whose header is zeros on the device.
  private final ConcurrentLinkedDeque<String> recycled = new ConcurrentLinkedDeque<>();

  SegmentPreparer(
      @Nullable Vfs files,
      int segmentBytes,
      SegmentMemory memory,
      Executor background,
      long firstId) {
    this.files = files;
    this.segmentBytes = segmentBytes;
    this.memory = memory;
    this.background = background;
    this.nextId = new AtomicLong(firstId);
  }

  /** Takes a segment for a record of so many bytes, and has the next one prepared. */
  SpareSegment take(long recordBytes, SegmentUse use) {
    syncsFiles = use == SegmentUse.FORCED;
    long neededBytes = LogFormat.HEADER_BYTES + LogFormat.MARK_RECORD_BYTES + recordBytes;
    if (neededBytes > segmentBytes) {
      long units = (neededBytes + segmentBytes - 1) / segmentBytes;
      return stalled(() -> prepare(units * segmentBytes));
    }
    CompletableFuture<SpareSegment> prepared = ahead.poll();
    SpareSegment spare;
    if (prepared == null || prepared.isCompletedExceptionally()) {
      spare = stalled(() -> prepare(segmentBytes)); // What failed earlier may succeed by now.
    } else if (prepared.isDone()) {
      spare = prepared.join();
    } else {
      spare = stalled(() -> join(prepared));
    }
    prepareAhead();
    return spare;
  }

  /** Whether the segments that writers will need next are ready or being made so. */
  boolean isAhead() {
    return !ahead.isEmpty();
  }

  /** Has segments prepared until as many are ready as there is memory to spare for. */
  void prepareAhead() {
    while (ahead.size() < memory.spareCount()) {
      ahead.add(CompletableFuture.supplyAsync(() -> prepare(segmentBytes), background));
    }
  }

  private static SpareSegment join(CompletableFuture<SpareSegment> prepared) {
    try {
      return prepared.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  private SpareSegment stalled(Supplier<SpareSegment> source) {
    long start = System.nanoTime();
    try {
      return source.get();
    } finally {
      stallCount.increment();
      stallNanos.add(System.nanoTime() - start);
    }
  }

  private SpareSegment prepare(long capacityBytes) {
    Block block = memory.take(capacityBytes);
    long id = nextId.getAndIncrement();
    Vfs disk = files;
    if (disk == null) {
      return new SpareSegment(id, capacityBytes, null, null, block);
    }
    String name = LogFormat.fileName(id);
    VfsFile file = null;
    VfsWindow window = null;
    try {
      file = open(disk, name, capacityBytes);
      // Whoever forces writes wants the first force to be short, and not to carry the zeros.
      // Otherwise the zeros need never reach the disk.
      if (syncsFiles) {
        file.sync();
      }
      disk.syncDirectory();
      window = file.map(capacityBytes);
      window.touch();
      return new SpareSegment(id, capacityBytes, file, window, block);
    } catch (RuntimeException | Error failure) {
      if (window != null) {
        window.close();
      }
      if (file != null) {
        deleteAfter(failure, disk, file);
      }
      memory.giveBack(block);
      throw failure;
    }
  }

  /** A file of zeros, under a name that no file ever had. */
  private VfsFile open(Vfs disk, String name, long capacityBytes) {
    String old = capacityBytes == segmentBytes ? recycled.poll() : null;
    if (old != null) {
      disk.rename(old, name);
    }
    VfsFile file = disk.open(name, old == null ? OpenMode.CREATE : OpenMode.WRITE);
    try {
      if (old == null) {
        file.allocate(capacityBytes);
      } else {
        for (long at = 0; at < capacityBytes; at += ZEROS.byteSize()) {
          file.write(at, ZEROS, 0, Math.min(ZEROS.byteSize(), capacityBytes - at));
        }
      }
      return file;
    } catch (RuntimeException | Error failure) {
      deleteAfter(failure, disk, file);
      throw failure;
    }
  }

  /**
   * Keeps the file of a segment that is gone for one that will come, or deletes it. Its header goes
   * first, and for good: a crash must not find it under another name, or behind it records that
   * were appended since.
   */
  void recycle(VfsFile file, long capacityBytes) {
    Vfs disk = Objects.requireNonNull(files);
    boolean isKept =
        capacityBytes == segmentBytes && !closed && recycled.size() < MAX_RECYCLED_FILES;
    try (file) {
      if (isKept) {
        file.write(0, ZEROS, 0, Math.min(FIRST_BYTES, capacityBytes));
        file.sync();
      }
    } catch (StoreIOException e) {
      // What the file holds is not needed, so its failure harms nothing but itself.
      LOGGER.warn("cannot keep {} for another segment", file.name(), e);
      isKept = false;
    }
    if (isKept) {
      recycled.add(file.name());
    } else {
      delete(disk, file.name());
    }
  }

  private static void deleteAfter(Throwable failure, Vfs disk, VfsFile file) {
    try {
      file.close();
      disk.delete(file.name());
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  long nextId() {
    return nextId.get();
  }

  long stallCount() {
    return stallCount.sum();
  }

  long stallNanos() {
    return stallNanos.sum();
  }

  /** Ends preparation and removes what was prepared or kept and not used. */
  void close() {
    closed = true;
    for (CompletableFuture<SpareSegment> prepared : ahead) {
      SpareSegment spare = prepared.handle((made, failure) -> made).join();
      if (spare != null) { // Otherwise it has cleaned up, and nobody needed the segment.
        discard(spare);
      }
    }
    ahead.clear();
    for (String name; (name = recycled.poll()) != null; ) {
      delete(Objects.requireNonNull(files), name);
    }
  }

  void discard(SpareSegment spare) {
    memory.giveBack(spare.block());
    if (spare.window() != null) {
      spare.window().close();
    }
    if (files != null && spare.file() != null) {
      spare.file().close();
      delete(files, spare.file().name());
    }
  }

  private static void delete(Vfs disk, String name) {
    try {
      disk.delete(name);
    } catch (StoreIOException e) {
      // It holds nothing, so the next open deletes it.
      LOGGER.warn("cannot delete {}", name, e);
    }
  }
}
