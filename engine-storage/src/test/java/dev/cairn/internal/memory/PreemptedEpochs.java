package dev.cairn.internal.memory;

import dev.cairn.testkit.edit.Preemption;

/** Reads a shared thing under a pin, while at each step in turn it is replaced and retired. */
final class PreemptedEpochs {
  /** Something that is freed. */
  private static final class Thing {
    private int freeCount;

    void free() {
      freeCount++;
    }
  }

  private final Epochs epochs = new Epochs();
  private final Thing first = new Thing();
  private Thing shared = first;

  private PreemptedEpochs() {}

  /** Tries all, and returns how often the writer came between. Called in classes with points. */
  static int run() {
    for (int point = 0; ; point++) {
      PreemptedEpochs parts = new PreemptedEpochs();
      boolean isReached = Preemption.at(point, parts::replace, parts::read);
      parts.requireFreedOnce(point, isReached);
      if (!isReached) {
        return point;
      }
    }
  }

  private void read() {
    Epochs.Pin pin = epochs.pin();
    Preemption.here();
    Thing thing = shared;
    Preemption.here();
    if (thing.freeCount > 0) {
      throw new AssertionError("freed at a point under the pin");
    }
    epochs.unpin(pin);
    Preemption.here();
  }

  private void replace() {
    shared = new Thing();
    epochs.retire(first::free);
  }

  private void requireFreedOnce(int point, boolean isReplaced) {
    boolean _ = epochs.reclaim();
    if (first.freeCount != (isReplaced ? 1 : 0)) {
      throw new AssertionError("at point %d freed %d times".formatted(point, first.freeCount));
    }
  }
}
