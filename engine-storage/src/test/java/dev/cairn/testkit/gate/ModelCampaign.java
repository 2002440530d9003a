package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.ModelCheck;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Shape;
import dev.cairn.testkit.StoreHome;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store does what a sorted map does, over very many operations on stores whose files fill, are
 * reclaimed, leave memory and are read again all the time.
 */
public final class ModelCampaign {
  private static final int OPERATIONS_OF_A_RUN = 10_000;
  private static final Shape SHAPE =
      Shape.keyValue()
          .with(Operation.Kind.REOPEN, 1)
          .with(Operation.Kind.GET, 60)
          .with(Operation.Kind.FOR_EACH, 0)
          .with(Operation.Kind.VERIFY, 0)
          .withMaxBytes(100, 3_000);

  private final List<? extends EngineFixture> variants;
  private final Seed base;
  private final AtomicInteger nextRun = new AtomicInteger();

  /**
   * Prepares a campaign.
   *
   * @param variants ways of opening the engine's stores, which take turns
   * @param base what all randomness comes from
   */
  public ModelCampaign(List<? extends EngineFixture> variants, Seed base) {
    this.variants = variants;
    this.base = base;
  }

  /**
   * How many operations were done or begun.
   *
   * @return the count
   */
  public long operationCount() {
    return (long) nextRun.get() * OPERATIONS_OF_A_RUN;
  }

  /**
   * Compares; several threads may, and share the work.
   *
   * @param operationCount after how many operations to end
   */
  public void run(long operationCount) {
    for (int run;
        (run = nextRun.getAndIncrement()) < operationCount / OPERATIONS_OF_A_RUN
            && Crew.goesOn(); ) {
      compare(run);
    }
  }

  private void compare(int run) {
    Seed seed = base.derive(run);
    EngineFixture engine = variants.get(run % variants.size());
    // A few keys are overwritten all the time; many do not fit in the budget.
    int keys = run / variants.size() % 2 == 0 ? 60 : 6_000;
    Shape shape = (engine.isOrdered() ? SHAPE.ordered() : SHAPE).withKeyCount(keys);
    if (engine.isOrdered() && keys > 60) {
      // A range of many keys costs what thousands of single reads do.
      shape = shape.with(Operation.Kind.SCAN, 1).with(Operation.Kind.READ_SNAPSHOT, 1);
    }
    try {
      new ModelCheck(() -> newHome(engine, seed))
          .run(new OperationGenerator(seed, shape).take(OPERATIONS_OF_A_RUN));
    } catch (AssertionError failure) {
      throw new AssertionError("seed " + seed + ", " + engine + ": " + failure, failure);
    }
  }

  private static Home newHome(EngineFixture engine, Seed seed) {
    MemoryVfs files = new MemoryVfs();
    engine.create(files, seed.value()); // So that shrinking fails as the first run did.
    return new Home(files, engine);
  }

  private record Home(Vfs files, EngineFixture engine) implements StoreHome {
    @Override
    public KeyValueStore open() {
      return engine.open(files, Durability.PROCESS);
    }

    @Override
    public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store) {
      throw new AssertionError("no checkpoints here");
    }
  }
}
