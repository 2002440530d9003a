package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.doNothing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.OrderedStore;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.ReferenceStores;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.gate.SalvageGate;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.mutant.EditedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is intact of a damaged store comes out of it, and nothing else. */
class LsmSalvageTest extends SalvageGate {
  private static final Bytes FIRST = Bytes.of("a");
  private static final Bytes SECOND = Bytes.of("b");
  private static final Bytes THIRD = Bytes.of("c");
  private static final Bytes LAST = Bytes.of("d");

  LsmSalvageTest() {
    super(new LsmFixture(), Scale.BUILD);
  }

  private static void flush(LsmStore store, Bytes... written) {
    for (Bytes key : written) {
      store.put(key.toArray(), key.toArray());
    }
    store.flush();
  }

  /** What removes a range is in a table, what it removes in another, and none of it in the log. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pairsOfARemovedRangeDoNotReturn(boolean hasManifest) {
    MemoryVfs files = new MemoryVfs();
    LsmFixture engine = new LsmFixture();
    try (LsmStore store = (LsmStore) engine.open(files, Durability.PROCESS)) {
      flush(store, FIRST, SECOND, THIRD);
      store.deleteRange(KeyRange.of(FIRST.toArray(), THIRD.toArray()));
      store.flush();
      flush(store, LAST);
      assertThat(store.tables().list()).hasSize(3);
    }
    if (!hasManifest) {
      files.delete(Manifest.NAME);
    }

    try (OrderedStore target = ReferenceStores.inMemory()) {
      var _ = Salvage.run(files, target, engine.salvage(), _ -> {});

      assertThat(Contents.of(target)).containsOnlyKeys(THIRD, LAST);
    }
  }

  @Test
  void removedRangesThatSalvageDoesNotLookAtAreNoticed() throws ReflectiveOperationException {
    EditedTest test = new EditedTest(getClass(), LsmSalvage.class);
    Edit bug = doNothing("isRemoved");

    test.requireKilled("pairsOfARemovedRangeDoNotReturn", bug, true);
    test.requireKilled("pairsOfARemovedRangeDoNotReturn", bug, false);
  }
}
