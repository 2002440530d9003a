package dev.cairn.hash;

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
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However the index is searched, the store does what a map does, over a million operations on
 * stores whose segments fill, are reclaimed, leave memory and are read from their files all the
 * time.
 */
@Tag("gate")
class HashProbingModelTest {
  private static final int OPERATIONS = Integer.getInteger("cairn.modelOperations", 1_000_000);
  private static final int OPERATIONS_OF_A_RUN = 10_000;
  private static final Seed SEED = new Seed(0x30de1);
  private static final Shape SHAPE =
      Shape.keyValue()
          .with(Operation.Kind.REOPEN, 1)
          .with(Operation.Kind.GET, 60)
          .with(Operation.Kind.FOR_EACH, 0)
          .with(Operation.Kind.VERIFY, 0)
          .withMaxBytes(100, 3_000);

  private final AtomicInteger nextRun = new AtomicInteger();

  @Test
  void agreesWithModelOverAMillionOperations() throws InterruptedException {
    Crew.run(() -> {
      for (int run; (run = nextRun.getAndIncrement()) < OPERATIONS / OPERATIONS_OF_A_RUN; ) {
        run(run);
      }
    });
  }

  private static void run(int run) {
    Seed seed = SEED.derive(run);
    Probing probing = Probing.values()[run % Probing.values().length];
    // A few keys are overwritten all the time; many do not fit in the budget.
    Shape shape = SHAPE.withKeyCount(run % 8 < 4 ? 60 : 6_000);
    try {
      new ModelCheck(() -> new Home(new MemoryVfs(), probing))
          .run(new OperationGenerator(seed, shape).take(OPERATIONS_OF_A_RUN));
    } catch (AssertionError failure) {
      throw new AssertionError("seed " + seed + ", " + probing + ": " + failure, failure);
    }
  }

  private record Home(Vfs files, Probing probing) implements StoreHome {
    @Override
    public KeyValueStore open() {
      return SmallStore.open(files, SmallStore.options(Durability.PROCESS, probing));
    }

    @Override
    public NavigableMap<Bytes, Bytes> checkpoint(KeyValueStore store) {
      throw new AssertionError("no checkpoints here");
    }
  }
}
