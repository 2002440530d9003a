package dev.cairn.examples;

import dev.cairn.bptree.BPlusTreeStore;
import dev.cairn.map.Codecs;
import dev.cairn.map.OrderedStoreMap;
import java.nio.file.Path;

/** Counts visits of pages in a map that outlives the program. */
final class VisitCounts {
  private VisitCounts() {}

  /**
   * Runs the example.
   *
   * @param arguments the store's directory, and the pages that are visited
   */
  public static void main(String[] arguments) {
    try (BPlusTreeStore store = BPlusTreeStore.open(Path.of(arguments[0]))) {
      OrderedStoreMap<String, Long> visits = OrderedStoreMap.of(store, Codecs.UTF_8, Codecs.LONG);
      for (int i = 1; i < arguments.length; i++) {
        visits.merge(arguments[i], 1L, Long::sum);
      }
      visits.forEach((page, count) -> System.out.println(page + " " + count));
      System.out.println("kernels: " + store.stats().kernels());
    }
  }
}
