package dev.cairn.lsm;

import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.gate.EngineFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ExecutorService;

/** Small LSM stores. */
class LsmFixture implements EngineFixture {
  private static final int MEMTABLE_BYTES = 4 << 10;
  private static final int MEMTABLE_BYTES_ON_DISK = 256 << 10;

  /** However few processors there are, two compactions run at once. */
  private static final int COMPACTION_THREADS = 2;

  private final CompactionStyle style;

  LsmFixture() {
    this(CompactionStyle.LEVELED);
  }

  LsmFixture(CompactionStyle style) {
    this.style = style;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName();
  }

  private LsmOptions.Builder options(Durability durability) {
    return LsmOptions.builder()
        .memoryBudgetBytes(1 << 20)
        .memtableBytes(MEMTABLE_BYTES)
        .blockBytes(1 << 10)
        .compressedFromLevel(1)
        .compaction(style)
        .durability(durability);
  }

  @Override
  public LsmStore open(Vfs files, Durability durability, Background background) {
    return LsmStore.open(files, options(durability).build(), threads(background));
  }

  /** As an application's store has them, unless all is done by the threads that call it. */
  private static LsmThreads threads(Background background) {
    return background.prepare() instanceof ExecutorService
        ? LsmThreads.with(background, COMPACTION_THREADS)
        : LsmThreads.of(background);
  }

  @Override
  public LsmStore open(Path directory, Durability durability) {
    return LsmStore.open(
        directory,
        options(durability)
            .memoryBudgetBytes(4 << 20)
            .memtableBytes(MEMTABLE_BYTES_ON_DISK)
            .compactionThreads(COMPACTION_THREADS)
            .build());
  }

  @Override
  public void create(Vfs files, long seed) {
    Manifest.empty().write(files, seed);
    new StoreFile(
            LsmOpening.ENGINE,
            LsmOpening.FORMAT_VERSION,
            seed,
            options(Durability.MEMORY).build().segmentBytes())
        .write(files);
  }

  @Override
  public void checkpoint(KeyValueStore store, Vfs target) {
    ((LsmStore) store).checkpoint(target);
  }

  @Override
  public void compact(KeyValueStore store) {
    ((LsmStore) store).compact(KeyRange.all());
  }

  @Override
  public void flush(KeyValueStore store) {
    ((LsmStore) store).flush();
  }

  @Override
  public boolean ingests() {
    return true;
  }

  @Override
  public boolean ingest(KeyValueStore store, NavigableMap<Bytes, Bytes> pairs) {
    ((LsmStore) store).ingest(EngineFixture.sorted(pairs));
    return true;
  }

  @Override
  public Map<String, Edit> confinements() {
    return Map.of(
        LoneBlocks.class.getName(), Edit.callInstead("sharedRoom", "ofShared", "ofConfined"));
  }

  @Override
  public Salvage.Source salvage() {
    return new LsmSalvage();
  }

  @Override
  public List<SealedPart> parts(Vfs files, long storeSeed) {
    return LsmFuzzTest.partsOf(files, storeSeed);
  }
}
