package dev.cairn.testkit;

import dev.cairn.OrderedStore;
import java.nio.file.Path;

/**
 * All that {@link OrderedStore} promises, as tests; an engine extends this once for each way of
 * opening it that is worth testing.
 */
public abstract class OrderedStoreContract extends KeyValueStoreContract
    implements CursorContract, SnapshotContract {
  /** Makes the test; the store is opened when it is first asked for. */
  protected OrderedStoreContract() {}

  @Override
  public abstract OrderedStore openInMemory();

  @Override
  public abstract OrderedStore open(Path directory);

  @Override
  public final OrderedStore store() {
    return (OrderedStore) super.store();
  }
}
