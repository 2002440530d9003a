package dev.cairn.bptree;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.StoreException;
import dev.cairn.StoreFailedException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.Fault;
import dev.cairn.testkit.vfs.FaultSpan;
import dev.cairn.testkit.vfs.FaultyVfs;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tree that has a part of a batch, because a page that it needed could not be read. */
class BPlusTreePartialWriteTest {
  private static final BPlusTreeFixture ENGINE = new BPlusTreeFixture();
  private static final int KEYS = 400;
  private static final int VALUE_BYTES = 500;

  /** More than a page has. */
  private static final int KEYS_PER_OPERATION = 10;

  private final MemoryVfs written = new MemoryVfs();
  private final NavigableMap<Bytes, Bytes> before = new TreeMap<>();
  private final NavigableMap<Bytes, Bytes> after = new TreeMap<>();
  private final WriteBatch batch = new WriteBatch();

  @BeforeEach
  void write() {
    ENGINE.create(written, 1);
    try (BPlusTreeStore store = ENGINE.open(written, Durability.PROCESS)) {
      for (int i = 0; i < KEYS; i++) {
        byte[] key = Bytes.of("key %06d".formatted(i)).toArray();
        byte[] value = Arrays.copyOf(key, VALUE_BYTES);
        store.put(key, value);
        before.put(Bytes.of(key), Bytes.of(value));
      }
    }
    after.putAll(before);
    for (int i = 0; i < KEYS; i += KEYS_PER_OPERATION) {
      byte[] key = Bytes.of("key %06d".formatted(i)).toArray();
      batch.put(key, key);
      after.put(Bytes.of(key), Bytes.of(key));
    }
  }

  @Test
  void aTreeWithAPartOfABatchIsNotCopied() {
    boolean isInPart = false;
    for (long operation = 1; !isInPart; operation++) {
      FaultyVfs disk = new FaultyVfs(Damage.copyOf(written));
      BPlusTreeStore store = ENGINE.open(disk, Durability.PROCESS);
      disk.failAt(disk.operations() + operation, Fault.EIO, FaultSpan.ONCE);
      try {
        store.write(batch, Durability.PROCESS);
      } catch (StoreException failure) {
        assertThat(failure).hasStackTraceContaining("injected");
      }
      assertThat(disk.firstStruck()).as("of the batch's operations").isPresent();
      disk.heal();

      NavigableMap<Bytes, Bytes> shown = Contents.of(store);
      isInPart = !shown.equals(before) && !shown.equals(after);
      if (isInPart) {
        requireNotCopied(store);
      }
      close(store);
    }
  }

  private static void requireNotCopied(BPlusTreeStore store) {
    MemoryVfs target = new MemoryVfs();
    assertThatThrownBy(() -> ENGINE.checkpoint(store, target))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("a write in part");
    assertThat(target.list()).isSubsetOf(StoreFile.LOCK_NAME);
  }

  private static void close(BPlusTreeStore store) {
    boolean hasFailed = store.stats().failed();
    try {
      store.close();
    } catch (StoreFailedException unsaved) {
      assertThat(hasFailed).as("unsaved: " + unsaved).isTrue();
    }
  }

  @Test
  void aCopyOfSuchATreeIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), Maintenance.class)
        .requireKilled(
            "aTreeWithAPartOfABatchIsNotCopied", forgetCall("copyTo", "requireWholeTree"));
  }
}
