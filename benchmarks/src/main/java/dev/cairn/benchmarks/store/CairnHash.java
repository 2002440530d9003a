package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import dev.cairn.StoreStats;
import dev.cairn.WriteBatch;
import dev.cairn.hash.HashOptions;
import dev.cairn.hash.HashStore;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Cairn's hash store. It is not told how many pairs will come: it grows. */
final class CairnHash implements StoreUnderTest, BatchReads {
  private final ThreadLocal<WriteBatch> batches = ThreadLocal.withInitial(WriteBatch::new);
  private final HashStore store;
  private final Durability durability;

  private CairnHash(HashStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
  }

  static CairnHash open(Home home) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(home.budgetBytes())
            .durability(Durability.PROCESS)
            .build();
    return new CairnHash(HashStore.open(home.directory(), options), Durability.PROCESS);
  }

  static CairnHash openInMemory(Home home) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(home.budgetBytes())
            .durability(Durability.MEMORY)
            .build();
    return new CairnHash(HashStore.openInMemory(options), Durability.MEMORY);
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
  public byte @Nullable [] get(byte[] key) {
    return store.get(key);
  }

  @Override
  public boolean getInto(byte[] key, byte[] buffer) {
    Boolean found =
        store.read(
            MemorySegment.ofArray(key),
            value -> {
              MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, buffer, 0, buffer.length);
              return Boolean.TRUE;
            });
    return found != null;
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    return store.getAll(keys);
  }

  @Override
  public Footprint footprint() {
    StoreStats stats = store.stats();
    return new Footprint(stats.memoryBytes(), OptionalLong.of(stats.indexBytes()));
  }

  @Override
  public void close() {
    store.close();
  }
}
