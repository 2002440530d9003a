package dev.cairn.bptree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.OutOfSpaceException;
import dev.cairn.StoreFailedException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.gate.FullDiskGate;
import dev.cairn.testkit.vfs.LimitedVfs;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A B+ tree store on a full disk. Pages that a batch needs may have to leave memory inside it. */
class BPlusTreeFullDiskTest extends FullDiskGate {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();
  private static final int KEYS = 4_000;
  private static final int VALUE_BYTES = 500;
  private static final int OPERATIONS = 100;
  private static final int ROOM_STEP_BYTES = 20_000;
  private static final int TRIES = 14;

  BPlusTreeFullDiskTest() {
    super(ENGINE, false);
  }

  @Test
  void aBatchIsRefusedAsAWholeOrEndsWritingAndIsThereWhenOpenedAgain() {
    int ended = 0;
    for (int i = 0; i < TRIES; i++) {
      ended += tryBatch(i * ROOM_STEP_BYTES) ? 1 : 0;
    }
    assertThat(ended).as("batches that ended writing").isPositive();
  }

  /** Returns whether a batch ended writing that found so much room on the disk. */
  private static boolean tryBatch(int roomBytes) {
    LimitedVfs disk = new LimitedVfs(new MemoryVfs());
    ENGINE.create(disk, 1);
    NavigableMap<Bytes, Bytes> before = new TreeMap<>();
    BPlusTreeStore store = ENGINE.open(disk, Durability.PROCESS);
    for (int i = 0; i < KEYS; i++) {
      store.put(key(i), value(i));
      before.put(Bytes.of(key(i)), Bytes.of(value(i)));
    }
    NavigableMap<Bytes, Bytes> after = new TreeMap<>(before);
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < OPERATIONS; i++) {
      byte[] key = key(i * 37 % (2 * KEYS));
      batch.put(key, value(-i));
      after.put(Bytes.of(key), Bytes.of(value(-i)));
    }
    disk.limit(disk.usedBytes() + roomBytes);

    boolean hasEnded = false;
    boolean isDone = false;
    try {
      store.write(batch, Durability.PROCESS);
      isDone = true;
    } catch (OutOfSpaceException refused) {
      assertThat(store.stats().failed()).isFalse();
      assertThat(Contents.of(store)).isEqualTo(before);
    } catch (StoreFailedException ends) {
      assertThat(ends).hasRootCauseInstanceOf(OutOfSpaceException.class);
      assertThat(store.stats().failed()).isTrue();
      hasEnded = true;
    }

    disk.limit(Long.MAX_VALUE);
    if (hasEnded) {
      assertThatThrownBy(store::close).isInstanceOf(StoreFailedException.class);
    } else {
      store.close();
    }
    try (BPlusTreeStore again = ENGINE.open(disk, Durability.PROCESS)) {
      assertThat(Contents.of(again)).isEqualTo(isDone || hasEnded ? after : before);
      again.verify();
    }
    return hasEnded;
  }

  private static byte[] key(int i) {
    return Bytes.of("key %06d".formatted(i)).toArray();
  }

  private static byte[] value(int i) {
    return Arrays.copyOf(key(i), VALUE_BYTES);
  }
}
