package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.internal.log.LogSegment;
import dev.cairn.internal.simd.Xxh3;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.testkit.edit.Preemption;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves a record of a key, and lets another thread put the key at each of the steps in turn, as far
 * as it is let. Whichever comes first, the put is what is left, also after a kill.
 */
final class PreemptedReclaim {
  private static final byte[] KEY = {0};
  private static final byte[] OTHER = {1};
  private static final byte[] BEFORE = {2};
  private static final byte[] PUT = {3};
  private static final HashOptions OPTIONS =
      HashOptions.builder().memoryBudgetBytes(1 << 20).segmentBytes(4 << 10).build();

  private enum Moved {
    PUT,
    DELETE
  }

  private PreemptedReclaim() {}

  /** Tries all, and returns how many steps there are. Called in classes with points. */
  static int run() throws InterruptedException {
    int count = 0;
    for (Moved moved : Moved.values()) {
      for (int point = 0; isPutKept(moved, point); point++) {
        count++;
      }
    }
    return count;
  }

  /** Returns whether there was such a point; fails if the put is lost. */
  private static boolean isPutKept(Moved moved, int point) throws InterruptedException {
    MemoryVfs files = new MemoryVfs();
    new HashFixture().create(files, 1);
    // What the store would reclaim by itself is left alone.
    Background background = Background.none(_ -> {}, _ -> {});
    HashParts parts = HashOpening.open(new KeptVfs(files), OPTIONS, background);
    try {
      LogSegment segment = segmentWith(moved, parts);
      Shard shard = parts.index().shard(hash(parts));
      List<Thread> putting = new ArrayList<>();

      boolean isReached =
          Preemption.at(
              point,
              () -> {
                Thread other =
                    Thread.ofPlatform()
                        .daemon()
                        .start(() -> parts.writer().put(KEY, PUT, Durability.PROCESS));
                putting.add(other);
                while (other.isAlive() && !shard.lock.hasQueuedThread(other)) {
                  Thread.onSpinWait();
                }
              },
              () -> reclaim(parts, files).move(segment));

      if (!isReached) {
        return false;
      }
      putting.getFirst().join();
      String moment = "at point %d of moving a %s".formatted(point, moved);
      requirePut(parts, moment);
      requirePutAfterKill(files, moment);
      return true;
    } finally {
      parts.close();
    }
  }

  /** A sealed segment that has nothing but the key's newest record, which is needed. */
  private static LogSegment segmentWith(Moved moved, HashParts parts) {
    HashWriter writer = parts.writer();
    writer.put(KEY, BEFORE, Durability.PROCESS);
    var _ = parts.log().startSegment();
    if (moved == Moved.DELETE) {
      writer.delete(KEY, Durability.PROCESS);
      var _ = parts.log().startSegment();
    }
    writer.put(OTHER, OTHER, Durability.PROCESS);
    List<LogSegment> segments = parts.log().segments();
    return segments.get(segments.size() - 2); // The last is the tail.
  }

  private static Reclaim reclaim(HashParts parts, MemoryVfs files) {
    DeadRecords dead = new DeadRecords(parts.log().addresses());
    return new Reclaim(parts.index(), parts.log(), parts.lookup(), dead, files, parts.hashSeed());
  }

  private static void requirePutAfterKill(MemoryVfs files, String moment) {
    HashParts again = HashOpening.open(Damage.copyOf(files), OPTIONS, Background.none());
    try {
      requirePut(again, moment + ", after a kill");
    } finally {
      again.close();
    }
  }

  private static void requirePut(HashParts parts, String moment) {
    if (!Arrays.equals(parts.lookup().get(KEY, hash(parts)), PUT)) {
      throw new AssertionError("a put is lost that came " + moment);
    }
  }

  private static long hash(HashParts parts) {
    return Xxh3.hash(KEY, 0, KEY.length, parts.hashSeed());
  }
}
