package dev.cairn.internal.salvage;

import dev.cairn.CorruptionException;
import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.Limits;
import dev.cairn.OrderedStore;
import dev.cairn.SalvageReport;
import dev.cairn.StoreException;
import dev.cairn.WriteBatch;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is whole of a damaged store, oldest first, and writes it to the new one, if there is
 * one. For one thread.
 */
public final class SalvageOutput {
  private static final long MAX_BATCH_BYTES = 1 << 20;

  // A small part of what each engine's log has of the budget, so that a batch needs no segment that
  // is larger than the others.
  private static final int BUDGET_DIVISOR = 64;

  private final @Nullable KeyValueStore store;
  private final Consumer<Damage> damages;
  private final WriteBatch batch = new WriteBatch();
  private final long batchBytes;
  private long damageCount;
  private long lostBytes;

  SalvageOutput(@Nullable KeyValueStore store, Consumer<Damage> damages) {
    this.store = store;
    this.damages = damages;
    this.batchBytes =
        store == null
            ? 0
            : Math.min(store.stats().memoryBudgetBytes() / BUDGET_DIVISOR, MAX_BATCH_BYTES);
  }

  /**
   * Takes a pair.
   *
   * @param key the key
   * @param value the value
   */
  public void put(byte[] key, byte[] value) {
    if (makeRoom((long) key.length + value.length)) {
      batch.put(key, value);
    }
  }

  /**
   * Takes a delete.
   *
   * @param key the key
   */
  public void delete(byte[] key) {
    if (makeRoom(key.length)) {
      batch.delete(key);
    }
  }

  /**
   * Whether there is a store to write to. A batch is applied whole, so a large one would need much
   * memory. What is larger alone than a batch should be is one all the same: to a store it is no
   * more than a single put.
   */
  private boolean makeRoom(long bytes) {
    if (store == null) {
      requireNotInterrupted();
      return false;
    }
    if (batch.encodedBytes() + bytes > batchBytes) {
      flush(store);
    }
    return true;
  }

  private void flush(KeyValueStore target) {
    requireNotInterrupted();
    if (!batch.isEmpty()) {
      target.write(batch, Durability.MEMORY); // Forced when all is there.
      batch.clear();
    }
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }

  /**
   * Takes the delete of a range. Only engines with an order write such.
   *
   * @param range the range
   */
  public void deleteRange(KeyRange range) {
    if (store instanceof OrderedStore ordered) {
      flush(ordered);
      ordered.deleteRange(range);
    }
  }

  /**
   * Tells of damage.
   *
   * @param damage what is wrong
   */
  public void damaged(Damage damage) {
    damageCount++;
    if (damage.consequence() != Consequence.NONE) {
      lostBytes += damage.bytes();
    }
    damages.accept(damage);
  }

  /**
   * Tells of damage to a file, or a part of one, without pairs of its own.
   *
   * @param file the file's name
   * @param what the damaged thing
   * @param cause what its reader met
   * @param consequence what it means
   */
  public void damaged(String file, String what, StoreException cause, Consequence consequence) {
    long position = cause instanceof CorruptionException damage ? damage.position() : 0;
    damaged(new Damage(file, position, 0, what, consequence, null));
  }

  /**
   * The same, for a part of the files that is read twice.
   *
   * @return an output that takes damage and tells nobody
   */
  public SalvageOutput withoutDamages() {
    return new SalvageOutput(store, _ -> {});
  }

  /**
   * The range of one key.
   *
   * @param key the key
   * @return the keys from it to the next that there can be
   */
  public static KeyRange only(byte[] key) {
    return between(key, key);
  }

  /**
   * The keys from one to another.
   *
   * @param first the smallest
   * @param last the greatest, which belongs to the range, or null if it has no upper end
   * @return the range
   */
  public static KeyRange between(byte[] first, byte @Nullable [] last) {
    if (last == null || last.length == Limits.MAX_KEY_BYTES) {
      return KeyRange.from(first);
    }
    return KeyRange.of(first, Arrays.copyOf(last, last.length + 1));
  }

  SalvageReport finish(KeyValueStore target) {
    flush(target);
    target.sync();
    long[] pairCount = new long[1];
    target.forEach((key, value) -> pairCount[0]++);
    return new SalvageReport(pairCount[0], damageCount, lostBytes);
  }
}
