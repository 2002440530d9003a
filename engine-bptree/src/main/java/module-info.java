import dev.cairn.StoreProvider;
import dev.cairn.bptree.BPlusTreeStoreProvider;

/**
 * The B+ tree engine: keys in order, with range scans and snapshots. Start at {@link
 * dev.cairn.bptree.BPlusTreeStore}.
 */
module dev.cairn.bptree {
  requires transitive dev.cairn.api;
  requires dev.cairn.storage;
  requires dev.cairn.simd;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.cairn.bptree;

  provides StoreProvider with
      BPlusTreeStoreProvider;
}
