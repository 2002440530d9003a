package dev.cairn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Figures about a store at one moment; those that count events count from the store's opening.
 *
 * @param engine the engine's name, such as {@code hash}
 * @param kernels which machine code the hot loops use, such as {@code vector 256} or {@code scalar}
 * @param failed whether the store refuses writes after a failure of the disk
 * @param entryCount pairs in the store
 * @param diskBytes bytes of the store's files
 * @param memoryBytes off-heap bytes in use; more than the budget only while an LSM store reads
 *     pairs that are longer than it has room for. docs/operations.md says what is not counted.
 * @param memoryBudgetBytes off-heap bytes the store may use
 * @param indexBytes off-heap bytes that the index uses: tables of slots (hash), pages (B+ tree),
 *     indexes of memtables (LSM)
 * @param logBytes bytes of records in the log, live or dead
 * @param deadBytes bytes of records that later writes have made worthless, and that reclaim will
 *     free; 0 in engines whose log is redo alone
 * @param stallCount times a write had to wait because no log segment was ready, and in an LSM store
 *     for a flush, a compaction or memory. Forces do not count, nor do pages that a writer to a B+
 *     tree brings to the disk to make room.
 * @param stallNanos nanoseconds that writes have waited so, in all threads together
 * @param details further figures of the engine by name, in a fixed order; docs/operations.md says
 *     what each means
 */
public record StoreStats(
    String engine,
    String kernels,
    boolean failed,
    long entryCount,
    long diskBytes,
    long memoryBytes,
    long memoryBudgetBytes,
    long indexBytes,
    long logBytes,
    long deadBytes,
    long stallCount,
    long stallNanos,
    SequencedMap<String, Long> details) {

  /** Keeps an unmodifiable copy of the details, in their order. */
  public StoreStats {
    details = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(details));
  }

  /**
   * Whether {@link #entryCount} is what a walk would count if nobody wrote. An engine that would
   * have to walk over many pairs for that estimates it instead, and says so in the detail {@code
   * entryCountIsEstimate}.
   *
   * @return whether it is exact
   */
  public boolean entryCountIsExact() {
    return details.getOrDefault("entryCountIsEstimate", 0L) == 0;
  }

  /** A line a figure, its name first. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "engine", engine);
    line(text, "kernels", kernels);
    line(text, "failed", failed);
    line(text, "entryCount", entryCount);
    line(text, "diskBytes", diskBytes);
    line(text, "memoryBytes", memoryBytes);
    line(text, "memoryBudgetBytes", memoryBudgetBytes);
    line(text, "indexBytes", indexBytes);
    line(text, "logBytes", logBytes);
    line(text, "deadBytes", deadBytes);
    line(text, "stallCount", stallCount);
    line(text, "stallNanos", stallNanos);
    for (Map.Entry<String, Long> detail : details.entrySet()) {
      line(text, detail.getKey(), detail.getValue());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(' ').append(value).append('\n');
  }
}
