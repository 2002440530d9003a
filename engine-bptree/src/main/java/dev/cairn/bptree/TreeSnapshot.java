package dev.cairn.bptree;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Snapshot;
import dev.cairn.ValueBorrower;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A snapshot: a view that is held until it is closed. */
final class TreeSnapshot implements Snapshot {
  private final StoreReader reader;
  private final View view;
  private final BooleanSupplier isStoreOpen;
  private final Runnable onClose;
  private volatile boolean closed;

  TreeSnapshot(StoreReader reader, View view, BooleanSupplier isStoreOpen, Runnable onClose) {
    this.reader = reader;
    this.view = view;
    this.isStoreOpen = isStoreOpen;
    this.onClose = onClose;
  }

  private boolean isOpen() {
    return !closed && isStoreOpen.getAsBoolean();
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new IllegalStateException("the snapshot is closed");
    }
  }

  /**
   * Does a read. If the snapshot was closed meanwhile, its pages may have been used again, and what
   * was found is worth nothing.
   */
  private <R extends @Nullable Object> R checked(Supplier<R> read) {
    requireOpen();
    try {
      return read.get();
    } finally {
      requireOpen();
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return checked(() -> reader.get(key, view));
  }

  @Override
  public boolean contains(byte[] key) {
    return checked(() -> reader.contains(key, view));
  }

  @Override
  public <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, ValueBorrower<R> borrower) {
    requireOpen();
    boolean[] isLent = {false};
    try {
      return reader.read(
          key,
          view,
          value -> {
            requireOpen();
            isLent[0] = true;
            return borrower.borrow(value);
          });
    } finally {
      if (!isLent[0]) {
        requireOpen(); // As in checked.
      }
    }
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    return checked(() -> reader.getAll(keys, view));
  }

  @Override
  public Cursor scan(KeyRange range) {
    requireOpen();
    return reader.scan(range, view, this::isOpen, () -> {});
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
