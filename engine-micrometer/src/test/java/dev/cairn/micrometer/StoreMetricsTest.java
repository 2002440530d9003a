package dev.cairn.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.KeyValueStore;
import dev.cairn.hash.HashOptions;
import dev.cairn.hash.HashStore;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a registry sees of a store. */
class StoreMetricsTest {
  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

  private static HashStore open() {
    return HashStore.openInMemory(HashOptions.builder().memoryBudgetBytes(8 << 20).build());
  }

  private double gauge(String meter) {
    return registry.get(meter).tag("store", "pets").tag("engine", "hash").gauge().value();
  }

  @Test
  void figuresOfTheStoreAreMeters() {
    try (KeyValueStore store = open()) {
      store.put(new byte[1], new byte[1]);

      new StoreMetrics(store, "pets").bindTo(registry);

      assertThat(gauge("cairn.entries")).isEqualTo(1);
      assertThat(gauge("cairn.memory.budget")).isEqualTo(8 << 20);
      assertThat(gauge("cairn.memory.used")).isPositive();
      assertThat(gauge("cairn.failed")).isZero();
      assertThat(registry.get("cairn.memory.used").meter().getId().getBaseUnit())
          .isEqualTo("bytes");
      assertThat(registry.get("cairn.stalls").functionCounter().count())
          .isEqualTo(store.stats().stallCount());
      assertThat(registry.get("cairn.stalled").timeGauge().value(TimeUnit.NANOSECONDS))
          .isCloseTo(store.stats().stallNanos(), within(1.0));
      assertThat(registry.find("cairn.detail").gauges()).hasSize(store.stats().details().size());
    }
  }

  @Test
  void figuresAreReadOnceASecondAtMost() {
    try (KeyValueStore store = open()) {
      new StoreMetrics(store, "pets").bindTo(registry);
      assertThat(gauge("cairn.entries")).isZero();
      store.put(new byte[1], new byte[1]);

      clock.add(Duration.ofMillis(999));
      assertThat(gauge("cairn.entries")).isZero();

      clock.add(Duration.ofMillis(1));
      assertThat(gauge("cairn.entries")).isEqualTo(1);
    }
  }

  @Test
  void metersOfAClosedStoreSayNothing() {
    KeyValueStore store = open();
    new StoreMetrics(store, "pets").bindTo(registry);

    store.close();

    assertThat(gauge("cairn.entries")).isNaN();
  }
}
