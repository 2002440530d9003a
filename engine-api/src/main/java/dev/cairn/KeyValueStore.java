package dev.cairn;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A map from byte strings to byte strings in off-heap memory and, if it was opened with a
 * directory, on disk.
 *
 * <p>All methods may be called from any number of threads, platform or virtual, and each takes
 * effect at one instant between its call and its return. The writes without a {@link Durability} of
 * their own have the one of the store's options. A write may be seen by other threads before it is
 * as durable as it asked to be; after {@link #sync()} all that the caller has seen is on the
 * device.
 *
 * <p>An interrupt harms nothing: a write that was begun is completed and the thread's flag is kept.
 *
 * <p>After the first time the disk failed to write or sync acknowledged data, the store refuses
 * every write with {@link StoreFailedException} and goes on to answer reads: what the disk holds is
 * uncertain until the store is opened anew. A disk without space is milder: the write that met it
 * throws {@link OutOfSpaceException} and changes nothing, and a later write may succeed. A write
 * that needs more memory than the budget can give throws {@link MemoryBudgetException} and changes
 * nothing.
 *
 * <p>Arrays, segments and batches that are given to a write must not change until it returns: a
 * record that changed while it was written does not have the checksum that it should. Read from
 * disk it is damaged, and after a crash the log ends there, with the loss of all that was written
 * later.
 *
 * <p>All writes throw {@link IllegalArgumentException} for a key longer than {@value
 * Limits#MAX_KEY_BYTES} bytes or a value longer than {@value Limits#MAX_VALUE_BYTES}, and {@link
 * IllegalStateException} once the store is closed.
 */
public interface KeyValueStore extends Reader, AutoCloseable {
  /**
   * Sets the value of a key, whether or not it has one.
   *
   * @param key the key
   * @param value the value
   */
  void put(byte[] key, byte[] value);

  /**
   * Sets the value of a key, whether or not it has one.
   *
   * @param key the key, in native or heap memory; read until this method returns
   * @param value the value, likewise
   */
  void put(MemorySegment key, MemorySegment value);

  /**
   * Removes a key. It says nothing about what was there, because an engine that does not know would
   * have to look.
   *
   * @param key the key
   */
  void delete(byte[] key);

  /**
   * Sets or removes the value of a key if it has the value that is expected.
   *
   * @param key the key
   * @param expected the value that the key must have, or null if it must be absent
   * @param update the value that it gets, or null to remove it
   * @return whether the key was as expected, and so has been updated
   */
  boolean compareAndSet(byte[] key, byte @Nullable [] expected, byte @Nullable [] update);

  /**
   * Applies the operations of a batch in their order, all or none of them, also in a crash. No
   * other write comes between them; a reader that is not a snapshot may see a part of them for a
   * moment.
   *
   * @param batch the operations; unchanged, and may be written again
   * @param durability what the batch shall survive when this method returns
   */
  void write(WriteBatch batch, Durability durability);

  /**
   * Visits every pair, in key order if the engine knows one and otherwise in no order. A pair that
   * is there during the whole walk is visited exactly once; one that is written or removed
   * meanwhile is visited at most once, or twice if it was removed and written again. The visitor
   * may do what a borrower may ({@link #read}): read single keys, but neither write to the store
   * nor close it. One that takes long can make writers wait for memory.
   *
   * @param visitor called for each pair; what it throws ends the walk and reaches the caller
   */
  void forEach(EntryVisitor visitor);

  /**
   * Brings to the device all writes that any thread has been acknowledged for before this call, and
   * all that this thread has seen.
   */
  void sync();

  /**
   * Writes a consistent copy of the store, with the effect of all writes acknowledged before this
   * call, into a new directory, while reads and writes go on. The copy is itself a store that
   * opens, and is on the device when this method returns.
   *
   * @param directory must not exist or must be empty; created with its parents if absent
   * @throws IllegalArgumentException if it is neither absent nor an empty directory
   * @throws StoreLockedException if another copy is being written there
   */
  void checkpoint(Path directory);

  /**
   * Figures about the store at this moment.
   *
   * @return the figures
   */
  StoreStats stats();

  /**
   * Reads all files of the store, or all its memory if it has none, and checks them: checksums,
   * structure, and that index and data agree. Reads and writes may go on.
   *
   * @throws CorruptionException naming the first thing that is wrong
   */
  void verify();

  /**
   * Brings all acknowledged writes to the device, ends background work, waits for calls in
   * progress, frees all memory and unlocks the directory. A second call does nothing. Any call that
   * comes after, from any thread, throws {@link IllegalStateException}.
   *
   * @throws StoreException if something could not be written, now or at an earlier failure; memory,
   *     files and lock are freed all the same
   */
  @Override
  void close();
}
