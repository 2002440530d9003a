package dev.cairn.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ConcurrentNavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringSortedMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import dev.cairn.OrderedStore;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;

/** What Guava's testlib expects of a map. No case is suppressed. */
final class GuavaSuites {
  private GuavaSuites() {}

  /** Runs the suite of concurrent maps, and returns how many cases it had. */
  static int runConcurrent(String name, FreshStores stores) {
    TestStringMapGenerator generator =
        new TestStringMapGenerator() {
          @Override
          protected Map<String, String> create(Map.Entry<String, String>[] entries) {
            StoreMap<String, String> map = StoreMap.of(stores.next(), Codecs.UTF_8, Codecs.UTF_8);
            for (Map.Entry<String, String> entry : entries) {
              map.put(entry.getKey(), entry.getValue());
            }
            return map;
          }
        };
    return run(
        ConcurrentMapTestSuiteBuilder.using(generator)
            .named(name)
            .withFeatures(
                MapFeature.GENERAL_PURPOSE,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionSize.ANY)
            .createTestSuite());
  }

  /** Runs the suite of concurrent navigable maps, and returns how many cases it had. */
  static int runNavigable(String name, FreshStores stores) {
    TestStringSortedMapGenerator generator =
        new TestStringSortedMapGenerator() {
          @Override
          protected SortedMap<String, String> create(Map.Entry<String, String>[] entries) {
            OrderedStoreMap<String, String> map =
                OrderedStoreMap.of((OrderedStore) stores.next(), Codecs.UTF_8, Codecs.UTF_8);
            for (Map.Entry<String, String> entry : entries) {
              map.put(entry.getKey(), entry.getValue());
            }
            return map;
          }
        };
    return run(
        ConcurrentNavigableMapTestSuiteBuilder.using(generator)
            .named(name)
            .withFeatures(
                MapFeature.GENERAL_PURPOSE,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionFeature.KNOWN_ORDER,
                CollectionSize.ANY)
            .createTestSuite());
  }

  private static int run(TestSuite suite) {
    TestResult result = new TestResult();

    suite.run(result);

    assertThat(
            Stream.of(result.failures(), result.errors())
                .flatMap(failures -> Collections.list(failures).stream())
                .map(TestFailure::trace))
        .isEmpty();
    return result.runCount();
  }
}
