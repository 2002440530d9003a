package dev.cairn;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be asked for the value of a key: a store as it is now, or a snapshot of it.
 *
 * <p>Keys are 0 to {@value Limits#MAX_KEY_BYTES} bytes. Arrays passed in are never kept, arrays
 * returned are the caller's. All methods may be called from any number of threads, platform or
 * virtual.
 *
 * <p>All methods throw {@link IllegalStateException} once the reader is closed, {@link
 * CorruptionException} if bytes on disk fail their check and {@link StoreIOException} if the disk
 * does not answer.
 */
public interface Reader {
  /**
   * The value of a key.
   *
   * @param key the key
   * @return a copy of the value, or null if the key is absent
   * @throws IllegalArgumentException if the key is too long
   */
  byte @Nullable [] get(byte[] key);

  /**
   * Looks at the value of a key where it lies, without a copy. The borrower runs on this thread, at
   * most once, while the store keeps the value's memory; a borrower that takes long can make
   * writers wait for memory. It may read single keys. Writes, {@code forEach}, {@code sync}, {@code
   * checkpoint}, {@code verify} and {@code close} of the store, and {@code scan} of an LSM store,
   * throw {@link IllegalStateException} there; a B+ tree store may be scanned.
   *
   * @param key the key, in native or heap memory
   * @param borrower called with the value if the key is present
   * @param <R> what the borrower returns
   * @return what the borrower returned, or null if the key is absent
   * @throws IllegalArgumentException if the key is too long
   */
  <R extends @Nullable Object> @Nullable R read(MemorySegment key, ValueBorrower<R> borrower);

  /**
   * Whether a key is present.
   *
   * @param key the key
   * @return whether it has a value
   * @throws IllegalArgumentException if the key is too long
   */
  boolean contains(byte[] key);

  /**
   * The values of many keys. A hash store and a B+ tree look for them together, so that the cache
   * misses of different keys overlap; in a large hash store this is more than twice as fast as one
   * {@link #get} after another, which is what an LSM store does. It is not a snapshot: each key's
   * value is one that it had at some time during the call.
   *
   * @param keys the keys, in any order, repeats allowed
   * @return a modifiable list as long as {@code keys} with, at each key's place, a copy of its
   *     value or null if the key is absent
   * @throws IllegalArgumentException if a key is too long
   */
  List<byte @Nullable []> getAll(List<byte[]> keys);
}
