/**
 * Stores as maps of {@code java.util.concurrent}: {@link dev.cairn.map.StoreMap} over any engine,
 * {@link dev.cairn.map.OrderedStoreMap} over one that keeps key order.
 */
module dev.cairn.map {
  requires transitive dev.cairn.api;
  requires static transitive org.jspecify;

  exports dev.cairn.map;
}
