package dev.cairn.bptree;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.EntryVisitor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.StoreStats;
import dev.cairn.ValueBorrower;
import dev.cairn.WriteBatch;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.EmptyDirectory;
import dev.cairn.internal.vfs.OsVfs;
import dev.cairn.internal.vfs.Vfs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store for keys in order: range scans both ways, snapshots, and point reads and writes.
 *
 * <p>Its pages are in memory as far as {@link BPlusTreeOptions#memoryBudgetBytes} allows; others
 * are read from disk, one read each. Reads of single keys take no lock. Cursors and snapshots see
 * the store as it was when they were opened; opening one waits for the write that is being applied,
 * if there is one, and for nothing else. While one is open, pages that are written to are copied
 * first, and the old ones take disk space until it is closed.
 *
 * <p>Writes go to a log; checkpoints bring the pages to the disk in the background, while writes go
 * on.
 *
 * <p>Start the JVM with {@code --add-modules jdk.incubator.vector} for vector code, and with {@code
 * --enable-native-access=dev.cairn.storage} (or {@code ALL-UNNAMED} on the class path) for huge
 * pages on Linux. Without them the store works the same, more slowly.
 */
public final class BPlusTreeStore implements OrderedStore {
  private final BPlusTreeParts parts;
  private final BPlusTreeOptions options;
  private final StoreReader reader;
  private final StoreWriter writer;
  private final Views views;
  private final Epochs epochs;
  private volatile boolean closed;

  private BPlusTreeStore(BPlusTreeParts parts, BPlusTreeOptions options) {
    this.parts = parts;
    this.options = options;
    this.reader = parts.reader();
    this.writer = parts.writer();
    this.views = parts.views();
    this.epochs = parts.epochs();
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
  public static BPlusTreeStore open(Path directory) {
    return open(directory, BPlusTreeOptions.defaults());
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
   * @throws IllegalArgumentException if the budget has no room for 64 pages or for 32 segments of
   *     the sizes that the store was created with
   * @throws dev.cairn.MemoryBudgetException if a large write that must be read from the log does
   *     not fit in the budget; in the budget of then it does
   */
  public static BPlusTreeStore open(Path directory, BPlusTreeOptions options) {
    Objects.requireNonNull(options, "options");
    OsVfs.createDirectories(directory);
    return open(new OsVfs(directory), options, Background.threads("cairn-bptree"));
  }

  /**
   * Opens an empty store that lives in memory and ends with it. It must fit in the budget; {@link
   * #sync} has nothing to do.
   *
   * @param options its settings
   * @return the open store
   */
  public static BPlusTreeStore openInMemory(BPlusTreeOptions options) {
    Objects.requireNonNull(options, "options");
    return open(null, options, Background.threads("cairn-bptree"));
  }

  /** Opens a store on any files, with any threads; both are the store's from now on. */
  static BPlusTreeStore open(@Nullable Vfs files, BPlusTreeOptions options, Background background) {
    return new BPlusTreeStore(BPlusTreeOpening.open(files, options, background), options);
  }

  private boolean isOpen() {
    return !closed;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /** A read holds nothing that closing waits for: it may find its memory gone. */
  private IllegalStateException closedOr(IllegalStateException memoryWentAway) {
    requireOpen();
    return memoryWentAway;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    requireOpen();
    try {
      return reader.get(key, null);
    } catch (IllegalStateException memoryWentAway) {
      throw closedOr(memoryWentAway);
    }
  }

  @Override
  public boolean contains(byte[] key) {
    requireOpen();
    try {
      return reader.contains(key, null);
    } catch (IllegalStateException memoryWentAway) {
      throw closedOr(memoryWentAway);
    }
  }

  @Override
  public <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, ValueBorrower<R> borrower) {
    Objects.requireNonNull(borrower, "borrower");
    requireOpen();
    return reader.read(key, null, borrower);
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    requireOpen();
    try {
      return reader.getAll(keys, null);
    } catch (IllegalStateException memoryWentAway) {
      throw closedOr(memoryWentAway);
    }
  }

  @Override
  public Cursor scan(KeyRange range) {
    Objects.requireNonNull(range, "range");
    requireOpen();
    View view = views.open();
    return reader.scan(range, view, this::isOpen, () -> views.end(view));
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    View view = views.open();
    return new TreeSnapshot(reader, view, this::isOpen, () -> views.end(view));
  }

  @Override
  public void forEach(EntryVisitor visitor) {
    Objects.requireNonNull(visitor, "visitor");
    requireOpen();
    epochs.requireNotLending("forEach()");
    reader.forEach(visitor, this::isOpen);
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
  public void deleteRange(KeyRange range) {
    Objects.requireNonNull(range, "range");
    writer.deleteRange(range, options.durability());
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
    writer.sync();
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
    EmptyDirectory.fill(target, parts.maintenance()::copyTo);
  }

  /**
   * Fills an empty store at once, with full pages, and several times as fast as by single writes.
   * It happens as a whole or not at all, and is on the device when this method returns. Other
   * writes wait meanwhile.
   *
   * @param pairs keys and values in ascending order of the keys; may not write to the store
   * @throws IllegalStateException if the store is not empty
   * @throws IllegalArgumentException if a key is not above the one before, or too long, or a value
   *     is; the store is empty then
   * @throws dev.cairn.OutOfSpaceException if the disk is full; the store is empty then
   * @throws dev.cairn.MemoryBudgetException likewise, if a store in memory has no room for them
   */
  public void load(Iterator<? extends Map.Entry<byte[], byte[]>> pairs) {
    Objects.requireNonNull(pairs, "pairs");
    parts.maintenance().load(writer, pairs);
  }

  /**
   * Gives disk space that deletes or a former peak of writes have left unused back to the file
   * system, while reads and writes go on. Snapshots and cursors that are open keep what they need.
   * If all pages fit in memory, it also happens by itself when nobody has written for a second
   * since a checkpoint that left a third of the file unused, and ends when somebody does.
   *
   * @throws dev.cairn.OutOfSpaceException if the disk has no room for a checkpoint; nothing is lost
   * @throws dev.cairn.CorruptionException if a page is damaged; the rest of the store stays usable
   */
  public void compact() {
    requireOpen();
    epochs.requireNotLending("compact()");
    parts.compact();
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
