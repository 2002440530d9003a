package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import dev.cairn.benchmarks.Pairs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * RocksDB as its tuning guide has it for reads of single keys: bloom filters of 10 bits, one cache
 * of the budget's size that memtables are charged to, indexes and filters in memory beside it, a
 * hash index in each block, as many background threads as there are cores, direct buffers across
 * JNI, and LZ4 from level 2 on, which is what Cairn's LSM engine does.
 *
 * <p>Its log is written to the file by each write, so a write survives the process; {@code setSync}
 * lets it survive the power, {@code setDisableWAL} lets it survive nothing.
 */
final class RocksStore implements StoreUnderTest {
  private static final double BLOOM_BITS_PER_KEY = 10;
  private static final int MEMTABLES_SHARE_OF_BUDGET = 4;
  private static final int MEMTABLES = 2;
  private static final long MAX_MEMTABLE_BYTES = 64L << 20;
  private static final long POLL_NANOS = 10_000_000;
  private static final String GIGABYTES = "GB";

  /** Indexes and filters, which are not in the cache as blocks and memtables are. */
  private static final String TABLE_READERS = "rocksdb.estimate-table-readers-mem";

  private static final String WRITTEN = "compaction.Sum.WriteBytes";

  private static final List<CompressionType> COMPRESSION =
      List.of(
          CompressionType.NO_COMPRESSION,
          CompressionType.NO_COMPRESSION,
          CompressionType.LZ4_COMPRESSION,
          CompressionType.LZ4_COMPRESSION,
          CompressionType.LZ4_COMPRESSION,
          CompressionType.LZ4_COMPRESSION,
          CompressionType.LZ4_COMPRESSION);

  static {
    RocksDB.loadLibrary();
  }

  private final ThreadLocal<Pending> pending;
  private final Cache cache;
  private final WriteBufferManager memtables;
  private final BloomFilter filter;
  private final Options options;
  private final WriteOptions writeOptions;
  private final RocksDB db;
  private final int valueBytes;

  private RocksStore(Home home) throws RocksDBException {
    long memtablesBytes = home.budgetBytes() / MEMTABLES_SHARE_OF_BUDGET;
    valueBytes = home.valueBytes();
    pending = ThreadLocal.withInitial(() -> new Pending(valueBytes));
    cache = new LRUCache(home.budgetBytes());
    memtables = new WriteBufferManager(memtablesBytes, cache);
    filter = new BloomFilter(BLOOM_BITS_PER_KEY);
    options = options(Math.min(memtablesBytes / MEMTABLES, MAX_MEMTABLE_BYTES));
    writeOptions =
        new WriteOptions()
            .setSync(home.durability() == Durability.DEVICE)
            .setDisableWAL(home.durability() == Durability.MEMORY);
    db = RocksDB.open(options, home.directory().toString());
  }

  private Options options(long memtableBytes) {
    return new Options()
        .setCreateIfMissing(true)
        .setIncreaseParallelism(Runtime.getRuntime().availableProcessors())
        .setWriteBufferManager(memtables)
        .setWriteBufferSize(memtableBytes)
        .setCompressionPerLevel(COMPRESSION)
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(filter)
                .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash));
  }

  static RocksStore open(Home home) {
    try {
      Files.createDirectories(home.directory());
      return new RocksStore(home);
    } catch (RocksDBException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static IllegalStateException failure(RocksDBException cause) {
    return new IllegalStateException("RocksDB", cause);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    Pending pair = pending.get();
    try {
      db.put(writeOptions, pair.key(key), pair.value(value));
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values) {
    Pending pair = pending.get();
    pair.batch.clear();
    try {
      for (int i = 0; i < keys.length; i++) {
        pair.batch.put(pair.key(keys[i]), pair.value(values[i]));
      }
      db.write(writeOptions, pair.batch);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  @Override
  public void delete(byte[] key) {
    try {
      db.delete(writeOptions, pending.get().key(key));
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  @Override
  public void sync() {
    try {
      db.syncWal();
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  /** Writes the memtables out and lets compaction catch up. */
  @Override
  public void settle() {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      db.flush(flush);
      while (db.getLongProperty("rocksdb.compaction-pending") != 0
          || db.getLongProperty("rocksdb.num-running-compactions") != 0) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  @Override
  public OrderedStoreReader reader() {
    return new RocksReader(db, valueBytes);
  }

  @Override
  public Footprint footprint() {
    try {
      SequencedMap<String, Long> details = new LinkedHashMap<>();
      db.getMapProperty("rocksdb.cfstats")
          .forEach((name, value) -> {
            if (name.endsWith(GIGABYTES)) {
              String bytesName = name.substring(0, name.length() - GIGABYTES.length()) + "Bytes";
              details.put(bytesName, Math.round(Double.parseDouble(value) * (1L << 30)));
            } else if (name.startsWith("io_stalls")) {
              details.put(name, Long.valueOf(value));
            }
          });
      Long written = details.get(WRITTEN);
      return new Footprint(
          OptionalLong.of(cache.getUsage() + db.getLongProperty(TABLE_READERS)),
          OptionalLong.empty(),
          written == null ? OptionalLong.empty() : OptionalLong.of(written),
          Optional.empty(),
          details);
    } catch (RocksDBException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    try {
      db.closeE();
    } catch (RocksDBException e) {
      throw failure(e);
    }
    for (RocksObject part : new RocksObject[] {writeOptions, options, filter, memtables, cache}) {
      part.close();
    }
  }

  /** A pair or batch on its way in, of one thread; the batch's memory is freed with the process. */
  private static final class Pending {
    final WriteBatch batch = new WriteBatch();
    private final ByteBuffer key = ByteBuffer.allocateDirect(Pairs.KEY_BYTES);
    private final ByteBuffer value;

    Pending(int valueBytes) {
      value = ByteBuffer.allocateDirect(valueBytes);
    }

    ByteBuffer key(byte[] bytes) {
      return key.clear().put(bytes).flip();
    }

    ByteBuffer value(byte[] bytes) {
      return value.clear().put(bytes).flip();
    }
  }
}
