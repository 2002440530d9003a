package dev.cairn.map;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Empty stores, one after another. Opening one takes longer than most of what is done with it, so
 * one is emptied and used again; but not for ever, because what was deleted slows the LSM engine.
 */
final class FreshStores implements AutoCloseable {
  private static final StoreSettings SETTINGS = new StoreSettings(Durability.PROCESS, 16 << 20);
  private static final int USES = 5_000;
  private static final int USES_OF_LSM = 200;

  private final IntFunction<KeyValueStore> opener;
  private final int maxUses;
  private KeyValueStore store;
  private int opened = 1;
  private int uses;

  private FreshStores(String engine, IntFunction<KeyValueStore> opener) {
    this.opener = opener;
    this.maxUses = engine.equals("lsm") ? USES_OF_LSM : USES;
    this.store = opener.apply(0);
  }

  static FreshStores inMemory(String engine) {
    return new FreshStores(engine, number -> Stores.open(null, engine, SETTINGS));
  }

  static FreshStores onDisk(String engine, Path directory) {
    return new FreshStores(
        engine, number -> Stores.open(directory.resolve("store" + number), engine, SETTINGS));
  }

  /** An empty store. What was returned before is empty, too, or closed. */
  KeyValueStore next() {
    if (++uses > maxUses) {
      store.close();
      store = opener.apply(opened++);
      uses = 0;
    } else {
      List<byte[]> keys = new ArrayList<>();
      store.forEach((key, value) -> keys.add(key.toArray(ValueLayout.JAVA_BYTE)));
      keys.forEach(store::delete);
    }
    return store;
  }

  @Override
  public void close() {
    store.close();
  }
}
