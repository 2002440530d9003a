package dev.cairn.map;

import dev.cairn.KeyValueStore;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pairs of a walk, each as what a view of a map shows of it. */
final class PairIterator<T> implements Iterator<T> {
  private final KeyValueStore store;
  private final PairChunks chunks;
  private final Function<Pair, T> show;
  private Iterator<Pair> chunk = List.<Pair>of().iterator();
  private boolean ended;
  private @Nullable Pair removable;

  PairIterator(KeyValueStore store, PairChunks chunks, Function<Pair, T> show) {
    this.store = store;
    this.chunks = chunks;
    this.show = show;
  }

  @Override
  public boolean hasNext() {
    if (!chunk.hasNext() && !ended) {
      chunk = chunks.next().iterator();
      ended = !chunk.hasNext();
    }
    return !ended;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    removable = chunk.next();
    return show.apply(removable);
  }

  /** Removes the key that was returned last, whatever its value is by now. */
  @Override
  public void remove() {
    if (removable == null) {
      throw new IllegalStateException("next() has not been called, or the key was removed already");
    }
    store.delete(removable.key());
    removable = null;
  }
}
