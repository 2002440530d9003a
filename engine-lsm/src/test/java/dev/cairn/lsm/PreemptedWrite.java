package dev.cairn.lsm;

import dev.cairn.Durability;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.edit.Preemption;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Puts a pair, and lets another thread begin to close the store at each of the steps in turn. */
final class PreemptedWrite {
  private static final byte[] EARLIER = {1};
  private static final byte[] KEY = {2};
  private static final LsmOptions OPTIONS =
      LsmOptions.builder()
          .memoryBudgetBytes(1 << 20)
          .memtableBytes(4 << 10)
          .blockBytes(1 << 10)
          .durability(Durability.MEMORY)
          .build();

  private PreemptedWrite() {}

  /** A disk on which a closing that has forced the log does not go on before it is told to. */
  private static final class HeldDisk extends ForwardingVfs {
    private final Semaphore mayGoOn = new Semaphore(0);
    private volatile boolean isHeld;

    HeldDisk(Vfs inner) {
      super(inner);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      if (isHeld && mode == OpenMode.CREATE && name.startsWith(Manifest.NAME)) {
        mayGoOn.acquireUninterruptibly();
      }
      return super.open(name, mode);
    }
  }

  /** Tries all, and returns how many steps there are. Called in classes with points. */
  static int run() throws Exception {
    int point = 0;
    while (isKept(point)) {
      point++;
    }
    return point;
  }

  /** Returns whether there was such a point; fails if the pair is lost. */
  private static boolean isKept(int point) throws Exception {
    MemoryVfs files = new MemoryVfs();
    HeldDisk disk = new HeldDisk(new KeptVfs(files));
    LsmStore store = open(disk);
    store.put(EARLIER, EARLIER); // So that closing has something to force, and writes the manifest.
    disk.isHeld = true;
    List<Threads.Started> closing = new ArrayList<>();

    boolean isReached =
        Preemption.at(
            point,
            () -> {
              closing.add(Threads.start(store::close));
              closing.getFirst().awaitWaiting(); // For the write, or for the disk.
            },
            () -> store.put(KEY, KEY));

    disk.mayGoOn.release();
    if (!isReached) {
      store.close();
      return false;
    }
    closing.getFirst().join();
    try (LsmStore left = open(files)) {
      if (!Arrays.equals(left.get(KEY), KEY)) {
        throw new AssertionError("a put that returned is lost, closing began at point " + point);
      }
    }
    return true;
  }

  private static LsmStore open(Vfs files) {
    return LsmStore.open(files, OPTIONS, LsmThreads.of(Background.none()));
  }
}
