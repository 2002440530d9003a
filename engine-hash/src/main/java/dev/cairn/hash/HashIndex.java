package dev.cairn.hash;

import dev.cairn.MemoryBudgetException;
import dev.cairn.internal.memory.Block;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.memory.MemoryBudget;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where in the log each key's record lies. Keys themselves are not here: a match of 24 bits of hash
 * or more leads to a record, and the record's key decides.
 *
 * <p>Readers take no lock. A writer holds its shard's lock, and makes room before it appends to the
 * log, while it holds no pin, because room may have to be taken from old segments that readers have
 * pinned.
 */
final class HashIndex implements AutoCloseable {
  // Small enough that to copy a table is a fraction of a millisecond, large enough that tables are
  // few.
  private static final int SPLIT_KEYS = 7_000;
  private static final int SMALL_KEYS = 512;
  private static final int FIRST_KEYS = 8;
  private static final int MOST_USELESS = 32;

  // A table that is full gets a seventh more room. The load is then between 0.74 and 0.86 at the
  // default limit, and the index takes 11.5 bytes a key.
  private static final int GROWTH_DIVISOR = 7;

  private final Probing probing;
  private final double maxLoadFactor;
  private final MemoryBudget budget;

  // What of the budget is not the log's. Counts all tables, also those that are to be freed.
  private final MemoryBudget share;
  private final Epochs epochs;
  private final Executor background;
  private final BooleanSupplier shrinkOthers;
  private final Shard[] shards = new Shard[SlotFormat.SHARDS];

  // Tables that nobody reads any more, to be freed.
  private final Queue<Table> useless = new ConcurrentLinkedQueue<>();
  private final AtomicInteger uselessCount = new AtomicInteger();

  // While the store is opened.
  private boolean isSqueezed;

  // Whoever finds it taken makes another.
  private final AtomicReference<@Nullable TableContent> spareContent = new AtomicReference<>();

