import dev.cairn.StoreProvider;
import dev.cairn.lsm.Compression;
import dev.cairn.lsm.LsmStoreProvider;

/** The LSM engine: an ordered store for much writing. Start at {@link dev.cairn.lsm.LsmStore}. */
module dev.cairn.lsm {
  requires transitive dev.cairn.api;
  requires dev.cairn.storage;
  requires dev.cairn.simd;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.cairn.lsm;

  uses Compression;

  provides StoreProvider with
      LsmStoreProvider;
}
