package dev.cairn.cli.migrate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Progress;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Unit;

/** Puts all pairs of another store, in batches of which each takes effect as a whole. */
public final class Migration {
  private static final int BATCH_PAIRS = 1_000;
  private static final int BATCH_BYTES = 1 << 20;

  private final Session session;
  private final WriteBatch batch = new WriteBatch();
  private volatile long pairCount;

  /**
   * Makes one that has not begun.
   *
   * @param session shows how far it is
   */
  public Migration(Session session) {
    this.session = session;
  }

  /**
   * Copies the pairs, and brings them to the device.
   *
   * @param source where they are
   * @param store where they go
   * @return how many there were
   * @throws CommandFailure at a pair that is too large; those before it have been put
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts; another looks.
  public long run(PairSource source, KeyValueStore store) {
    try (Progress _ = session.progress("import", 0, Unit.ENTRIES, () -> pairCount)) {
      while (source.next()) {
        session.requireGoingOn();
        add(source.key(), source.value(), store);
        pairCount++;
      }
      store.write(batch, Durability.DEVICE);
      store.sync();
    }
    return pairCount;
  }

  private void add(byte[] key, byte[] value, KeyValueStore store) {
    if (batch.operationCount() == BATCH_PAIRS
        || (!batch.isEmpty() && batch.encodedBytes() + (long) value.length > BATCH_BYTES)) {
      store.write(batch, Durability.MEMORY);
      batch.clear();
    }
    try {
      batch.put(key, value);
    } catch (IllegalArgumentException tooLarge) {
      store.write(batch, Durability.DEVICE);
      throw new CommandFailure(ExitCode.MISMATCH, String.valueOf(tooLarge.getMessage()));
    }
  }
}
