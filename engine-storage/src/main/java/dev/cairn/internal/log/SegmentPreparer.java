package dev.cairn.internal.log;

import dev.cairn.OutOfSpaceException;
import dev.cairn.internal.event.StallEvent;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.store.Pause;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsWindow;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next segment ready while the present one fills, so that a writer finds it there.
 *
 * <p>The file is written with zeros before it is mapped: a store into it can then not meet a full
 * disk, which through a mapping would be an error at any instruction. A full disk is met here, and
 * reaches the one writer that needed the segment; the next writer tries anew.
 *
 * <p>Where writers are faster than memory and files are made, they would fill the tail and then all
 * wait for the whole of the next segment. So they are slowed before, a millisecond or two at a
 * time, to fill the tail in no less time than the next segment took last, and not all of it: its
 * end is a reserve, into which each thread brings one write in two milliseconds, however long it
 * takes.
 */
final class SegmentPreparer {
  // Shorter waits cost more than they slow.
  private static final long MIN_WAIT_NANOS = 200_000;
  private static final long MAX_WAIT_NANOS = 2_000_000;

  // Of a tail of 2 MiB the rest takes the puts of seconds then.
  private static final double RESERVE_FROM = 0.75;

  /** The segment that is being made to follow the tail, of which a part was full by then. */
  private record Shortage(
      CompletableFuture<SpareSegment> next, double full, long beginNanos, long expectedNanos) {}

  private final @Nullable SegmentFiles files;
  private final @Nullable GoneSegments gone;
  private final int segmentBytes;
  private final SegmentMemory memory;
  private final Executor background;
  private final LongSupplier nanoTime;
  private final LongConsumer pauseUntil;
  private final AtomicLong nextId;
  private final LongAdder stallCount = new LongAdder();
  private final LongAdder stallNanos = new LongAdder();

  // Guarded by the log's append lock.
  private final ArrayDeque<CompletableFuture<SpareSegment>> ahead = new ArrayDeque<>();

  private volatile boolean expectsForces;

  private volatile @Nullable Shortage shortage;

  // How long the last one took.
  private volatile long preparationNanos;

  SegmentPreparer(
      @Nullable Vfs files,
      int segmentBytes,
      SegmentMemory memory,
      FailureLatch latch,
      Executor background,
      int keptFiles,
      long firstId) {
    this(
        files,
        segmentBytes,
        memory,
        latch,
        background,
        keptFiles,
        firstId,
        System::nanoTime,
        Pause::until);
  }

  /** With another clock, and another way to wait until it shows an instant. */
  SegmentPreparer(
      @Nullable Vfs files,
      int segmentBytes,
      SegmentMemory memory,
      FailureLatch latch,
      Executor background,
      int keptFiles,
      long firstId,
      LongSupplier nanoTime,
      LongConsumer pauseUntil) {
    this.files = files == null ? null : new SegmentFiles(files, segmentBytes, keptFiles, latch);
    this.gone = this.files == null ? null : new GoneSegments(this.files, background);
    this.segmentBytes = segmentBytes;
    this.memory = memory;
    this.background = background;
    this.nanoTime = nanoTime;
    this.pauseUntil = pauseUntil;
    this.nextId = new AtomicLong(firstId);
  }

  /** Takes a segment for a record of so many bytes, and has the next one prepared. */
  SpareSegment take(long recordBytes, SegmentUse use) {
    expectsForces = use == SegmentUse.FORCED;
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
    prepareAhead(0);
    return spare;
  }

  /** Whether the segment after the tail is being made, so that who needs it now must wait. */
  boolean isNextAwaited() {
    Shortage current = shortage;
    return current != null && !current.next.isDone();
  }

  /** Waits a little if the tail fills faster than the segment after it can be had. */
  void pace(LogSegment tail) {
    Shortage current = shortage;
    if (current == null || current.next.isDone()) {
      return;
    }
    double part = partBeforeReserve(tail);
    long now = nanoTime.getAsLong();
    long wait = MAX_WAIT_NANOS;
    if (part < 1) {
      double filled = (part - current.full) / (1 - current.full);
      long due = current.beginNanos + (long) (filled * current.expectedNanos);
      wait = Math.min(due - now, MAX_WAIT_NANOS);
    }
    long end = now + wait;
    if (wait >= MIN_WAIT_NANOS) {
      stalled(() -> {
        pauseUntil(end, current.next);
        return end;
      });
    }
  }

