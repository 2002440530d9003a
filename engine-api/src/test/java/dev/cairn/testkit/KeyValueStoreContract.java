package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.KeyValueStore;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * All that {@link KeyValueStore} promises, as tests; an engine extends this once for each way of
 * opening it that is worth testing.
 *
 * <p>Two stores are opened: most tests take the one of {@link #openInMemory()}, and those about
 * closing, directories and copies that of {@link #open(Path)}. What {@code openInMemory} returns
 * may as well have a directory of its own, as long as it is empty. The memory budget must allow for
 * a value of 20 MiB and for 100,000 small pairs.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
public abstract class KeyValueStoreContract
    implements PairContract,
        BadArgumentContract,
        BatchContract,
        BorrowContract,
        LifecycleContract,
        DirectoryContract,
        CheckpointContract,
        StatsContract,
        ThreadContract {
  private @Nullable KeyValueStore store;

  /** Makes the test; the store is opened when it is first asked for. */
  protected KeyValueStoreContract() {}

  @Override
  public abstract KeyValueStore openInMemory();

  @Override
  public abstract KeyValueStore open(Path directory);

  @Override
  public synchronized KeyValueStore store() {
    if (store == null) {
      store = openInMemory();
    }
    return store;
  }

  /** Verifies the store that the test worked with, whatever the test was about, and closes it. */
  @AfterEach
  final void verifyAndCloseStore() {
    if (store == null) {
      return;
    }
    try (KeyValueStore used = store) {
      used.verify();
    } catch (IllegalStateException closed) {
      // The test itself closed the store; or else this too fails the test.
      assertThatIllegalStateException().isThrownBy(store::stats);
    }
  }
}
