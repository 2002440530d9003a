package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import org.junit.jupiter.api.Test;

/** What was deleted does not come back. */
class HashDeleteTest {
  private static final byte[] KEY = Bytes.of("deleted").toArray();

  private final CrashableVfs disk = new CrashableVfs(1);
  private final HashStore store = new HashFixture().open(disk, Durability.PROCESS);

  @Test
  void deleteOfAnAbsentKeySurvivesTheProcessThoughTheDeleteBeforeItNeedNot() {
    store.put(KEY, KEY);
    store.write(new WriteBatch().delete(KEY), Durability.MEMORY);

    store.delete(KEY);

    assertAbsentAfterKill();
  }

  @Test
  void deleteOutlivesItsSegmentForAsLongAsThePutIsInAnOlderOne() {
    store.put(KEY, new byte[100]);
    for (int i = 0; i < 30; i++) {
      store.put(Bytes.of("stays " + i).toArray(), new byte[200]);
    }
    overwrite(10); // So that nothing lives in the segment of the delete.
    store.delete(KEY);

    overwrite(200);

    assertThat(store.stats().details().get("reclaimedSegmentCount")).isPositive();
    assertAbsentAfterKill();
  }

  @Test
  void deletesInABatchNeedNoRoomInTheIndex() {
    long before = store.stats().indexBytes();
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < 2_000; i++) {
      batch.delete(Bytes.of("absent " + i).toArray());
    }

    store.write(batch, Durability.PROCESS);

    assertThat(store.stats().indexBytes()).isEqualTo(before);
    store.close();
  }

  private void overwrite(int times) {
    for (int i = 0; i < times; i++) {
      store.put(Bytes.of("changes").toArray(), new byte[500]);
    }
  }

  private void assertAbsentAfterKill() {
    var left = disk.stateAfter(disk.steps(), CrashPlan.keepAll());
    try (HashStore reopened = new HashFixture().open(left, Durability.PROCESS)) {
      assertThat(reopened.get(KEY)).isNull();
      reopened.verify();
    }
    store.close();
  }
}
