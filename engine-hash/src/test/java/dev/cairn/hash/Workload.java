package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.History;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import dev.cairn.testkit.StoreDriver;
import dev.cairn.testkit.StoreHome;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Seeded operations on a small store, with closing and reopening in between, and what has been
 * promised about them so far.
 *
 * <p>Each opening takes another durability for the writes that have none of their own.
 */
final class Workload {
  /**
   * What a crash must leave.
   *
   * @param issued how many updates were begun; none beyond them may be seen
   * @param process how many must survive the process
   * @param device how many must survive the system
   */
  record Promise(int issued, int process, int device) {}

  private static final Shape UPDATES =
      Shape.updates()
          .with(Operation.Kind.REOPEN, 2)
          .withKeyCount(40)
          .withMaxBytes(60, 700)
          .withMaxBatchEntries(8);

  private final SplittableRandom random;
  private final OperationGenerator operations;
  private final Vfs files;
  private final Consumer<Promise> promises;
  private final History history = new History();
  private Durability durability = Durability.PROCESS;
  private Promise promise = new Promise(0, 0, 0);

  /**
   * @param promises told of each change of what is promised, at the moment of the change
   */
  Workload(Seed seed, Vfs files, Consumer<Promise> promises) {
    this.random = seed.derive(1).random();
    // Some seeds have values that need a segment of their own, or several.
    Shape shape = random.nextInt(3) == 0 ? UPDATES.withMaxBytes(300, 10_000) : UPDATES;
    this.operations = new OperationGenerator(seed, shape);
    this.files = files;
    this.promises = promises;
  }

  History history() {
    return history;
  }

  Promise promise() {
    return promise;
  }

  /** Does so many operations; the last of them may leave the store without closing it. */
  void run(int count) {
    List<Operation> todo = operations.take(count);
    // Not closed: the process ends without it.
    StoreDriver driver = new StoreDriver(new Home());
    for (Operation operation : todo) {
      apply(driver, operation);
    }
    if (random.nextBoolean()) {
      driver.store().close();
      promiseAll();
    }
  }

  /** Does an operation to a store and keeps the books; what it throws changes no promise. */
  void apply(StoreDriver driver, Operation operation) {
    Object outcome = null;
    if (operation instanceof Operation.Update) {
      outcome = history.apply(operation);
      promise(new Promise(history.updateCount(), promise.process, promise.device));
    }
    Object found = driver.apply(operation);
    switch (operation) {
      case Operation.CompareAndSet _ -> {
        if (!found.equals(outcome)) {
          throw new AssertionError(operation + ": expected " + outcome + ", found " + found);
        }
        if (found.equals(true)) {
          acknowledge(durability);
        }
      }
      case Operation.Write write -> {
        if (!write.entries().isEmpty()) {
          acknowledge(write.durability());
        }
      }
      case Operation.Update _ -> acknowledge(durability);
      case Operation.Sync _ -> promiseAll();
      default -> {}
    }
  }

  private void acknowledge(Durability survived) {
    int all = history.updateCount();
    switch (survived) {
      case MEMORY -> {}
      case PROCESS -> promise(new Promise(all, all, promise.device));
      case DEVICE -> promise(new Promise(all, all, all));
    }
  }

  private void promiseAll() {
    int all = history.updateCount();
    promise(new Promise(all, all, all));
  }

  private void promise(Promise changed) {
    promise = changed;
    promises.accept(changed);
  }

  /** Called for the first opening and after each closing, which promises all that was written. */
  final class Home implements StoreHome {
    @Override
    public KeyValueStore open() {
      if (history.updateCount() > 0) {
        promiseAll();
      }
      Durability[] all = Durability.values();
      durability = all[random.nextInt(all.length)];
      return SmallStore.open(files, durability);
    }

    @Override
    public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store) {
      throw new AssertionError("the workload has no checkpoints");
    }
  }
}
