package dev.cairn.hash;

import static dev.cairn.testkit.edit.Edit.doNothing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A store whose creator was killed when its name was there and not on the device yet, and that was
 * then used when power failed.
 */
@Tag("gate")
class HashCreationCrashTest {
  private static final HashFixture ENGINE = new HashFixture();
  private static final byte[] KEY = {1};
  private static final long SEED = 0xc4ea7e;
  private static final int PLANS = 30;

  @Test
  void aStoreThatWasUsedKeepsItsName() {
    CrashableVfs created = new CrashableVfs(SEED);
    ENGINE.create(created, SEED);
    int nameSynced = created.steps();
    int named = nameSynced - 1;
    CrashableVfs disk = created.killedAfter(named, SEED);
    assertThat(disk.exists(StoreFile.NAME)).isTrue();
    assertThat(created.stateAfter(named, CrashPlan.dropAll()).exists(StoreFile.NAME)).isFalse();

    HashStore used = ENGINE.open(disk, Durability.DEVICE);
    used.put(KEY, KEY);

    int written = disk.steps();
    for (int step = named; step <= written; step++) {
      for (int i = 0; i < PLANS; i++) {
        CrashPlan plan = CrashPlan.random((long) step * PLANS + i); // Each time another choice.
        try (HashStore left = ENGINE.open(disk.stateAfter(step, plan), Durability.PROCESS)) {
          left.verify();
          if (step == written) {
            assertThat(left.get(KEY)).isEqualTo(KEY);
          }
        }
      }
    }
    used.close();
  }

  @Test
  void aNameThatIsNotBroughtToTheDeviceIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), StoreFile.class)
        .requireKilled("aStoreThatWasUsedKeepsItsName", doNothing("secureName"));
  }
}
