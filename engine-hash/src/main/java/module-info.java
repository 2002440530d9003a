import dev.cairn.StoreProvider;
import dev.cairn.hash.HashStoreProvider;

/**
 * The hash engine: point reads and writes of keys without order. Start at {@link
 * dev.cairn.hash.HashStore}.
 */
module dev.cairn.hash {
  requires transitive dev.cairn.api;
  requires dev.cairn.storage;
  requires dev.cairn.simd;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.cairn.hash;

  provides StoreProvider with
      HashStoreProvider;
}
