package dev.cairn.testkit;

import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store does what a sorted map does, over random operations; an engine extends this once for each
 * way of opening it that is worth testing.
 */
@Tag("model")
public abstract class ModelContract {
  private static final int OPERATIONS = 400;

  /** Makes the test. */
  protected ModelContract() {}

  /**
   * Opens the store that lives in a directory, or makes one there.
   *
   * @param directory where it lives
   * @return the store; if it is an {@link OrderedStore}, order and snapshots are tested too
   */
  protected abstract KeyValueStore open(Path directory);

  /**
   * What the operations are like; an engine with a peculiarity worth provoking gives it more
   * weight.
   *
   * @return the shape, without what only an {@link OrderedStore} does
   */
  protected Shape shape() {
    return Shape.keyValueWithReopen();
  }

  @RandomizedTest(runs = 24)
  final void agreesWithModel(Seed seed, @TempDir Path directory) {
    agree(seed, shape(), OPERATIONS, directory);
  }

  @RandomizedTest(runs = 8)
  final void agreesWithModelOnFewKeys(Seed seed, @TempDir Path directory) {
    agree(seed, shape().withKeyCount(5).withMaxBytes(20, 5_000), OPERATIONS, directory);
  }

  @RandomizedTest(runs = 2)
  final void agreesWithModelOnManyKeys(Seed seed, @TempDir Path directory) {
    agree(seed, shape().withKeyCount(3_000).withMaxBytes(300, 2_000), 10 * OPERATIONS, directory);
  }

  private void agree(Seed seed, Shape shape, int count, Path directory) {
    Shape possible = isOrdered(directory.resolve("probe")) ? shape.ordered() : shape;
    DirectoryHome home = new DirectoryHome(directory.resolve("home"), this::open);
    ModelCheck check =
        new ModelCheck(() -> {
          // The same home anew: shrinking runs thousands.
          home.delete();
          return home;
        });
    check.run(new OperationGenerator(seed, possible).take(count));
  }

  private boolean isOrdered(Path directory) {
    try (KeyValueStore store = open(directory)) {
      return store instanceof OrderedStore;
    }
  }
}
