package dev.cairn.bptree;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.vfs.KeptVfs;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;

/** Small B+ tree stores: small pages, deep trees, and a checkpoint every few writes. */
record BPlusTreeFixture() implements EngineFixture {
  private static final int SEGMENT_BYTES = 4 << 10;
  private static final int PAGE_BYTES = 4 << 10;
  private static final int MAX_CHILDREN = 4;
  private static final long CHECKPOINT_BYTES = 8 << 10;
  private static final int SEGMENT_BYTES_ON_DISK = 32 << 10;
  private static final long CHECKPOINT_BYTES_ON_DISK = 512 << 10;

  private static BPlusTreeOptions.Builder options(Durability durability) {
    return BPlusTreeOptions.builder()
        .memoryBudgetBytes(1 << 20)
        .segmentBytes(SEGMENT_BYTES)
        .pageBytes(PAGE_BYTES)
        .maxChildren(MAX_CHILDREN)
        .checkpointBytes(CHECKPOINT_BYTES)
        .durability(durability);
  }

  @Override
  public BPlusTreeStore open(Vfs files, Durability durability, Background background) {
    return BPlusTreeStore.open(files, options(durability).build(), background);
  }

  @Override
  public BPlusTreeStore open(Vfs files, Durability durability) {
    return open(new KeptVfs(files), durability, Background.none());
  }

  @Override
  public BPlusTreeStore open(Path directory, Durability durability) {
    return BPlusTreeStore.open(
        directory,
        options(durability)
            .memoryBudgetBytes(4 << 20)
            .segmentBytes(SEGMENT_BYTES_ON_DISK)
            .checkpointBytes(CHECKPOINT_BYTES_ON_DISK)
            .build());
  }

  @Override
  public void create(Vfs files, long seed) {
    BPlusTreeOpening.create(files, new PageShape(PAGE_BYTES, MAX_CHILDREN), seed, SEGMENT_BYTES);
  }

  @Override
  public void checkpoint(KeyValueStore store, Vfs target) {
    ((BPlusTreeStore) store).checkpoint(target);
  }

  @Override
  public void compact(KeyValueStore store) {
    ((BPlusTreeStore) store).compact();
  }

  /** Only an empty store is loaded. */
  @Override
  public boolean ingest(KeyValueStore store, NavigableMap<Bytes, Bytes> pairs) {
    try (Cursor cursor = ((BPlusTreeStore) store).scan(KeyRange.all())) {
      if (cursor.next()) {
        return false;
      }
    }
    ((BPlusTreeStore) store).load(EngineFixture.sorted(pairs));
    return true;
  }

  @Override
  public Salvage.Source salvage() {
    return new BPlusTreeSalvage();
  }

  @Override
  public List<SealedPart> parts(Vfs files, long storeSeed) {
    return BPlusTreeFuzzTest.partsOf(files, storeSeed);
  }
}
