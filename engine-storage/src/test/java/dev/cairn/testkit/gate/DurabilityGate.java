package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each {@link Durability} means, one by one; {@link CrashGate} tries their mixtures. */
@Gate
public abstract class DurabilityGate {
  private final EngineFixture engine;
  private final CrashableVfs disk = new CrashableVfs(1);
  private final KeyValueStore store;

  /**
   * Makes the test.
   *
   * @param engine whose stores crash
   */
  protected DurabilityGate(EngineFixture engine) {
    this.engine = engine;
    engine.create(disk, 1);
    this.store = engine.open(disk, Durability.MEMORY);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  private void write(int number, Durability durability) {
    store.write(new WriteBatch().put(key(number), key(number)), durability);
  }

  private static byte[] key(int number) {
    return Bytes.of("key " + number).toArray();
  }

  /** Fails unless the keys 0 to {@code count - 1} and no others are there after a crash now. */
  private void assertCountAfter(CrashPlan plan, int count) {
    try (KeyValueStore left =
        engine.open(disk.stateAfter(disk.steps(), plan), Durability.PROCESS)) {
      for (int i = 0; i < count; i++) {
        assertThat(left.get(key(i))).isEqualTo(key(i));
      }
      assertThat(Contents.of(left)).hasSize(count);
    }
  }

  @Test
  final void whatIsInMemoryIsVisibleAndItsLossHarmsNothing() {
    write(0, Durability.DEVICE);
    write(1, Durability.MEMORY);

    assertThat(store.get(key(1))).isEqualTo(key(1));
    assertCountAfter(CrashPlan.dropAll(), 1);
  }

  @Test
  final void whatTheSystemHasSurvivesTheProcess() {
    write(0, Durability.PROCESS);
    write(1, Durability.PROCESS);

    assertCountAfter(CrashPlan.keepAll(), 2);
  }

  @Test
  final void whatTheDeviceHasSurvivesTheSystem() {
    write(0, Durability.DEVICE);
    write(1, Durability.DEVICE);
    write(2, Durability.PROCESS);

    assertCountAfter(CrashPlan.dropAll(), 2);
    assertCountAfter(CrashPlan.keepAll(), 3);
  }

  @Test
  final void eachLevelCarriesWhatWasWrittenBefore() {
    write(0, Durability.MEMORY);
    write(1, Durability.PROCESS);
    assertCountAfter(CrashPlan.keepAll(), 2);

    write(2, Durability.MEMORY);
    write(3, Durability.DEVICE);
    assertCountAfter(CrashPlan.dropAll(), 4);
  }

  @Test
  final void syncBringsEverythingToTheDevice() {
    write(0, Durability.MEMORY);
    write(1, Durability.PROCESS);
    store.sync();

    assertCountAfter(CrashPlan.dropAll(), 2);
  }

  @Test
  final void closingBringsEverythingToTheDevice() {
    write(0, Durability.MEMORY);
    store.close();

    assertCountAfter(CrashPlan.dropAll(), 1);
  }
}
