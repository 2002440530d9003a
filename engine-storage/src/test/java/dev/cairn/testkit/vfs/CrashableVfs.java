package dev.cairn.testkit.vfs;

import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory that records every effect, and rebuilds what a crash after any of them
 * could leave.
 *
 * <p>Run a workload on it once; then, for steps from 0 to {@link #steps}, ask for {@link
 * #stateAfter} under one or more plans, open the store on what comes back, and compare with {@link
 * #lastMarkAt}. Asking in order of steps is fast; going back to an earlier step replays from the
 * start.
 *
 * <p>What a crash may do is worse than what most disks do. Every 512-byte sector that was not
 * synced has any of the contents it had since; a size may be there before the bytes, which then are
 * zeros; a name that {@link #syncDirectory} has not covered may be missing, even if the file was
 * synced. A write is two steps, split at a random byte, because a process may be killed and a page
 * written back in the middle.
 *
 * <p>Everything happens under the monitor, one effect at a time.
 */
public final class CrashableVfs implements Vfs {
  private final SplittableRandom random;
  private final MemoryVfs live;
  private final Trace trace;
  private final Map<String, Integer> fileNumbers;
  private int nextFileNumber;

  /**
   * Makes an empty directory.
   *
   * @param seed what chooses where a write is split
   */
  public CrashableVfs(long seed) {
    this(seed, DiskState.EMPTY);
  }

  private CrashableVfs(long seed, DiskState start) {
    this(seed, new Trace(start), start);
  }

  private CrashableVfs(long seed, Trace trace, DiskState now) {
    random = new SplittableRandom(seed);
    live = now.toMemory();
    this.trace = trace;
    fileNumbers = new HashMap<>(trace.names(trace.steps()));
    nextFileNumber = trace.fileCount(trace.steps());
  }

  /**
   * Counts the effects so far.
   *
   * @return the last step's number; the first effect is step 1
   */
  public synchronized int steps() {
    return trace.steps();
  }

  /**
   * Says what happened in a step, for a test's message.
   *
   * @param step 1 to {@link #steps}
   * @return the effect in words
   */
  public synchronized String describeStep(int step) {
    return trace.effect(step).toString();
  }

  /**
   * Finds the syncs that a device could have lied about.
   *
   * @return the steps of all successful syncs of files and of the directory
   */
  public synchronized List<Integer> syncSteps() {
    return trace.syncSteps();
  }

  /**
   * Attaches something to the present step, such as "operation 17 was acknowledged".
   *
   * @param mark what is known from here on
   */
  public synchronized void mark(Object mark) {
    trace.mark(mark);
  }

  /**
   * Finds what was known at a step.
   *
   * @param step 0 to {@link #steps}
   * @return the last mark made when no more than these steps had happened, or null
   */
  public @Nullable Object lastMarkAt(int step) {
    return lastMarkAt(step, Object.class);
  }

  /**
   * Finds what was known at a step, among marks of one type.
   *
   * @param step 0 to {@link #steps}
   * @param type the marks' type
   * @param <T> the marks' type
   * @return the last such mark made when no more than these steps had happened, or null
   */
  public synchronized <T> @Nullable T lastMarkAt(int step, Class<T> type) {
    return trace.lastMarkAt(step, type);
  }

  /**
   * Rebuilds what a crash right after a step could leave.
   *
   * @param step 0 to {@link #steps}
   * @param plan what the crash does
   * @return a new directory
   */
  public MemoryVfs stateAfter(int step, CrashPlan plan) {
    return crashAfter(step, plan).toMemory();
  }

  /**
   * Rebuilds what a crash right after a step could leave, on a disk that may crash again.
   *
   * @param step 0 to {@link #steps}
   * @param plan what the crash does
   * @param seed the new directory's seed
   * @return a new directory, all durable, with a recording of its own
   */
  public CrashableVfs crashableStateAfter(int step, CrashPlan plan, long seed) {
    return new CrashableVfs(seed, crashAfter(step, plan));
  }

  /**
   * What a kill of the process right after a step leaves: all that was written is seen, and what
   * was not synced is still not on the device. The recording goes on, so that power may fail later.
   *
   * @param step 0 to {@link #steps}
   * @param seed the new directory's seed
   * @return a new directory, whose first steps are those of this one
   */
  public synchronized CrashableVfs killedAfter(int step, long seed) {
    return new CrashableVfs(seed, trace.upTo(step), trace.crashAfter(step, CrashPlan.keepAll()));
  }

  /**
   * Finds what a crash right after a step could leave, for whoever may have seen the same before.
   *
   * @param step 0 to {@link #steps}
   * @param plan what the crash does
   * @return what {@link #stateAfter} makes a directory of
   */
  public synchronized DiskState crashAfter(int step, CrashPlan plan) {
    return trace.crashAfter(step, plan);
  }

  @Override
  public synchronized VfsFile open(String name, OpenMode mode) {
    VfsFile file = live.open(name, mode);
    if (mode == OpenMode.CREATE) {
      recordCreated(name);
    }
    return new CrashableFile(this, file, number(name));
  }

  @Override
  public boolean exists(String name) {
    return live.exists(name);
  }

  @Override
  public List<String> list() {
    return live.list();
  }

  @Override
  public synchronized void rename(String from, String to) {
    live.rename(from, to);
    int file = number(from);
    fileNumbers.remove(from);
    fileNumbers.put(to, file);
    trace.add(new Effect.Renamed(from, to, file));
  }

  @Override
  public synchronized void delete(String name) {
    live.delete(name);
    trace.add(new Effect.Deleted(name, number(name)));
    fileNumbers.remove(name);
  }

  @Override
  public synchronized void syncDirectory() {
    live.syncDirectory();
    trace.add(new Effect.DirectorySynced());
  }

  @Override
  public synchronized VfsLock lock(String name) {
    VfsLock lock = live.lock(name);
    if (!fileNumbers.containsKey(name)) {
      recordCreated(name);
    }
    return lock;
  }

  @Override
  public String describe(String name) {
    return live.describe(name);
  }

  /** Ends the use as a directory. The recording stays. */
  @Override
  public void close() {
    live.close();
  }

  void record(Effect effect) {
    trace.add(effect);
  }

  /** Records that bytes were written, in two steps. */
  void recordWritten(
      String name, int file, long position, MemorySegment source, long offset, long bytes) {
    MemorySegment written = MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
    MemorySegment.copy(source, offset, written, 0, bytes);
    long cut = bytes < 2 ? 0 : random.nextLong(1, bytes);
    if (cut > 0) {
      record(new Effect.Written(name, file, position, written.asSlice(0, cut)));
    }
    if (cut < bytes) {
      record(new Effect.Written(name, file, position + cut, written.asSlice(cut)));
    }
  }

  /** Records that a file was grown by zeros, in two steps. */
  void recordGrown(String name, int file, long before, long after) {
    if (after - before > 1) {
      record(new Effect.Resized(name, file, random.nextLong(before + 1, after)));
    }
    record(new Effect.Resized(name, file, after));
  }

  private void recordCreated(String name) {
    fileNumbers.put(name, nextFileNumber);
    record(new Effect.Created(name, nextFileNumber));
    nextFileNumber++;
  }

  private int number(String name) {
    return Objects.requireNonNull(fileNumbers.get(name));
  }
}
