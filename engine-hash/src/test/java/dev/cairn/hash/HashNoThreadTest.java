package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What becomes of a store while there is no thread to be had. */
class HashNoThreadTest {
  private final AtomicBoolean isThreadThere = new AtomicBoolean();
  private final Background background = Background.none(this::inThread, _ -> {});

  private void inThread(Runnable task) {
    if (!isThreadThere.get()) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    task.run();
  }

  @Test
  void anOpeningThatFailsAfterTheLogWasOpenedLeavesNothingOpen() {
    LeakCheckingVfs files = new LeakCheckingVfs(new MemoryVfs());

    assertThatThrownBy(() -> new HashFixture().open(files, Durability.PROCESS, background))
        .isInstanceOf(OutOfMemoryError.class);

    files.assertNothingOpen();
  }

  @Test
  void writesAreDoneAndALaterOneBeginsTheBackgroundWork() {
    isThreadThere.set(true);
    try (HashStore store =
        new HashFixture().open(new MemoryVfs(), Durability.PROCESS, background)) {
      isThreadThere.set(false);
      put(store, 0, 4_000);
      assertThat(store.stats().details()).containsEntry("indexImageCount", 0L);
      isThreadThere.set(true);

      put(store, 4_000, 4_100);

      assertThat(store.stats().details().get("indexImageCount")).isPositive();
      store.verify();
      assertThat(store.stats().entryCount()).isEqualTo(4_100);
    }
  }

  private static void put(HashStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.put(Bytes.of("key " + i).toArray(), new byte[100]);
    }
  }
}
