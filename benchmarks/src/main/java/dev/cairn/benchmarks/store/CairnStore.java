package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.StoreSettings;
import dev.cairn.StoreStats;
import dev.cairn.Stores;
import dev.cairn.WriteBatch;
import dev.cairn.hash.HashOptions;
import dev.cairn.hash.HashStore;
import dev.cairn.lsm.LsmStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An engine of Cairn with its default options. */
final class CairnStore implements StoreUnderTest {
  /** What engines call the bytes that they write to pages and tables. */
  private static final List<String> WRITTEN =
      List.of("pageBytesWritten", "flushedBytes", "compactionBytesWritten", "ingestedBytes");

  private static final String PAGES_READ = "pagesRead";
  private static final String PAGE_BYTES = "pageBytes";
  private static final String READ_BY_COMPACTION = "compactionBytesRead";

  /** What an engine calls the work that compaction is behind with. */
  private static final String BACKLOG = "compactionBacklogBytes";

  private static final String COMPACTIONS_RUNNING = "compactionsRunning";

  /** 1 while a store that was just opened brings records back into memory. */
  private static final String WARMING = "isWarming";

  /** 1 while a file is about to be compacted because nobody writes. */
  private static final String COMPACTION_DUE = "isCompactionDue";

  /** The index of a new store takes less than half of that for a key. */
  private static final int BUDGET_BYTES_PER_KEY = 32;

  private static final long POLL_NANOS = 10_000_000;
  private static final long LONGEST_SETTLING_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final ThreadLocal<WriteBatch> batches = ThreadLocal.withInitial(WriteBatch::new);
  private final KeyValueStore store;
  private final Durability durability;

  private CairnStore(KeyValueStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
  }

  /**
   * Opens a store in its home's directory.
   *
   * @throws UnavailableException if the engine is not on the class path
   */
  static CairnStore open(String engine, Home home) {
    if (!Stores.engines().contains(engine)) {
      throw new UnavailableException(
          "engine " + engine + " is not on the class path: there are " + Stores.engines());
    }
    StoreSettings settings = new StoreSettings(home.durability(), home.budgetBytes());
    return new CairnStore(Stores.open(home.directory(), engine, settings), home.durability());
  }

  /**
   * Opens a hash store that is told how many pairs will come, as Chronicle Map has to be; but of no
   * more than leave it half of the budget.
   */
  static CairnStore openHash(Home home) {
    HashOptions options =
        HashOptions.builder()
            .durability(home.durability())
            .memoryBudgetBytes(home.budgetBytes())
            .initialCapacity(Math.min(home.pairCount(), home.budgetBytes() / BUDGET_BYTES_PER_KEY))
            .build();
    return new CairnStore(HashStore.open(home.directory(), options), home.durability());
  }

  static CairnStore openInMemory(String engine, Home home) {
    StoreSettings settings = new StoreSettings(Durability.MEMORY, home.budgetBytes());
    return new CairnStore(Stores.open(null, engine, settings), Durability.MEMORY);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    store.put(key, value);
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values) {
    WriteBatch batch = batches.get().clear();
    for (int i = 0; i < keys.length; i++) {
      batch.put(keys[i], values[i]);
    }
    store.write(batch, durability);
  }

  @Override
  public void delete(byte[] key) {
    store.delete(key);
  }

  @Override
  public void sync() {
    store.sync();
  }

  /**
   * Writes memtables out, lets compaction catch up, and what begins at opening end, in an engine
   * that has such.
   */
  @Override
  public void settle() {
    if (store instanceof LsmStore lsm) {
      lsm.flush();
    }
    long begin = System.nanoTime();
    while (!isSettled()) {
      if (System.nanoTime() - begin > LONGEST_SETTLING_NANOS) {
        throw new IllegalStateException("the store's own work does not end: " + store.stats());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean isSettled() {
    Map<String, Long> details = store.stats().details();
    return details.getOrDefault(BACKLOG, 0L) == 0
        && details.getOrDefault(COMPACTIONS_RUNNING, 0L) == 0
        && details.getOrDefault(COMPACTION_DUE, 0L) == 0
        && details.getOrDefault(WARMING, 0L) == 0;
  }

  @Override
  public StoreReader reader() {
    return store instanceof OrderedStore ordered
        ? new CairnOrderedReader(ordered)
        : new CairnReader(store);
  }

  @Override
  public Footprint footprint() {
    StoreStats stats = store.stats();
    return new Footprint(
        OptionalLong.of(stats.memoryBytes()),
        OptionalLong.of(stats.indexBytes()),
        writtenBytes(stats.details()),
        reads(stats.details()),
        stats.details());
  }

  /** Of an engine whose log is not the data itself: it counts what it writes beside it. */
  private static OptionalLong writtenBytes(Map<String, Long> details) {
    List<Long> counts = WRITTEN.stream().filter(details::containsKey).map(details::get).toList();
    return counts.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(counts.stream().mapToLong(Long::longValue).sum());
  }

  /** The B+ tree counts all pages that it reads, the LSM engine what it reads to compact. */
  private static Optional<ReadCount> reads(Map<String, Long> details) {
    Long pages = details.get(PAGES_READ);
    if (pages != null) {
      long bytes = pages * details.getOrDefault(PAGE_BYTES, 0L);
      return Optional.of(new ReadCount(bytes, ReadCount.Coverage.ALL));
    }
    return Optional.ofNullable(details.get(READ_BY_COMPACTION))
        .map(bytes -> new ReadCount(bytes, ReadCount.Coverage.PART));
  }

  @Override
  public void close() {
    store.close();
  }
}
