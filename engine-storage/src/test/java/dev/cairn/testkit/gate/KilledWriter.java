package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import dev.cairn.testkit.StoreDriver;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Writes to a store until it is killed, and says so with one byte after each operation. Once in a
 * while it closes and opens the store, or has its files brought into order.
 */
final class KilledWriter {
  private static final Shape UPDATES =
      Shape.updates()
          // So many that what takes long is seldom: each of it comes once in some 300 operations.
          .with(Operation.Kind.PUT, 160)
          .with(Operation.Kind.DELETE, 48)
          .with(Operation.Kind.COMPARE_AND_SET, 32)
          .with(Operation.Kind.WRITE, 80)
          .with(Operation.Kind.SYNC, 8)
          .with(Operation.Kind.REOPEN, 1)
          .with(Operation.Kind.COMPACT, 1)
          .with(Operation.Kind.FLUSH, 1)
          .with(Operation.Kind.FILL, 2)
          .with(Operation.Kind.CHECKPOINT, 1)
          // Together more than the hash store's budget, and their index less than that of a copy.
          .withKeyCount(12_000)
          .withMaxBytes(60, 5_000)
          .withMaxBatchEntries(20);
  private static final Shape ORDERED_UPDATES =
      UPDATES
          .with(Operation.Kind.DELETE_RANGE, 4)
          .with(Operation.Kind.TAKE_SNAPSHOT, 2)
          .with(Operation.Kind.CLOSE_SNAPSHOT, 1);

  private KilledWriter() {}

  /** The operations of a seed, on the same keys again and again; both processes make them up. */
  static OperationGenerator operations(Seed seed, Seed keys, boolean isOrdered) {
    return new OperationGenerator(seed, isOrdered ? ORDERED_UPDATES : UPDATES, keys);
  }

  /** The arguments: the engine's fixture, the directory, the seeds, the durability. */
  public static void main(String[] arguments) throws Exception {
    EngineFixture engine = EngineFixture.named(arguments[0]);
    OperationGenerator operations =
        operations(Seed.parse(arguments[2]), Seed.parse(arguments[3]), engine.isOrdered());
    Home home = new Home(engine, Path.of(arguments[1]), Durability.valueOf(arguments[4]));
    try (StoreDriver driver = new StoreDriver(home);
        OutputStream acknowledgements = new FileOutputStream(FileDescriptor.out)) {
      while (!Thread.interrupted()) {
        driver.apply(operations.next());
        acknowledgements.write(1);
      }
    }
  }

  private static final class Home extends EngineHome {
    private final Path directory;
    private final Durability durability;

    Home(EngineFixture engine, Path directory, Durability durability) {
      super(engine);
      this.directory = directory;
      this.durability = durability;
    }

    @Override
    public KeyValueStore open() {
      return engine.open(directory, durability);
    }
  }
}
