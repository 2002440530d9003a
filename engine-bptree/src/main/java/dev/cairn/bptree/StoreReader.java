package dev.cairn.bptree;

import dev.cairn.Cursor;
import dev.cairn.EntryVisitor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.ValueBorrower;
import dev.cairn.internal.memory.Epochs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a store and its snapshots have in common: reads of the tree as it is, or of a view. */
final class StoreReader {
  private final Tree tree;
  private final TreeReader reader;
  private final Views views;
  private final Epochs epochs;

  StoreReader(Tree tree, TreeReader reader, Views views, Epochs epochs) {
    this.tree = tree;
    this.reader = reader;
    this.views = views;
    this.epochs = epochs;
  }

  byte @Nullable [] get(byte[] key, @Nullable View view) {
    Limits.requireKeyBytes(key.length);
    return reader.get(key, view);
  }

  boolean contains(byte[] key, @Nullable View view) {
    Limits.requireKeyBytes(key.length);
    return reader.contains(key, view);
  }

  <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, @Nullable View view, ValueBorrower<R> borrower) {
    Limits.requireKeyBytes(key.byteSize());
    byte[] copy = key.toArray(ValueLayout.JAVA_BYTE);
    Objects.requireNonNull(borrower, "borrower");
    Epochs.Pin pin = epochs.pinToLend();
    try {
      return reader.lend(copy, view, borrower::borrow);
    } finally {
      epochs.unpinLent(pin);
    }
  }

  List<byte @Nullable []> getAll(List<byte[]> keys, @Nullable View view) {
    for (byte[] key : keys) {
      Limits.requireKeyBytes(key.length);
    }
    List<byte @Nullable []> values = new ArrayList<>(keys.size());
    reader.getAll(keys, view, values);
    return values;
  }

  Cursor scan(KeyRange range, View view, BooleanSupplier isOwnerOpen, Runnable onClose) {
    return new TreeCursor(tree, reader, view, range, isOwnerOpen, onClose);
  }

  void forEach(EntryVisitor visitor, BooleanSupplier isStoreOpen) {
    Objects.requireNonNull(visitor, "visitor");
    Epochs.Pin pin = epochs.pinToLend();
    try {
      View view = views.open();
      try (Cursor cursor = scan(KeyRange.all(), view, isStoreOpen, () -> views.end(view))) {
        while (cursor.next()) {
          visitor.visit(cursor.keySegment(), cursor.valueSegment());
        }
      }
    } finally {
      epochs.unpinLent(pin);
    }
  }
}
