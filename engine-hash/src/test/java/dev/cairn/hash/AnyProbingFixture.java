package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.gate.EngineFixture;
import java.nio.file.Path;
import java.util.List;

/**
 * Small hash stores, each opening of which may search the index in another way than the one before,
 * about half of them as by default. What it is depends on the files alone.
 */
final class AnyProbingFixture implements EngineFixture {
  private final HashFixture common = new HashFixture();

  @Override
  public HashStore open(Vfs files, Durability durability, Background background) {
    Probing[] all = Probing.values();
    int choice = files.list().size() % (2 * all.length - 2);
    Probing probing = choice < all.length ? all[choice] : Probing.GROUP;
    return new HashFixture(probing).open(files, durability, background);
  }

  @Override
  public HashStore open(Path directory, Durability durability) {
    return common.open(directory, durability);
  }

  @Override
  public void create(Vfs files, long seed) {
    common.create(files, seed);
  }

  @Override
  public void checkpoint(KeyValueStore store, Vfs target) {
    common.checkpoint(store, target);
  }

  @Override
  public Salvage.Source salvage() {
    return common.salvage();
  }

  @Override
  public List<SealedPart> parts(Vfs files, long storeSeed) {
    return common.parts(files, storeSeed);
  }
}
