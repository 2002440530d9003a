package dev.cairn.testkit;

import dev.cairn.Cursor;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Moves over a sorted map that nobody changes. */
class ReferenceCursor implements Cursor {
  /** The pairs of the range. */
  final NavigableMap<byte[], byte[]> pairs;

  private final Runnable requireOwnerOpen;
  private Map.@Nullable Entry<byte[], byte[]> at;

  /** Where the cursor stands if it is on no pair. */
  private boolean beforeFirst = true;

  private boolean closed;

  ReferenceCursor(NavigableMap<byte[], byte[]> pairs, Runnable requireOwnerOpen) {
    // A copy, because a view of a range refuses keys outside of it.
    this.pairs = new TreeMap<>(pairs);
    this.requireOwnerOpen = requireOwnerOpen;
  }

  private void requireOpen() {
    requireOwnerOpen.run();
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
  }

  @Override
  public boolean next() {
    requireOpen();
    if (at != null) {
      at = pairs.higherEntry(at.getKey());
    } else if (beforeFirst) {
      at = pairs.firstEntry();
    }
    beforeFirst = false;
    return at != null;
  }

  @Override
  public boolean previous() {
    requireOpen();
    if (at != null) {
      at = pairs.lowerEntry(at.getKey());
    } else if (!beforeFirst) {
      at = pairs.lastEntry();
    }
    beforeFirst = true;
    return at != null;
  }

  @Override
  public boolean seek(byte[] key) {
    requireOpen();
    at = pairs.ceilingEntry(Objects.requireNonNull(key, "key"));
    beforeFirst = false;
    return at != null;
  }

  @Override
  public boolean seekFloor(byte[] key) {
    requireOpen();
    at = pairs.floorEntry(Objects.requireNonNull(key, "key"));
    beforeFirst = true;
    return at != null;
  }

  private Map.Entry<byte[], byte[]> current() {
    requireOpen();
    if (at == null) {
      throw new IllegalStateException("the cursor stands on no pair");
    }
    return at;
  }

  @Override
  public byte[] key() {
    return current().getKey().clone();
  }

  @Override
  public byte[] value() {
    return current().getValue().clone();
  }

  @Override
  public MemorySegment keySegment() {
    return MemorySegment.ofArray(current().getKey()).asReadOnly();
  }

  @Override
  public MemorySegment valueSegment() {
    return MemorySegment.ofArray(current().getValue()).asReadOnly();
  }

  @Override
  public void close() {
    closed = true;
  }
}
