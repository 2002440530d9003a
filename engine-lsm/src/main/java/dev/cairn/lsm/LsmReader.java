package dev.cairn.lsm;

import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.ValueBorrower;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.simd.Xxh3;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads. A read takes an epoch pin, then the present view, and relies on all that the view leads to
 * until it unpins.
 */
final class LsmReader {
  /** Stands for the end of what is visible when a read begins. */
  static final long NOW = Long.MAX_VALUE;

  private final Epochs epochs;
  private final Views views;
  private final Sequences sequences;
  private final BlockCache cache;
  private final long hashSeed;
  private final LongAdder getCount = new LongAdder();
  private final LongAdder filteredCount = new LongAdder();
  private final LongAdder passedInVainCount = new LongAdder();

  LsmReader(Epochs epochs, Views views, Sequences sequences, BlockCache cache, long hashSeed) {
    this.epochs = epochs;
    this.views = views;
    this.sequences = sequences;
    this.cache = cache;
    this.hashSeed = hashSeed;
  }

  Epochs epochs() {
    return epochs;
  }

  View view() {
    return views.current();
  }

  long filteredCount() {
    return filteredCount.sum();
  }

  long passedInVainCount() {
    return passedInVainCount.sum();
  }

  long getCount() {
    return getCount.sum();
  }

  long hash(byte[] key, int offset, int keyBytes) {
    return Xxh3.hash(key, offset, keyBytes, hashSeed);
  }

  byte @Nullable [] get(byte[] key, long before) {
    Limits.requireKeyBytes(key.length);
    long hash = hash(key, 0, key.length);
    getCount.increment();
    Epochs.Pin pin = epochs.pin();
    try (Found found = new Found()) {
      return find(key, hash, before, found) ? found.value() : null;
    } finally {
      epochs.unpin(pin);
    }
  }

  private boolean find(byte[] key, long hash, long before, Found found) {
    View view = view();
    // Read after the view: all that its tables have is visible by then, so nothing that is needed
    // for the time before can have been left out of them.
    long end = before == NOW ? sequences.visible() : before;
    boolean isThere = view.find(key, hash, end, found);
    if (found.filtered > 0) {
      filteredCount.add(found.filtered);
    }
    if (found.passedInVain > 0) {
      passedInVainCount.add(found.passedInVain);
    }
    cache.counts().addIndexHits(found.indexHits);
    return isThere;
  }

  boolean contains(byte[] key, long before) {
    Limits.requireKeyBytes(key.length);
    long hash = hash(key, 0, key.length);
    getCount.increment();
    Epochs.Pin pin = epochs.pin();
    try (Found found = new Found()) {
      return find(key, hash, before, found);
    } finally {
      epochs.unpin(pin);
    }
  }

  List<byte @Nullable []> getAll(List<byte[]> keys, long before) {
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      values.add(get(key, before));
    }
    return values;
  }

  <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, long before, ValueBorrower<R> borrower) {
    Limits.requireKeyBytes(key.byteSize());
    Objects.requireNonNull(borrower, "borrower");
    byte[] bytes = key.toArray(ValueLayout.JAVA_BYTE);
    long hash = hash(bytes, 0, bytes.length);
    getCount.increment();
    Epochs.Pin pin = epochs.pinToLend();
    try (Found found = new Found()) {
      return find(bytes, hash, before, found)
          ? borrower.borrow(found.memory.asSlice(found.valueOffset, found.valueBytes).asReadOnly())
          : null;
    } finally {
      epochs.unpinLent(pin);
    }
  }

  /** Opens a cursor over what a reader at a sequence sees. */
  LsmCursor scan(KeyRange range, Sequences.Reader at, OpenState owner, Runnable onClose) {
    Epochs.Pin pin = epochs.pin();
    try {
      return new LsmCursor(this, owner, at, range, onClose);
    } finally {
      epochs.unpin(pin);
    }
  }

  /** A cursor over all entries of a view. */
  MergingCursor entries(View view) {
    List<EntryCursor> parts = new ArrayList<>();
    parts.addAll(view.active().cursors());
    for (Memtable memtable : view.waiting()) {
      parts.addAll(memtable.cursors());
    }
    Version version = view.version();
    for (Table table : version.tables(0)) {
      parts.add(new TableCursor(table, cache));
    }
    for (int level = 1; level < Version.LEVELS; level++) {
      if (!version.tables(level).isEmpty()) {
        parts.add(new TableCursor(version.level(level), cache));
      }
    }
    return new MergingCursor(parts);
  }
}
