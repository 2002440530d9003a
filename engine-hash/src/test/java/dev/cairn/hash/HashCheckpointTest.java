package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.ForwardingVfs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A copy is whole, whatever is reclaimed beside it. */
@Tag("once")
class HashCheckpointTest {
  private static final int KEYS = 40;
  private static final byte[] STAYING = new byte[100];

  private final HashFixture fixture = new HashFixture();

  /** Does something once before a file is made. */
  private static final class HookedVfs extends ForwardingVfs {
    private Runnable beforeFile;

    HookedVfs(Runnable beforeFile) {
      super(new MemoryVfs());
      this.beforeFile = beforeFile;
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      Runnable action = beforeFile;
      beforeFile = () -> {};
      action.run();
      return super.open(name, mode);
    }
  }

  private static byte[] staying(int number) {
    return Bytes.of("stays " + number).toArray();
  }

  private static byte[] changing(int number) {
    return Bytes.of("changes " + number).toArray();
  }

  /** Of all segments that are to be copied the larger part is dead then. */
  private static void overwrite(HashStore store) {
    for (int i = 0; i < 3 * KEYS; i++) {
      store.put(changing(i % KEYS), new byte[700]);
    }
  }

  /** Begins to overwrite in another thread, and returns when that has ended, or waits. */
  private static Thread overwriteBeside(HashStore store) {
    Thread writer = Thread.ofPlatform().daemon().start(() -> overwrite(store));
    Threads.awaitWaiting(writer);
    return writer;
  }

  @Test
  void noSegmentIsReclaimedThatIsBeingCopied() throws InterruptedException {
    List<Thread> writers = new ArrayList<>();
    try (HashStore store = fixture.open(new MemoryVfs(), Durability.PROCESS)) {
      for (int i = 0; i < KEYS; i++) {
        store.put(staying(i), STAYING);
        store.put(changing(i), new byte[700]);
      }
      HookedVfs target = new HookedVfs(() -> writers.add(overwriteBeside(store)));

      fixture.checkpoint(store, target);

      writers.getFirst().join();
      assertThat(store.stats().details().get("reclaimedSegmentCount")).isPositive();
      try (HashStore copy = fixture.open(target, Durability.PROCESS)) {
        for (int i = 0; i < KEYS; i++) {
          assertThat(copy.get(staying(i))).isEqualTo(STAYING);
        }
        copy.verify();
      }
    }
  }

  @Test
  void aCopyThatIsMadeBesideReclaimIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), Maintenance.class)
        .requireKilled(
            "noSegmentIsReclaimedThatIsBeingCopied",
            forgetCall("checkpoint", "lock").and(forgetCall("checkpoint", "unlock")));
  }
}
