package dev.cairn.lsm;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.Snapshot;
import dev.cairn.ValueBorrower;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store as a reader at one sequence sees it. */
final class LsmSnapshot implements Snapshot {
  private final LsmReader reader;
  private final Sequences sequences;
  private final OpenState store;
  private final Sequences.Reader at;
  private volatile boolean closed;

  LsmSnapshot(LsmReader reader, Sequences sequences, OpenState store) {
    this.reader = reader;
    this.sequences = sequences;
    this.store = store;
    this.at = sequences.add();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the snapshot is closed");
    }
    store.requireOpen();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    requireOpen();
    byte[] value = reader.get(key, at.sequence());
    requireOpen(); // What it sees is kept only until it is closed.
    return value;
  }

  @Override
  public <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, ValueBorrower<R> borrower) {
    requireOpen();
    @Nullable R result = reader.read(key, at.sequence(), borrower);
    requireOpen();
    return result;
  }

  @Override
  public boolean contains(byte[] key) {
    requireOpen();
    boolean isThere = reader.contains(key, at.sequence());
    requireOpen();
    return isThere;
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    requireOpen();
    List<byte @Nullable []> values = reader.getAll(keys, at.sequence());
    requireOpen();
    return values;
  }

  @Override
  public Cursor scan(KeyRange range) {
    requireOpen();
    reader.epochs().requireNotLending("scan()");
    return reader.scan(range, at, this::requireOpen, () -> {});
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      sequences.remove(at);
    }
  }
}
