package dev.cairn.bptree;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The views that are held, and the epoch. A page is changed in place if it was born after the
 * newest view that is held, else it is copied; so a view costs nothing until something is written.
 *
 * <p>The lock is held by the writer while it applies one write or batch to the pages, and by
 * whoever opens or ends a view, for an instant. It is a spin lock: neither waits for a disk or for
 * memory under it, except where a page that a batch needs must be read.
 */
final class Views {
  private final Tree tree;
  private final AtomicBoolean lock = new AtomicBoolean();

  // Guarded by the lock; the newest is last.
  private final List<View> held = new ArrayList<>();
  // The view that is as the tree is now, if one is held.
  private @Nullable View present;
  private volatile long epoch;
  private volatile long newestEpoch = -1;
  private volatile boolean isSweepDue;

  Views(Tree tree, long epoch) {
    this.tree = tree;
    this.epoch = epoch;
  }

  /** Keeps views from being opened while the tree changes. */
  void beginChange() {
    lock();
    present = null;
  }

  void endChange() {
    lock.setRelease(false);
  }

  private void lock() {
    for (int tries = 0; !lock.compareAndSet(false, true); tries++) {
      Frames.await(tries);
    }
  }

  /** The tree as it is now, until {@link #end}. */
  View open() {
    lock();
    try {
      if (present != null) {
        present.hold();
        return present;
      }
      View view = new View(tree.root(), epoch, tree.count());
      held.add(view);
      newestEpoch = epoch;
      epoch = view.epoch() + 1;
      present = view;
      return view;
    } finally {
      lock.setRelease(false);
    }
  }

  /** Holds a view once more. */
  void hold(View view) {
    lock();
    try {
      if (!view.isHeld()) {
        throw new IllegalStateException("the view has ended");
      }
      view.hold();
    } finally {
      lock.setRelease(false);
    }
  }

  void end(View view) {
    lock();
    try {
      view.letGo();
      if (!view.isHeld()) {
        held.remove(view);
        present = present == view ? null : present;
        newestEpoch = held.isEmpty() ? -1 : held.getLast().epoch();
        isSweepDue = true;
      }
    } finally {
      lock.setRelease(false);
    }
  }

  /** The epoch in which pages are born now. */
  long epoch() {
    return epoch;
  }

  /** Pages born in this epoch or before must not change. */
  long newestEpoch() {
    return newestEpoch;
  }

  /** Whether a view has ended since this was called last. The writer's own. */
  boolean takeSweepDue() {
    boolean isDue = isSweepDue;
    if (isDue) {
      isSweepDue = false;
    }
    return isDue;
  }

  /** The epochs of the views that are held, in ascending order. */
  long[] heldEpochs() {
    lock();
    try {
      return held.stream().mapToLong(View::epoch).toArray();
    } finally {
      lock.setRelease(false);
    }
  }

  int heldCount() {
    lock();
    try {
      return held.size();
    } finally {
      lock.setRelease(false);
    }
  }
}
