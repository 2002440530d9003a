package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.StoreHome;
import java.util.NavigableMap;

/** Where a store of an engine lives; copies of it live in memory. */
abstract class EngineHome implements StoreHome {
  final EngineFixture engine;
  private boolean isFilledByBatch;

  EngineHome(EngineFixture engine) {
    this.engine = engine;
  }

  @Override
  public void compact(KeyValueStore store) {
    engine.compact(store);
  }

  @Override
  public void flush(KeyValueStore store) {
    engine.flush(store);
  }

  @Override
  public void fill(KeyValueStore store, NavigableMap<Bytes, Bytes> pairs) {
    isFilledByBatch = false;
    if (!engine.ingest(store, pairs)) {
      isFilledByBatch = true;
      StoreHome.super.fill(store, pairs);
    }
  }

  /**
   * Whether a store shows all of an update, the last one, or nothing, also when it has ended
   * writing in it: what it took for its files it shows at once.
   */
  boolean isWhole(Operation.Update last) {
    return last instanceof Operation.Fill && !isFilledByBatch;
  }

  @Override
  public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store) {
    MemoryVfs target = new MemoryVfs();
    engine.checkpoint(store, target);
    try (KeyValueStore copy = engine.open(target, Durability.PROCESS)) {
      copy.verify();
      return Reading.content(copy);
    }
  }
}