  /**
   * @param initialCapacity keys that there is room for at once
   * @param logBytes what the index leaves of the budget to the log: however many keys come, old
   *     ones can be overwritten and deleted
   * @param background frees tables: memory of an arena waits for all threads to notice that it is
   *     gone, some 70 us for each table, which was a quarter of what a put took that filled a store
   * @param shrinkOthers gives memory back to the budget; false says that trying again is in vain
   */
  HashIndex(
      HashOptions options,
      long initialCapacity,
      MemoryBudget budget,
      long logBytes,
      Epochs epochs,
      Executor background,
      BooleanSupplier shrinkOthers) {
    this.probing = options.probing();
    this.maxLoadFactor = options.maxLoadFactor();
    this.budget = budget;
    // The first tables have their memory in common: most may be gone, and all of it is in use.
    long firstBytes = shards.length * bytesFor(FIRST_KEYS);
    this.share = new MemoryBudget(budget.limitBytes() - logBytes - firstBytes);
    this.epochs = epochs;
    this.background = background;
    this.shrinkOthers = shrinkOthers;
    long keysPerShard = initialCapacity / shards.length + 1;
    int depth = 0;
    while (depth < SlotFormat.DIRECTORY_BITS && keysPerShard >>> depth > SPLIT_KEYS) {
      depth++;
    }
    int keys = Math.max(FIRST_KEYS, (int) ((keysPerShard >>> depth) * 1.05));
    List<Block> first =
        keys == FIRST_KEYS
            ? Block.tryAllocateTogether(budget, shards.length, bytesFor(keys))
            : List.of();
    try {
      for (int i = 0; i < shards.length; i++) {
        Table[] tables = new Table[1 << depth];
        shards[i] = new Shard(i, tables);
        for (int j = 0; j < tables.length; j++) {
          tables[j] = first.isEmpty() ? newTable(depth, keys) : countedTable(depth, first.get(i));
        }
      }
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  Shard shard(long hash) {
    return shards[SlotFormat.shard(hash)];
  }

  Shard shardAt(int index) {
    return shards[index];
  }

  Table table(long hash) {
    return shard(hash).table(hash);
  }

  /** Leaves more of the budget to the log from now on, once the store is opened. */
  void leaveToLog(long bytes) {
    if (share.usedBytes() + bytes > share.limitBytes()) {
      squeeze();
    }
    share.reserve(bytes); // Though the index may have it, if its keys need it.
  }

  /**
   * Makes sure that the table of a hash takes so many more keys. The caller holds the shard's lock
   * and no pin.
   *
   * @throws MemoryBudgetException if there is no memory for it; nothing has changed then
   */
  void makeRoom(Shard shard, long hash) {
    while (shard.table(hash).isFull()) {
      grow(shard, shard.table(hash));
    }
  }

  /**
   * Makes sure that the tables of a shard take all keys for which {@link Shard#reserve} keeps a
   * place. The caller holds the shard's lock and no pin.
   *
   * @throws MemoryBudgetException if there is no memory for it; nothing that is seen has changed
   */
  void makeRoomForReserved(Shard shard) {
    for (Table table; (table = shard.overfullTable()) != null; ) {
      grow(shard, table);
    }
  }

  private void grow(Shard shard, Table old) {
    TableContent content = takeContent();
    try {
      content.take(old);
      grow(shard, old, content);
    } finally {
      spareContent.set(content);
    }
  }

  private TableContent takeContent() {
    TableContent spare = spareContent.getAndSet(null);
    return spare == null ? new TableContent() : spare;
  }

  private void grow(Shard shard, Table old, TableContent content) {
    int count = content.count();
    int keys = count + old.reserved();
    if (keys < SPLIT_KEYS || old.depth() == SlotFormat.DIRECTORY_BITS) {
      int room = keys < SMALL_KEYS ? withRoom(keys, keys) : withRoom(keys);
      Table larger = newTable(old.depth(), room);
      larger.fill(shard.index(), content, 0, count);
      replace(shard, old, larger, larger);
      return;
    }
    int lowCount = content.divide(old.depth());
    int highKeys = count - lowCount + shard.reservedInUpperHalf(old);
    Table low = newTable(old.depth() + 1, withRoom(dividedLater(keys - highKeys, lowCount)));
    Table high;
    try {
      high = newTable(old.depth() + 1, withRoom(dividedLater(highKeys, count - lowCount)));
    } catch (RuntimeException | Error failure) {
      free(low);
      throw failure;
    }
    low.fill(shard.index(), content, 0, lowCount);
    high.fill(shard.index(), content, lowCount, count);
    replace(shard, old, low, high);
  }

  /** Of many keys that will come, the table is made for as many as it has when it is divided. */
  private static int dividedLater(int keys, int count) {
    return Math.min(keys, Math.max(count, SPLIT_KEYS));
  }

  private int withRoom(int keys) {
    return withRoom(keys, keys / GROWTH_DIVISOR);
  }

  /** Near the end of the share a table has room for less than it would have: others grow too. */
  private int withRoom(int keys, int most) {
    long used = share.usedBytes();
    long halfOfItsPart = keys * (share.limitBytes() - used) / (2 * used + 1);
    return Math.max(FIRST_KEYS, keys + (int) Math.max(1, Math.min(most, halfOfItsPart)));
  }

  /**
   * Takes from all tables what their keys do not need, so that others get it. Only while the store
   * is opened: nobody reads.
   */
  void squeeze() {
    isSqueezed = true;
    TableContent content = takeContent();
    for (Shard shard : shards) {
      @Nullable Table previous = null;
      for (Table table : shard.directory()) {
        if (table != previous && bytesFor(exactly(table.count())) < table.bytes()) {
          squeeze(shard, table, content);
        }
        previous = table;
      }
    }
    spareContent.set(content);
  }

  private void squeeze(Shard shard, Table old, TableContent content) {
    content.take(old);
    free(old); // First: there may be no memory for both.
    Table smaller = newTable(old.depth(), exactly(content.count()));
    smaller.fill(shard.index(), content, 0, content.count());
    shard.replace(old, smaller, smaller);
  }

  /** One less, because a table may take one more than it was made for. */
  private static int exactly(int keys) {
    return Math.max(FIRST_KEYS, keys - 1);
  }

  private void replace(Shard shard, Table old, Table low, Table high) {
    shard.replace(old, low, high);
    epochs.retire(() -> freeLater(old));
  }

  private void freeLater(Table table) {
    if (uselessCount.get() >= MOST_USELESS) { // The thread has something long to do.
      free(table);
      return;
    }
    uselessCount.incrementAndGet();
    useless.add(table);
    try {
      background.execute(this::freeUseless);
    } catch (RejectedExecutionException | OutOfMemoryError nobody) {
      boolean _ = freeUseless(); // The store is being closed, or there is no thread to be had.
    }
  }

  /**
   * Frees all useless tables; says whether there were any, perhaps others' that are being freed.
   */
  private boolean freeUseless() {
    boolean isAny = uselessCount.get() > 0;
    for (Table table; (table = useless.poll()) != null; ) {
      free(table);
      uselessCount.decrementAndGet();
    }
    return isAny;
  }

  private void free(Table table) {
    table.free();
    share.release(table.bytes());
  }

  private Table newTable(int depth, int keys) {
    return newTable(depth, block(bytesFor(keys)));
  }

  private long bytesFor(int keys) {
    return switch (probing) {
      case GROUP -> GroupTable.bytesFor(keys, maxLoadFactor);
      case LINEAR, ROBIN_HOOD -> SlotArrayTable.bytesFor(keys, maxLoadFactor);
      case CHAINED -> ChainedTable.bytesFor(keys, maxLoadFactor);
    };
  }

  private Table countedTable(int depth, Block block) {
    share.reserve(block.memory().byteSize());
    return newTable(depth, block);
  }

  private Table newTable(int depth, Block block) {
    return switch (probing) {
      case GROUP -> new GroupTable(block, depth, maxLoadFactor);
      case LINEAR -> new LinearTable(block, depth, maxLoadFactor);
      case ROBIN_HOOD -> new RobinHoodTable(block, depth, maxLoadFactor);
      case CHAINED -> new ChainedTable(block, depth, maxLoadFactor);
    };
  }

  private Block block(long bytes) {
    for (; ; ) {
      boolean isAllowed = share.tryReserve(bytes);
      Block block = null;
      try {
        block = isAllowed ? Block.tryAllocate(budget, bytes) : null;
        if (block != null) {
          return block;
        }
      } finally {
        if (isAllowed && block == null) {
          share.release(bytes);
        }
      }
      if (!freeUseless() && !(isAllowed && shrinkOthers.getAsBoolean())) {
        throw new MemoryBudgetException(
            "index table of "
                + bytes
                + " bytes: "
                + budget.usedBytes()
                + " of the budget's "
                + budget.limitBytes()
                + " bytes are in use, "
                + share.usedBytes()
                + " of the "
                + share.limitBytes()
                + " that the log leaves to the index, and not as many can be freed");
      }
    }
  }

  /**
   * A copy of the table whose keys' fingerprints begin with the bits of {@code prefix}. To walk a
   * shard, begin with prefix 0 and go on with {@link TableImage#nextPrefix}: tables may be split
   * meanwhile, and still every key that stays is seen once.
   */
  TableImage image(int shardIndex, int prefix) {
    Shard shard = shards[shardIndex];
    shard.lock.lock();
    try {
      Table[] tables = shard.directory();
      Table table = tables[(int) (((long) prefix * tables.length) >>> SlotFormat.FINGERPRINT_BITS)];
      return TableImage.of(table, shardIndex, prefix);
    } finally {
      shard.lock.unlock();
    }
  }

  /** Replaces an empty shard's tables by saved ones, given in the order of their prefixes. */
  void load(List<TableImage> images) {
    int shardIndex = images.getFirst().shard();
    int depth = images.stream().mapToInt(TableImage::depth).max().orElseThrow();
    Table[] tables = new Table[1 << depth];
    Shard shard = shards[shardIndex];
    Table[] before = shard.directory();
    TableContent content = new TableContent();
    if (images.size() == 1 && before.length == 1 && images.getFirst().count() <= FIRST_KEYS) {
      fill(before[0], images.getFirst(), content);
      shard.addToCount(images.getFirst().count());
      return;
    }
    long keys = 0;
    try {
      for (TableImage image : images) {
        Table table = tableFor(image);
        int first = (int) (((long) image.prefix() << depth) >>> SlotFormat.FINGERPRINT_BITS);
        Arrays.fill(tables, first, first + (1 << (depth - image.depth())), table);
        fill(table, image, content);
        keys += image.count();
      }
    } catch (RuntimeException | Error failure) {
      freeAll(tables);
      throw failure;
    }
    shard.setDirectory(tables, keys);
    freeAll(before);
  }

  /** With room for more keys, if all tables can have it: they may be as many as there ever were. */
  private Table tableFor(TableImage image) {
    if (!isSqueezed) {
      try {
        return newTable(image.depth(), withRoom(image.count()));
      } catch (MemoryBudgetException full) {
        squeeze();
      }
    }
    return newTable(image.depth(), exactly(image.count()));
  }

  private static void fill(Table table, TableImage image, TableContent content) {
    content.take(image);
    table.fill(image.shard(), content, 0, content.count());
  }

  private void freeAll(@Nullable Table[] directory) {
    @Nullable Table previous = null;
    for (Table table : directory) {
      if (table != null && table != previous) {
        free(table);
      }
      previous = table;
    }
  }

  /** What the index has of a record. */
  enum Trace {
    /** A slot with the hash's bits leads to its address. */
    ADDRESS,

    /** Another slot has the hash's bits. */
    KEY,
    NOTHING
  }

  Trace lookFor(long hash, long address) {
    Shard shard = shard(hash);
    shard.lock.lock();
    try {
      Table table = shard.table(hash);
      if (table.find(hash, address) != Table.NONE) {
        return Trace.ADDRESS;
      }
      return table.firstMatch(hash) != Table.NONE ? Trace.KEY : Trace.NOTHING;
    } finally {
      shard.lock.unlock();
    }
  }

  /** Keys in all tables; waits for nobody. */
  long count() {
    long count = 0;
    for (Shard shard : shards) {
      count += shard.count();
    }
    return count;
  }

  /** Off-heap bytes of all tables. */
  long bytes() {
    long bytes = 0;
    for (Shard shard : shards) {
      @Nullable Table previous = null;
      for (Table table : shard.directory()) {
        bytes += table == previous ? 0 : table.bytes();
        previous = table;
      }
    }
    return bytes;
  }

  /** Frees all tables. Nobody uses them any more. */
  @Override
  public void close() {
    for (Shard shard : shards) {
      if (shard != null) {
        freeAll(shard.directory());
      }
    }
    boolean _ = freeUseless();
  }
}