  /** Waits for an instant, and no longer than for a segment. */
  private void pauseUntil(long end, CompletableFuture<SpareSegment> next) {
    for (long now; !next.isDone() && end - (now = nanoTime.getAsLong()) > 0; ) {
      pauseUntil.accept(now + Math.min(end - now, MIN_WAIT_NANOS));
    }
  }

  /** Whether the segments that writers will need next are ready or being made so. */
  boolean isAhead() {
    return !ahead.isEmpty();
  }

  private static double partBeforeReserve(LogSegment tail) {
    return tail.end() / (RESERVE_FROM * tail.capacityBytes());
  }

  /** Has segments prepared until as many are ready as there is memory to spare for. */
  void prepareAhead(LogSegment tail) {
    prepareAhead(partBeforeReserve(tail));
  }

  private void prepareAhead(double full) {
    try {
      while (ahead.size() < memory.spareCount()) {
        ahead.add(CompletableFuture.supplyAsync(this::prepareNext, background));
      }
    } catch (RejectedExecutionException | OutOfMemoryError nobody) {
      // The log is being closed, or there is no thread to be had: who needs a segment makes it.
    }
    CompletableFuture<SpareSegment> next = ahead.peek();
    shortage =
        next == null ? null : new Shortage(next, full, nanoTime.getAsLong(), preparationNanos);
  }

  private SpareSegment prepareNext() {
    long begin = nanoTime.getAsLong();
    SpareSegment spare = prepare(segmentBytes);
    preparationNanos = nanoTime.getAsLong() - begin;
    return spare;
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

  private <T> T stalled(Supplier<T> source) {
    long start = nanoTime.getAsLong();
    StallEvent event = new StallEvent();
    event.begin();
    event.reason = "log segment";
    try {
      return source.get();
    } finally {
      event.commit();
      stallCount.increment();
      stallNanos.add(nanoTime.getAsLong() - start);
    }
  }

  private SpareSegment prepare(long capacityBytes) {
    Block block = memory.take(capacityBytes);
    long id = nextId.getAndIncrement();
    if (files == null) {
      return new SpareSegment(id, capacityBytes, null, null, block);
    }
    String name = LogFormat.fileName(id);
    VfsFile file = null;
    VfsWindow window = null;
    try {
      file = create(files, name, capacityBytes);
      // Whoever forces writes wants the first force to be short, and not to carry the zeros and the
      // name. Otherwise the zeros need never reach the disk, and the name, for which all must wait
      // that is being forced, not before the segment.
      boolean isForceExpected = expectsForces;
      if (isForceExpected) {
        file.sync();
        files.syncNames();
      }
      window = file.map(capacityBytes);
      if (!isForceExpected) { // Whose writes take system calls, and a page touched is one changed.
        window.touch(0);
      }
      return new SpareSegment(id, capacityBytes, file, window, block);
    } catch (RuntimeException | Error failure) {
      discard(block, window, file);
      throw failure;
    }
  }

  private VfsFile create(SegmentFiles source, String name, long capacityBytes) {
    try {
      return source.create(name, capacityBytes);
    } catch (OutOfSpaceException full) {
      if (gone == null || !gone.deleteAll()) {
        throw full;
      }
      return source.create(name, capacityBytes);
    }
  }

  /** See {@link SegmentFiles#syncNames}. */
  void syncNames() {
    Objects.requireNonNull(files).syncNames();
  }

  /** See {@link SegmentFiles#requireNames}. */
  void requireNames() {
    Objects.requireNonNull(files).requireNames();
  }

  /** Takes the file of a segment that is gone, for one that will come. */
  void free(LogSegment segment) {
    Objects.requireNonNull(gone).add(segment);
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
    giveUpAhead();
    deleteKept();
  }

  /** Deletes the files that are kept for segments to come, or will be. */
  void deleteKept() {
    if (files != null && gone != null) {
      boolean _ = gone.deleteAll();
      files.deleteKept();
    }
  }

  /** Removes what was prepared and not used. */
  void giveUpAhead() {
    for (CompletableFuture<SpareSegment> prepared; (prepared = ahead.poll()) != null; ) {
      SpareSegment spare = prepared.handle((made, failure) -> made).join();
      if (spare != null) { // Otherwise it has cleaned up, and nobody needed the segment.
        discard(spare);
      }
    }
  }

  void discard(SpareSegment spare) {
    discard(spare.block(), spare.window(), spare.file());
  }

  private void discard(Block block, @Nullable VfsWindow window, @Nullable VfsFile file) {
    memory.giveBack(block);
    if (window != null) {
      window.close();
    }
    if (files != null && file != null) {
      files.discard(file);
    }
  }
}
