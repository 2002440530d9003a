package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.internal.store.Background;
import dev.cairn.testkit.edit.Preemption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares and sets, and lets another thread put at each of the steps in turn, as far as it is let.
 * Whichever comes first, the put is what is left: if it was the first, the other finds a value that
 * it does not expect.
 */
final class PreemptedCompareAndSet {
  private static final byte[] KEY = {0};
  private static final byte[] BEFORE = {1};
  private static final byte[] SET = {2};
  private static final byte[] PUT = {3};
  private static final HashOptions OPTIONS =
      HashOptions.builder().memoryBudgetBytes(1 << 20).segmentBytes(4 << 10).build();

  private PreemptedCompareAndSet() {}

  /** Tries all, and returns how many steps there are. Called in classes with points. */
  static int run() throws InterruptedException {
    int point = 0;
    while (isPutKept(point)) {
      point++;
    }
    return point;
  }

  /** Returns whether there was such a point; fails if the put is lost. */
  private static boolean isPutKept(int point) throws InterruptedException {
    HashParts parts = HashOpening.open(null, OPTIONS, Background.none());
    try {
      HashWriter writer = parts.writer();
      writer.put(KEY, BEFORE, Durability.MEMORY);
      long hash = Xxh3.hash(KEY, 0, KEY.length, parts.hashSeed());
      Shard shard = parts.index().shard(hash);
      List<Thread> putting = new ArrayList<>();

      boolean isReached =
          Preemption.at(
              point,
              () -> {
                Thread other =
                    Thread.ofPlatform()
                        .daemon()
                        .start(() -> writer.put(KEY, PUT, Durability.MEMORY));
                putting.add(other);
                while (other.isAlive() && !shard.lock.hasQueuedThread(other)) {
                  Thread.onSpinWait();
                }
              },
              () -> {
                boolean _ = writer.compareAndSet(KEY, BEFORE, SET, Durability.MEMORY);
              });

      if (!isReached) {
        return false;
      }
      putting.getFirst().join();
      if (!Arrays.equals(parts.lookup().get(KEY, hash), PUT)) {
        throw new AssertionError("a put is lost that came at point " + point);
      }
      return true;
    } finally {
      parts.close();
    }
  }
}
