package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.EntryVisitor;
import dev.cairn.KeyValueStore;
import dev.cairn.Limits;
import dev.cairn.StoreStats;
import dev.cairn.ValueBorrower;
import dev.cairn.WriteBatch;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.EmptyDirectory;
import dev.cairn.internal.vfs.OsVfs;
import dev.cairn.internal.vfs.Vfs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store for point reads and writes of keys without order: an index in memory over a log that is
 * the data.
 *
 * <p>A read costs one cache miss in the index and one in the record, and takes no lock. A write
 * appends to the log; what it makes worthless is reclaimed in the background. The index is in
 * memory always (11.5 bytes a key), the newest records as far as {@link
 * HashOptions#memoryBudgetBytes} allows; others are read from disk, one read each.
 *
 * <p>Start the JVM with {@code --add-modules jdk.incubator.vector} for vector code in the index,
 * and with {@code --enable-native-access=dev.cairn.storage} (or {@code ALL-UNNAMED} on the class
 * path) for huge pages on Linux. Without them the store works the same, more slowly.
 */
public final class HashStore implements KeyValueStore {
  private final HashParts parts;
  private final HashOptions options;
  private final Lookup lookup;
  private final HashWriter writer;
  private final Epochs epochs;
  private final long hashSeed;
  private volatile boolean closed;

  HashStore(HashParts parts, HashOptions options) {
    this.parts = parts;
    this.options = options;
    this.lookup = parts.lookup();
    this.writer = parts.writer();
    this.epochs = parts.epochs();
    this.hashSeed = parts.hashSeed();
  }

  /**
   * Opens a store with default options, and creates it if the directory is absent or empty.
   *
   * @param directory where the store lives
   * @return the open store
   * @throws dev.cairn.IncompatibleFormatException if the directory holds something else
   * @throws dev.cairn.StoreLockedException if the store is open already
   * @throws dev.cairn.CorruptionException if what was on the device is missing or damaged
   */
  public static HashStore open(Path directory) {
    return open(directory, HashOptions.defaults());
  }

  /**
   * Opens a store, and creates it if the directory is absent or empty.
   *
   * @param directory where the store lives
   * @param options its settings
   * @return the open store
   * @throws dev.cairn.IncompatibleFormatException if the directory holds something else
   * @throws dev.cairn.StoreLockedException if the store is open already
   * @throws dev.cairn.CorruptionException if what was on the device is missing or damaged
   * @throws IllegalArgumentException if the budget has no room for four segments of the size that
   *     the store was created with
   * @throws dev.cairn.MemoryBudgetException if the index of its keys, or what must be read of the
   *     log, does not fit in the budget
   */
  public static HashStore open(Path directory, HashOptions options) {
    Objects.requireNonNull(options, "options");
    OsVfs.createDirectories(directory);
    return open(new OsVfs(directory), options, Background.threads("cairn-hash"));
  }

  /**
   * Opens an empty store that lives in memory and ends with it. It must fit in the budget; {@link
   * #sync} has nothing to do.
   *
   * @param options its settings
   * @return the open store
   */
  public static HashStore openInMemory(HashOptions options) {
    Objects.requireNonNull(options, "options");
    return open(null, options, Background.threads("cairn-hash"));
  }

  /** Opens a store on any files, with any threads; both are the store's from now on. */
  static HashStore open(@Nullable Vfs files, HashOptions options, Background background) {
    return new HashStore(HashOpening.open(files, options, background), options);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  private long hash(byte[] key) {
    Limits.requireKeyBytes(key.length);
    return Xxh3.hash(key, 0, key.length, hashSeed);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    long hash = hash(key);
    requireOpen();
    return lookup.get(key, hash);
  }

  @Override
  public boolean contains(byte[] key) {
    long hash = hash(key);
    requireOpen();
    return lookup.contains(key, hash);
  }

  @Override
  public <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, ValueBorrower<R> borrower) {
    Limits.requireKeyBytes(key.byteSize());
    Objects.requireNonNull(borrower, "borrower");
    requireOpen();
    byte[] keyBytes = key.toArray(ValueLayout.JAVA_BYTE);
    Epochs.Pin pin = epochs.pinToLend();
    try {
      return lookup.find(
          keyBytes,
          hash(keyBytes),
          (memory, offset) -> borrower.borrow(Lookup.value(memory, offset).asReadOnly()));
    } finally {
      epochs.unpinLent(pin);
    }
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    long[] hashes = new long[keys.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hash(keys.get(i));
    }
    requireOpen();
    return lookup.getAll(keys, hashes);
  }

  @Override
  public void forEach(EntryVisitor visitor) {
    Objects.requireNonNull(visitor, "visitor");
    requireOpen();
    epochs.requireNotLending("forEach()");
    parts.walk().forEach(visitor);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    Limits.requireKeyBytes(key.length);
    Limits.requireValueBytes(value.length);
    writer.put(key, value, options.durability());
  }

  @Override
  public void put(MemorySegment key, MemorySegment value) {
    Limits.requireKeyBytes(key.byteSize());
    Limits.requireValueBytes(value.byteSize());
    writer.put(
        key.toArray(ValueLayout.JAVA_BYTE),
        value.toArray(ValueLayout.JAVA_BYTE),
        options.durability());
  }

  @Override
  public void delete(byte[] key) {
    Limits.requireKeyBytes(key.length);
    writer.delete(key, options.durability());
  }

  @Override
  public boolean compareAndSet(byte[] key, byte @Nullable [] expected, byte @Nullable [] update) {
    Limits.requireKeyBytes(key.length);
    if (update != null) {
      Limits.requireValueBytes(update.length);
    }
    return writer.compareAndSet(key, expected, update, options.durability());
  }

  @Override
  public void write(WriteBatch batch, Durability durability) {
    writer.write(batch, durability);
  }

  @Override
  public void sync() {
    requireOpen();
    epochs.requireNotLending("sync()");
    parts.log().sync();
  }

  @Override
  public void checkpoint(Path directory) {
    requireOpen();
    epochs.requireNotLending("checkpoint()");
    try (OsVfs target = EmptyDirectory.at(directory)) {
      checkpoint(target);
    }
  }

  /** Copies the store into a directory that is empty. */
  void checkpoint(Vfs target) {
    EmptyDirectory.fill(target, parts.maintenance()::checkpoint);
  }

  @Override
  public StoreStats stats() {
    requireOpen();
    try {
      return parts.stats();
    } finally {
      requireOpen(); // Closing may have freed meanwhile what was being counted.
    }
  }

  @Override
  public void verify() {
    requireOpen();
    epochs.requireNotLending("verify()");
    parts.maintenance().verify();
  }

  @Override
  public void close() {
    epochs.requireNotLending("close()");
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      parts.close();
    }
  }
}
