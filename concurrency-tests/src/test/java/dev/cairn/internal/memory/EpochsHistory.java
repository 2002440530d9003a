package dev.cairn.internal.memory;

import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;

/** {@link Epochs}: who is pinned reads nothing that has been freed, and all is freed at last. */
public class EpochsHistory {
  private final Epochs epochs = new Epochs();
  private final AtomicReference<Thing> shared = new AtomicReference<>(new Thing(0));

  private static final class Thing {
    private final int number;
    private volatile boolean isFree;

    Thing(int number) {
      this.number = number;
    }

    void free() {
      if (isFree) {
        throw new AssertionError("freed twice");
      }
      isFree = true;
    }
  }

  /** Reads the shared thing; what was freed says so. */
  @Operation
  public int read() {
    Epochs.Pin pin = epochs.pin();
    try {
      Thing thing = shared.get();
      int number = thing.number;
      return thing.isFree ? -1 : number;
    } finally {
      epochs.unpin(pin);
    }
  }

  /** Replaces the thing, and frees the old one when it can. */
  @Operation
  public int replace() {
    for (; ; ) {
      Thing old = shared.get();
      if (shared.compareAndSet(old, new Thing(old.number + 1))) {
        epochs.retire(old::free);
        return old.number;
      }
    }
  }
}
