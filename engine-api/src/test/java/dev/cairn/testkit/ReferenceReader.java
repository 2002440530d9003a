package dev.cairn.testkit;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.OrderedReader;
import dev.cairn.ValueBorrower;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a sorted map as a store or a snapshot is read. */
abstract class ReferenceReader implements OrderedReader {
  private final ThreadLocal<Integer> loans = ThreadLocal.withInitial(() -> 0);

  /** The pairs to read; nobody changes an array that is in it. */
  abstract NavigableMap<byte[], byte[]> pairs();

  /** Throws {@link IllegalStateException} if this or what it belongs to is closed. */
  abstract void requireOpen();

  /** An empty map in the order of keys. */
  static NavigableMap<byte[], byte[]> newMap() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  void requireNoLoan() {
    if (loans.get() > 0) {
      throw new IllegalStateException("a borrower or visitor must not do that");
    }
  }

  /** What a caller is given of a value that the store keeps. */
  byte[] copyForCaller(byte[] value) {
    return value.clone();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    requireOpen();
    Limits.requireKeyBytes(key.length);
    byte[] value = pairs().get(key);
    return value == null ? null : copyForCaller(value);
  }

  @Override
  public <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, ValueBorrower<R> borrower) {
    requireOpen();
    Limits.requireKeyBytes(key.byteSize());
    Objects.requireNonNull(borrower, "borrower");
    byte[] value = pairs().get(key.toArray(ValueLayout.JAVA_BYTE));
    if (value == null) {
      return null;
    }
    beginLoan();
    try {
      return borrower.borrow(lend(value));
    } finally {
      endLoan();
    }
  }

  void beginLoan() {
    loans.set(loans.get() + 1);
  }

  void endLoan() {
    loans.set(loans.get() - 1);
  }

  /** What a borrower is given of a value that the store keeps. */
  MemorySegment lend(byte[] value) {
    return MemorySegment.ofArray(value).asReadOnly();
  }

  @Override
  public boolean contains(byte[] key) {
    requireOpen();
    Limits.requireKeyBytes(key.length);
    return pairs().containsKey(key);
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    requireOpen();
    List<byte @Nullable []> values = new ArrayList<>();
    for (byte[] key : keys) {
      values.add(get(key));
    }
    return values;
  }

  @Override
  public Cursor scan(KeyRange range) {
    requireOpen();
    return new ReferenceCursor(within(copyOfPairs(), range), this::requireOpen);
  }

  /** The pairs as they are now. */
  NavigableMap<byte[], byte[]> copyOfPairs() {
    return new TreeMap<>(pairs());
  }

  static NavigableMap<byte[], byte[]> within(NavigableMap<byte[], byte[]> map, KeyRange range) {
    byte[] to = range.to();
    if (to == null) {
      return map.tailMap(range.from(), true);
    }
    return range.isEmpty() ? newMap() : map.subMap(range.from(), true, to, false);
  }
}
