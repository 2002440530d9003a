package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.StoreHome;
import java.util.NavigableMap;

/** Where a store of an engine lives; copies of it live in memory. */
abstract class EngineHome implements StoreHome {
  private final EngineFixture engine;

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
    if (!engine.ingest(store, pairs)) {
      StoreHome.super.fill(store, pairs);
    }
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
