package dev.cairn.lsm;

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
 * A store whose keys have an order, for much writing: what is written goes to a log and to an
 * ordered index in memory, from there in large pieces to sorted tables, and these are merged in the
 * background.
 *
 * <p>A read takes no lock; it looks into the memtables, then into the tables, newest first, past
 * those whose filter says that they have not the key. Reads never wait for writes. A write waits
 * for a read only where memory is short and a borrower keeps what could be freed. Writes go one
 * after another, each for about a microsecond. When the merging falls behind, writes are slowed, by
 * a few milliseconds each at most, rather than stopped.
 *
 * <p>A pair whose block is longer than {@link LsmOptions#blockBytes} is read from its file each
 * time. All files of the store are open all the time; of each table a small part of the index is on
 * the heap.
 *
 * <p>Start the JVM with {@code --add-modules jdk.incubator.vector} for vector code, and with {@code
 * --enable-native-access=dev.cairn.storage} (or {@code ALL-UNNAMED} on the class path) for huge
 * pages on Linux. Without them the store works the same, more slowly.
 */
public final class LsmStore implements OrderedStore {
  private final LsmParts parts;
  private final LsmOptions options;
  private final LsmReader reader;
  private final LsmWriter writer;
  private final Epochs epochs;
  private volatile boolean closed;

  private LsmStore(LsmParts parts, LsmOptions options) {
    this.parts = parts;
    this.options = options;
    this.reader = parts.reader();
    this.writer = parts.writer();
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
  public static LsmStore open(Path directory) {
    return open(directory, LsmOptions.defaults());
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
   * @throws IllegalArgumentException if the budget has no room for eight segments of the size that
   *     the store was created with, or nobody provides the compression
   * @throws dev.cairn.MemoryBudgetException if what a process that was killed had not yet brought
   *     to tables does not fit in the budget; with the budget of then it does
   */
  public static LsmStore open(Path directory, LsmOptions options) {
    Objects.requireNonNull(options, "options");
    OsVfs.createDirectories(directory);
    return open(new OsVfs(directory), options, LsmThreads.start(options.compactionThreads()));
  }

  /**
   * Opens an empty store that lives in memory and ends with it. The log and the cache are in the
   * budget, the tables on the Java heap.
   *
   * @param options its settings
   * @return the open store
   */
  public static LsmStore openInMemory(LsmOptions options) {
    return open(null, options, LsmThreads.start(options.compactionThreads()));
  }

  /** Opens a store on any files, with any threads; both are the store's from now on. */
  static LsmStore open(@Nullable Vfs files, LsmOptions options, LsmThreads threads) {
    return new LsmStore(LsmOpening.open(files, options, threads), options);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    requireOpen();
    return reader.get(key, LsmReader.NOW);
  }

  @Override
  public boolean contains(byte[] key) {
    requireOpen();
    return reader.contains(key, LsmReader.NOW);
  }

  @Override
  public <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, ValueBorrower<R> borrower) {
    Objects.requireNonNull(borrower, "borrower");
    requireOpen();
    return reader.read(key, LsmReader.NOW, borrower);
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    requireOpen();
    return reader.getAll(keys, LsmReader.NOW);
  }

  @Override
  public void forEach(EntryVisitor visitor) {
    Objects.requireNonNull(visitor, "visitor");
    requireOpen();
    epochs.requireNotLending("forEach()");
    try (Cursor cursor = scan(KeyRange.all())) {
      while (cursor.next()) {
        // So that what the visitor must not do is refused.
        Epochs.Pin pin = epochs.pinToLend();
        try {
          visitor.visit(cursor.keySegment(), cursor.valueSegment());
        } finally {
          epochs.unpinLent(pin);
        }
      }
    }
  }

  @Override
  public Cursor scan(KeyRange range) {
    Objects.requireNonNull(range, "range");
    requireOpen();
    epochs.requireNotLending("scan()");
    Sequences sequences = parts.sequences();
    Sequences.Reader at = sequences.add();
    try {
      return reader.scan(range, at, this::requireOpen, () -> sequences.remove(at));
    } catch (RuntimeException | Error failure) {
      sequences.remove(at);
      throw failure;
    }
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    return new LsmSnapshot(reader, parts.sequences(), this::requireOpen);
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

  /**
   * Sets the values of many keys that come in order, straight to tables. It takes the caller about
   * as long as to put them, but leaves nothing to flush and to compact. They become visible
   * together, as if written at the end of the call, and are on the device when it returns. Other
   * writes go on meanwhile, but for as long as a flush of what they have written takes, at the end.
   *
   * @param sorted the pairs, each key greater than the one before; it may not close the store
   * @throws IllegalArgumentException if the keys are not in order; nothing has changed then
   * @throws IllegalStateException if the store is closed meanwhile; likewise
   */
  public void ingest(Iterator<? extends Map.Entry<byte[], byte[]>> sorted) {
    Objects.requireNonNull(sorted, "sorted");
    requireOpen();
    epochs.requireNotLending("ingest()");
    Maintenance maintenance = parts.maintenance();
    maintenance.runLong(
        () -> maintenance.ingest(maintenance.writeIngested(sorted, writer.memory()), writer));
  }

  /**
   * Writes all pairs of a range anew, so that no removed or replaced one takes space any more, but
   * for those that a snapshot or a cursor still sees. No other compaction runs meanwhile: a long
   * one slows writes. What is written needs room on the disk beside what is read.
   *
   * @param range the range
   */
  public void compact(KeyRange range) {
    Objects.requireNonNull(range, "range");
    requireOpen();
    epochs.requireNotLending("compact()");
    parts
        .maintenance()
        .runLong(() -> {
          writer.flush();
          Compactor compactor = parts.maintenance().compactor();
          writer.memory().run(() -> compactor.compact(range.from(), range.to()));
        });
  }

  /** Brings what has been written so far from the memtable to a table. */
  public void flush() {
    requireOpen();
    epochs.requireNotLending("flush()");
    writer.flush();
  }

  @Override
  public void sync() {
    requireOpen();
    epochs.requireNotLending("sync()");
    parts.log().sync();
  }

  @Override
  public void checkpoint(Path directory) {
    Objects.requireNonNull(directory, "directory");
    requireOpen();
    epochs.requireNotLending("checkpoint()");
    try (OsVfs target = EmptyDirectory.at(directory)) {
      checkpoint(target);
    }
  }

  /** Copies the store into a directory that is empty. */
  void checkpoint(Vfs target) {
    parts.maintenance().runLong(() -> EmptyDirectory.fill(target, new LsmCheckpoint(parts)::write));
  }

  /**
   * Figures about the store at this moment. {@link StoreStats#entryCount} is counted while there
   * are few entries, and estimated from the tables otherwise, because only a scan could tell which
   * of them are the newest of their keys; {@code entryCountIsEstimate} says so.
   *
   * @return the figures
   */
  @Override
  public StoreStats stats() {
    requireOpen();
    try {
      return new LsmStats(parts, this::scan).read();
    } finally {
      requireOpen(); // Closing may have freed meanwhile what was being counted.
    }
  }

  /**
   * The tables of the store, for people who look after it.
   *
   * @return what shows them, usable until the store is closed
   */
  public LsmTables tables() {
    requireOpen();
    return new LsmTables(parts);
  }

  @Override
  public void verify() {
    requireOpen();
    epochs.requireNotLending("verify()");
    parts.maintenance().runLong(new LsmVerification(parts)::run);
  }

  @Override
  public void close() {
    epochs.requireNotLending("close()");
    parts.maintenance().requireNotInLongCall("close()");
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      parts.close();
    }
  }
}
