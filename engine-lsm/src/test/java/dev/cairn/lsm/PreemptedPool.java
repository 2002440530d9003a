package dev.cairn.lsm;

import dev.cairn.internal.memory.MemoryBudget;
import dev.cairn.testkit.Threads;
import dev.cairn.testkit.edit.Preemption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes a frame for which a {@link FramePool} needs its last slab, while at each step in turn
 * another thread does something to the pool, and waits where it must.
 */
final class PreemptedPool {
  private static final int SLABS = 8;

  private final MemoryBudget budget = new MemoryBudget(1 << 20);
  private final Queue<Runnable> background = new ConcurrentLinkedQueue<>();
  private final FramePool pool = new FramePool(budget, background::add, 64, SLABS * 256);
  private final Queue<Integer> taken = new ConcurrentLinkedQueue<>();
  private final List<Threads.Started> others = new ArrayList<>();

  private PreemptedPool() {
    int frames = pool.maxFrames() * (SLABS - 1) / SLABS;
    for (int i = 0; i < frames; i++) {
      take();
    }
  }

  private enum Other {
    /** Takes two frames. */
    TAKE {
      @Override
      void run(PreemptedPool parts) {
        parts.take();
        parts.take();
      }
    },
    /** Takes the memory that the pool has asked for before. */
    GROW {
      @Override
      void run(PreemptedPool parts) {
        parts.runBackground();
      }
    },
    /** Ends the pool. */
    CLOSE {
      @Override
      void run(PreemptedPool parts) {
        parts.pool.close();
      }
    };

    abstract void run(PreemptedPool parts);
  }

  /** Tries all, and returns how often another came between. Called in classes with points. */
  static int run() {
    int count = 0;
    for (Other other : Other.values()) {
      for (int point = 0; new PreemptedPool().isReached(point, other); point++) {
        count++;
      }
    }
    return count;
  }

  private boolean isReached(int point, Other other) {
    boolean isReached;
    try {
      isReached = Preemption.at(point, () -> startOther(other), this::take);
      for (Threads.Started started : others) {
        started.join();
      }
      runBackground();
    } catch (Exception failure) {
      throw new AssertionError("%s at point %d".formatted(other, point), failure);
    }
    if (!isReached || other != Other.CLOSE) {
      pool.close();
    }
    Set<Integer> frames = new HashSet<>(taken);
    if (frames.size() != taken.size() || budget.usedBytes() != 0) {
      throw new AssertionError(
          "%s at point %d: %d frames are lent, %d of them different; %d bytes were not given back"
              .formatted(other, point, taken.size(), frames.size(), budget.usedBytes()));
    }
    return isReached;
  }

  private void startOther(Other other) {
    Threads.Started started = Threads.start(() -> other.run(this));
    others.add(started);
    started.awaitWaiting();
  }

  private void take() {
    int frame = pool.take();
    if (frame != FramePool.NONE) {
      taken.add(frame);
    }
  }

  private void runBackground() {
    while (!background.isEmpty()) {
      Objects.requireNonNull(background.poll()).run();
    }
  }
}
