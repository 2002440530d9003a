package dev.cairn.lsm;

import dev.cairn.internal.memory.Epochs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The present view, and how one follows another. A reader that is pinned and has the view may rely
 * on it: what a change takes out of sight is freed after all pins of that time have ended.
 */
final class Views {
  private final Epochs epochs;
  private final ReentrantLock lock = new ReentrantLock();

  // Replaced under the lock.
  private volatile View current;

  Views(Epochs epochs, View first) {
    this.epochs = epochs;
    this.current = first;
  }

  View current() {
    return current;
  }

  /** Another memtable is written to from now on, and the present one waits for its flush. */
  void startMemtable(Memtable next) {
    lock.lock();
    try {
      List<Memtable> waiting = new ArrayList<>();
      waiting.add(current.active());
      waiting.addAll(current.waiting());
      current = new View(next, List.copyOf(waiting), current.version());
    } finally {
      lock.unlock();
    }
  }

  /** The tables change; the caller is the only one who changes them. */
  void setVersion(Version version) {
    replace(version, List.of());
  }

  /** What was in a memtable is in the version's tables. */
  void endMemtable(Memtable flushed, Version version) {
    replace(version, List.of(flushed));
  }

  private void replace(Version version, List<Memtable> flushed) {
    Version old;
    lock.lock();
    try {
      old = current.version();
      List<Memtable> waiting = new ArrayList<>(current.waiting());
      waiting.removeAll(flushed);
      current = new View(current.active(), List.copyOf(waiting), version);
    } finally {
      lock.unlock();
    }
    flushed.forEach(Memtable::drop); // After the view that does without it is there.
    if (old != version) {
      epochs.retire(old::release);
    }
    for (Memtable memtable : flushed) {
      epochs.retire(memtable::close);
    }
  }
}
