package dev.cairn.benchmarks.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * What a store tells about itself.
 *
 * @param memoryBytes memory outside the heap, mapped files included, if the store tells
 * @param indexBytes the part of it that is the index, if the store tells
 * @param writtenBytes bytes that it wrote to files other than its log since it was opened, if the
 *     store tells
 * @param reads bytes that it read from files since it was opened, if the store tells
 * @param details whatever else it counts, by the store's own names
 */
public record Footprint(
    OptionalLong memoryBytes,
    OptionalLong indexBytes,
    OptionalLong writtenBytes,
    Optional<ReadCount> reads,
    SequencedMap<String, Long> details) {
  /** Of a store that tells nothing. */
  public static final Footprint NONE = of(Map.of());

  /** Keeps an unmodifiable copy. */
  public Footprint {
    details = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(details));
  }

  /**
   * Of a store that tells no sizes.
   *
   * @param details what it does tell
   * @return its footprint
   */
  static Footprint of(Map<String, Long> details) {
    return new Footprint(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        new LinkedHashMap<>(details));
  }
}
