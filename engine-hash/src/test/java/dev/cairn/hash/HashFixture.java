package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.vfs.KeptVfs;
import java.nio.file.Path;
import java.util.List;

/** Small hash stores. */
record HashFixture(Probing probing) implements EngineFixture {
  private static final int SEGMENT_BYTES = 4 << 10;
  private static final int SEGMENT_BYTES_ON_DISK = 64 << 10;

  HashFixture() {
    this(Probing.GROUP);
  }

  private HashOptions.Builder options(Durability durability) {
    return HashOptions.builder()
        .memoryBudgetBytes(1 << 20)
        .segmentBytes(SEGMENT_BYTES)
        .durability(durability)
        .probing(probing);
  }

  @Override
  public HashStore open(Vfs files, Durability durability, Background background) {
    return HashStore.open(files, options(durability).build(), background);
  }

  @Override
  public HashStore open(Vfs files, Durability durability) {
    return open(new KeptVfs(files), durability, Background.none());
  }

  @Override
  public HashStore open(Path directory, Durability durability) {
    return HashStore.open(
        directory,
        options(durability).memoryBudgetBytes(4 << 20).segmentBytes(SEGMENT_BYTES_ON_DISK).build());
  }

  @Override
  public void create(Vfs files, long seed) {
    SegmentList.EMPTY.write(files);
    new StoreFile(HashOpening.ENGINE, HashOpening.FORMAT_VERSION, seed, SEGMENT_BYTES).write(files);
  }

  @Override
  public void checkpoint(KeyValueStore store, Vfs target) {
    ((HashStore) store).checkpoint(target);
  }

  @Override
  public Salvage.Source salvage() {
    return new HashSalvage();
  }

  @Override
  public List<SealedPart> parts(Vfs files, long storeSeed) {
    return HashFuzzTest.partsOf(files, storeSeed);
  }
}
