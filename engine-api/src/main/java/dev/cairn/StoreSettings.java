package dev.cairn;

import java.util.Objects;

/**
 * What every engine can be told at opening, for tools that take the engine as a word.
 *
 * @param durability what writes without a durability of their own shall survive
 * @param memoryBudgetBytes off-heap bytes the store may use, at least 1 MiB; an engine may need
 *     more, and then says how much
 */
public record StoreSettings(Durability durability, long memoryBudgetBytes) {
  /** {@link Durability#PROCESS} within 1 GiB. */
  public static final StoreSettings DEFAULT = new StoreSettings(Durability.PROCESS, 1L << 30);

  /** Checks the values. */
  public StoreSettings {
    Objects.requireNonNull(durability, "durability");
    if (memoryBudgetBytes < 1 << 20) {
      throw new IllegalArgumentException(
          "memoryBudgetBytes " + memoryBudgetBytes + ": expected at least " + (1 << 20));
    }
  }
}
