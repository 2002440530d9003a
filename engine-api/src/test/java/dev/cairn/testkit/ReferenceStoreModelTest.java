package dev.cairn.testkit;

import dev.cairn.KeyValueStore;
import java.nio.file.Path;

/** The model's tests pass on a store that does right. */
class ReferenceStoreModelTest extends ModelContract {
  @Override
  protected KeyValueStore open(Path directory) {
    return new ReferenceStore(directory);
  }
}
