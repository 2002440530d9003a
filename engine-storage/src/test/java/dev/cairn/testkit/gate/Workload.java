package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import dev.cairn.testkit.StoreDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Seeded operations on a small store, with closing and reopening in between. Each opening takes
 * another durability for the writes that have none of their own.
 */
final class Workload {
  private static final Shape UPDATES =
      Shape.updates()
          .with(Operation.Kind.REOPEN, 2)
          .with(Operation.Kind.COMPACT, 1)
          .with(Operation.Kind.FLUSH, 1)
          .with(Operation.Kind.FILL, 2)
          .with(Operation.Kind.CHECKPOINT, 1)
          .withKeyCount(40)
          .withMaxBytes(60, 700)
          .withMaxBatchEntries(8);

  /** Snapshots keep alive what updates would drop. */
  private static final Shape ORDERED_UPDATES =
      UPDATES
          .with(Operation.Kind.DELETE_RANGE, 4)
          .with(Operation.Kind.TAKE_SNAPSHOT, 3)
          .with(Operation.Kind.READ_SNAPSHOT, 2)
          .with(Operation.Kind.CLOSE_SNAPSHOT, 2);

  private static final int USUAL = 120;
  private static final int LONG = 400;
  private static final int LONG_KEYS = 500;

  private final EngineFixture engine;
  private final SplittableRandom random;
  private final OperationGenerator operations;
  private final Vfs files;
  private final Promises promises;
  private Durability durability = Durability.PROCESS;
  private int length = USUAL;

  Workload(EngineFixture engine, boolean isOrdered, Seed seed, Vfs files, Promises promises) {
    this.engine = engine;
    this.random = seed.derive(1).random();
    this.operations = new OperationGenerator(seed, shape(isOrdered ? ORDERED_UPDATES : UPDATES));
    this.files = files;
    this.promises = promises;
  }

  private Shape shape(Shape usual) {
    return switch (random.nextInt(6)) {
      // Values that need a segment of their own, or several.
      case 0, 1 -> usual.withMaxBytes(300, 10_000);
      // A store that grows for long without being closed, and has little to reclaim.
      case 2 -> {
        length = LONG;
        yield usual
            .with(Operation.Kind.REOPEN, 0)
            .with(Operation.Kind.PUT, 200)
            .withKeyCount(LONG_KEYS);
      }
      default -> usual;
    };
  }

  /** What it does if nobody says otherwise. */
  List<Operation> operations() {
    return operations.take(length);
  }

  /**
   * Does operations; in half of all cases the store is left open, as if the process had ended.
   *
   * @return the store, for when nobody looks at the disk any more
   */
  StoreDriver run(List<Operation> todo) {
    StoreDriver driver = new StoreDriver(new Home());
    for (Operation operation : todo) {
      Object expected = promises.issue(operation);
      Object found = driver.apply(operation);
      if (!Objects.equals(expected, found)) {
        throw new AssertionError(operation + ": expected " + expected + ", found " + found);
      }
      promises.acknowledge(operation, found, durability);
    }
    if (random.nextBoolean()) {
      driver.close();
      promises.acknowledgeAll();
    }
    return driver;
  }

  /** Does these operations, and then so many others. */
  StoreDriver run(List<? extends Operation> first, int count) {
    List<Operation> all = new ArrayList<>(first);
    all.addAll(operations.take(count));
    return run(all);
  }

  /** Called for the first opening and after each closing, which promises all that was written. */
  private final class Home extends EngineHome {
    Home() {
      super(Workload.this.engine);
    }

    @Override
    public KeyValueStore open() {
      if (promises.history().updateCount() > 0) {
        promises.acknowledgeAll();
      }
      Durability[] all = Durability.values();
      durability = all[random.nextInt(all.length)];
      return engine.open(files, durability);
    }
  }
}
