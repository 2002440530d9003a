package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.OrderedStore;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.ReferenceStores;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Only the manifest says when pairs were ingested. */
class LsmManifestSalvageTest {
  private static final byte[] KEY = "key".getBytes(UTF_8);
  private static final String OLD = "old";
  private static final String NEW = "new";

  private final LsmFixture engine = new LsmFixture();
  private final MemoryVfs files = new MemoryVfs();

  private LsmStore open() {
    return (LsmStore) engine.open(files, Durability.PROCESS);
  }

  private static void put(LsmStore store, String value) {
    store.put(KEY, value.getBytes(UTF_8));
  }

  private static void ingest(LsmStore store, String value) {
    store.ingest(List.of(Map.entry(KEY, value.getBytes(UTF_8))).iterator());
  }

  private @Nullable String salvaged() {
    try (OrderedStore target = ReferenceStores.inMemory()) {
      var _ = Salvage.run(files, target, engine.salvage(), _ -> {});
      byte[] value = target.get(KEY);
      return value == null ? null : new String(value, UTF_8);
    }
  }

  @Test
  void withoutAManifestTheValueFromBeforeAnIngestMayReturn() {
    try (LsmStore store = open()) {
      put(store, OLD);
      ingest(store, NEW);
    }
    assertThat(salvaged()).isEqualTo(NEW);

    files.delete(Manifest.NAME);

    assertThat(salvaged()).isIn(OLD, NEW);
  }

  @Test
  void withoutAManifestWhatWasWrittenAfterAnIngestStays() {
    try (LsmStore store = open()) {
      ingest(store, OLD);
      put(store, NEW);
      store.flush();
    }

    files.delete(Manifest.NAME);

    assertThat(salvaged()).isEqualTo(NEW);
  }

  @Test
  void withoutAManifestIngestedPairsOfNewKeysAreThere() {
    try (LsmStore store = open()) {
      ingest(store, NEW);
    }

    files.delete(Manifest.NAME);

    assertThat(salvaged()).isEqualTo(NEW);
  }
}
