package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreFailedException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.LimitedVfs;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A segment that cannot be moved does not keep others from being freed. */
class HashReclaimTest {
  // So many that the index leaves no memory to look at the large segment.
  private static final int KEYS = 18_000;

  @Test
  void whereTheDiskIsFullDeadSegmentsAreFreedThoughTheNextCannotBeMoved() {
    LimitedVfs disk = new LimitedVfs(new MemoryVfs());
    try (HashStore store = open(disk, 1 << 20, 4 << 10)) {
      put(store, "dies", 0, 24, 1, 900);
      put(store, "stays", 0, 60, 1, 900);
      put(store, "dies", 0, 15, 1, 900);
      put(
          store, "stays", 0, 60, 2,
          900); // So that all of these segments have something that lives.
      disk.limit(disk.usedBytes() + 3_000); // Room for a list of segments, not for a segment.

      for (int i = 0; i < 30; i++) {
        try {
          put(store, "dies", i % 24, i % 24 + 1, 1, 900);
        } catch (OutOfSpaceException full) {
          continue;
        }
      }

      assertThat(store.stats().details().get("reclaimedSegmentCount")).isPositive();
      disk.limit(Long.MAX_VALUE);
      store.verify();
    }
  }

  @Test
  void aSegmentThatThereIsNoMemoryToLookAtDoesNotKeepOthersFromBeingFreed() {
    try (HashStore store = open(new MemoryVfs(), 1 << 20, 16 << 10)) {
      put(store, "large", 0, 1, 1, 491_300); // Fills its segment: no other is as dead.
      put(store, "k", 0, KEYS, 1, 0);
      store.delete(Bytes.of("large 0").toArray());

      for (int i = 0; i < 900; i++) {
        put(store, "changes", 0, 1, 1, 900);
      }

      assertThat(store.stats().details().get("reclaimedSegmentCount")).isPositive();
    }
  }

  @Test
  void whereTheDirectoryIsNotForcedForTheSegmentListWritesAreRefusedFromThenOn() {
    boolean[] fails = new boolean[1];
    Vfs files =
        new ForwardingVfs(new MemoryVfs()) {
          @Override
          public void syncDirectory() {
            // Once: a later force seems to succeed.
            if (fails[0] && exists(SegmentList.NAME + ".new")) {
              fails[0] = false;
              throw new StoreIOException("directory", new IOException("a test"));
            }
            super.syncDirectory();
          }
        };
    HashStore store = open(files, 1 << 20, 4 << 10);
    put(store, "dies", 0, 12, 1, 900);
    fails[0] = true;

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                put(store, "dies", 0, 12, 1, 900);
              }
            })
        .isInstanceOf(StoreFailedException.class);

    assertThat(store.stats().failed()).isTrue();
    assertThatThrownBy(store::close).isInstanceOf(StoreFailedException.class);
  }

  private static HashStore open(Vfs files, int budgetBytes, int segmentBytes) {
    HashOptions options =
        HashOptions.builder()
            .memoryBudgetBytes(budgetBytes)
            .segmentBytes(segmentBytes)
            .durability(Durability.MEMORY)
            .maxLoadFactor(0.25) // The budget is full sooner.
            .build();
    return HashStore.open(files, options, Background.none());
  }

  private static void put(HashStore store, String name, int from, int to, int step, int bytes) {
    for (int i = from; i < to; i += step) {
      store.put(Bytes.of(name + " " + i).toArray(), new byte[bytes]);
    }
  }
}
