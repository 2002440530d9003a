package dev.cairn.micrometer;

import dev.cairn.KeyValueStore;
import dev.cairn.StoreStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds the figures of a store ({@link StoreStats}) to a registry, under names that begin with
 * {@code cairn.} and with the tags {@code store} and {@code engine}.
 *
 * <p>A registry asks for one meter after another. The store's figures are read once a second at
 * most, so that they belong together and cost what they cost once. When the store is closed its
 * meters say NaN; the registry's owner removes them.
 */
public final class StoreMetrics implements MeterBinder {
  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final KeyValueStore store;
  private final String name;

  /** What was read last, and when by the registry's clock. */
  private record Reading(StoreStats stats, long nanos) {}

  private volatile @Nullable Reading last;

  /**
   * Makes the binder of a store.
   *
   * @param store the open store
   * @param name how this store is told from others: the tag {@code store}
   */
  public StoreMetrics(KeyValueStore store, String name) {
    this.store = Objects.requireNonNull(store, "store");
    this.name = Objects.requireNonNull(name, "name");
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    StoreStats now = store.stats();
    Tags tags = Tags.of("store", name, "engine", now.engine());
    gauge(registry, tags, "cairn.entries", null, "Pairs", StoreStats::entryCount);
    bytes(registry, tags, "cairn.disk", "Files", StoreStats::diskBytes);
    bytes(registry, tags, "cairn.memory.used", "Off-heap memory", StoreStats::memoryBytes);
    bytes(
        registry,
        tags,
        "cairn.memory.budget",
        "Off-heap memory it may use",
        StoreStats::memoryBudgetBytes);
    bytes(registry, tags, "cairn.index", "Memory of the index", StoreStats::indexBytes);
    bytes(registry, tags, "cairn.log", "Records in the log", StoreStats::logBytes);
    bytes(registry, tags, "cairn.log.dead", "Worthless ones of them", StoreStats::deadBytes);
    gauge(
        registry,
        tags,
        "cairn.failed",
        null,
        "1 if the store refuses writes",
        stats -> stats.failed() ? 1 : 0);
    FunctionCounter.builder(
            "cairn.stalls", this, self -> self.read(registry, StoreStats::stallCount))
        .tags(tags)
        .description("Times that a write had to wait")
        .register(registry);
    TimeGauge.builder(
            "cairn.stalled", () -> read(registry, StoreStats::stallNanos), TimeUnit.NANOSECONDS)
        .tags(tags)
        .description("Time that writes have waited so, in all threads together")
        .register(registry);
    for (String detail : now.details().keySet()) {
      gauge(
          registry,
          tags.and("figure", detail),
          "cairn.detail",
          null,
          "A figure of the engine",
          stats -> stats.details().getOrDefault(detail, 0L));
    }
  }

  private void bytes(
      MeterRegistry registry,
      Tags tags,
      String meter,
      String description,
      ToDoubleFunction<StoreStats> figure) {
    gauge(registry, tags, meter, BaseUnits.BYTES, description, figure);
  }

  private void gauge(
      MeterRegistry registry,
      Tags tags,
      String meter,
      @Nullable String unit,
      String description,
      ToDoubleFunction<StoreStats> figure) {
    Gauge.builder(meter, () -> read(registry, figure))
        .tags(tags)
        .baseUnit(unit)
        .description(description)
        .register(registry);
  }

  private double read(MeterRegistry registry, ToDoubleFunction<StoreStats> figure) {
    long now = registry.config().clock().monotonicTime();
    Reading reading = last;
    if (reading == null || now - reading.nanos >= REFRESH_NANOS) {
      try {
        reading = new Reading(store.stats(), now);
      } catch (IllegalStateException closed) {
        return Double.NaN;
      }
      last = reading;
    }
    return figure.applyAsDouble(reading.stats);
  }
}
