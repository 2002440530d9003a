package dev.cairn.testkit.edit;

import dev.cairn.Durability;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.internal.vfs.VfsLock;
import dev.cairn.internal.vfs.VfsWindow;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/** What mutants call in place of what they should: {@link Edit#sabotage}. */
public final class Sabotage {
  private static final AtomicLong LAST_SYNCED = new AtomicLong();

  private Sabotage() {}

  /**
   * Tries a sync again that failed, as if it could still succeed.
   *
   * @param file the file
   */
  public static void syncAgain(VfsFile file) {
    try {
      file.sync();
    } catch (StoreIOException failure) {
      file.sync();
    }
  }

  /**
   * Takes a sync that failed for one that did not matter.
   *
   * @param file the file
   */
  public static void syncOrNot(VfsFile file) {
    try {
      file.sync();
    } catch (StoreIOException failure) {
      // The bug.
    }
  }

  /**
   * Takes a copy that failed for one that did not matter.
   *
   * @param window the window
   * @param position where to
   * @param source where from
   * @param offset from which byte on
   * @param bytes how many
   */
  public static void copyOrNot(
      VfsWindow window, long position, MemorySegment source, long offset, long bytes) {
    try {
      window.copyIn(position, source, offset, bytes);
    } catch (StoreIOException failure) {
      // The bug.
    }
  }

  /**
   * Takes room that there is not for room that there will be.
   *
   * @param file the file
   * @param bytes how many it should have room for
   */
  public static void allocateOrNot(VfsFile file, long bytes) {
    try {
      file.allocate(bytes);
    } catch (OutOfSpaceException full) {
      // The bug.
    }
  }

  /**
   * Brings all to the device, and takes for its end the one of the call before.
   *
   * @param log the log
   * @return the position up to which all was on the device then, or 0
   */
  public static long syncLate(Log log) {
    return LAST_SYNCED.getAndSet(log.sync());
  }

  /**
   * Promises less than it was asked to.
   *
   * @param asked what writes shall survive
   * @return the name of what they survive
   */
  public static String onlyMemory(Durability asked) {
    return Durability.MEMORY.name();
  }

  /**
   * Takes a part of a file for one that the disk does not give.
   *
   * @param file the file
   * @param position where to begin
   * @param target where the bytes would go
   * @param offset from which byte on
   * @param bytes how many
   * @return nothing
   */
  public static int readNothing(
      VfsFile file, long position, MemorySegment target, long offset, int bytes) {
    if (bytes > 0) {
      throw new StoreIOException(file.name() + ": " + bytes + " bytes at " + position);
    }
    return 0;
  }

  /**
   * Renames in two steps, between which neither file is there.
   *
   * @param files the directory
   * @param from the old name
   * @param to the new name
   */
  public static void deleteAndRename(Vfs files, String from, String to) {
    if (files.exists(to)) {
      files.delete(to);
      files.syncDirectory();
    }
    files.rename(from, to);
  }

  /**
   * Takes a lock and gives it up at once.
   *
   * @param files the directory
   * @param name the lock's name
   * @return what looks like the lock
   */
  public static VfsLock lockForAMoment(Vfs files, String name) {
    VfsLock lock = files.lock(name);
    lock.close();
    return lock;
  }

  /**
   * Takes the operations of a batch for single ones.
   *
   * @param segment whose bytes they are
   * @param memory the segment's bytes
   * @param offset where the batch begins
   * @param limit where the segment's records end
   * @return where the batch's own record ends
   */
  public static long batchOfNothing(
      LogSegment segment, MemorySegment memory, long offset, long limit) {
    return offset + LogRecord.bytes(memory, offset);
  }

  /**
   * Frees what may still be read.
   *
   * @param epochs which would have told when nobody reads it
   * @param free frees it
   */
  public static void freeAtOnce(Epochs epochs, Runnable free) {
    free.run();
  }

  /**
   * Sorts numbers whose lowest bits are indexes the other way round where only the indexes differ.
   *
   * @param numbers the numbers, of which the last may have an index up to their count
   */
  public static void sortWithIndexesReversed(long[] numbers) {
    long indexes = (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(numbers.length))) - 1;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] ^= indexes;
    }
    Arrays.sort(numbers);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] ^= indexes;
    }
  }

  /**
   * Takes the values of a map in the order of its keys the other way round.
   *
   * @param map the map
   * @return its values
   */
  public static Collection<?> valuesFromTheLast(TreeMap<?, ?> map) {
    return map.descendingMap().values();
  }

  /**
   * Forgets to add a run of pages to a map.
   *
   * @param map the map
   * @param first the first page
   * @param count how many
   * @return the map as it was
   */
  public static long[] mapAsItIs(long[] map, int first, int count) {
    return map;
  }

  /**
   * Changes a number in two steps, between which another may come.
   *
   * @param number the number
   * @param change what becomes of it
   * @return what it was
   */
  public static long updateInTwoSteps(AtomicLong number, LongUnaryOperator change) {
    long before = number.get();
    Preemption.here();
    number.set(change.applyAsLong(before));
    return before;
  }

  /**
   * Removes also what should stay.
   *
   * @param all what there is
   * @param condition what should go
   * @return whether there was anything
   */
  public static boolean removeAll(ArrayDeque<?> all, Predicate<?> condition) {
    boolean isChanged = !all.isEmpty();
    all.clear();
    return isChanged;
  }

  /**
   * Counts down, and looks in another step what is left.
   *
   * @param count the count
   * @return what is left
   */
  public static int decrementAndLook(AtomicInteger count) {
    int _ = count.decrementAndGet();
    Preemption.here();
    return count.get();
  }
}
