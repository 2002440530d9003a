package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.StoreSettings;
import dev.cairn.StoreStats;
import dev.cairn.Stores;
import dev.cairn.WriteBatch;
import java.util.OptionalLong;

/** An engine of Cairn with its default options. It is not told how many pairs will come. */
final class CairnStore implements StoreUnderTest {
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
        OptionalLong.of(stats.memoryBytes()), OptionalLong.of(stats.indexBytes()), stats.details());
  }

  @Override
  public void close() {
    store.close();
  }
}
