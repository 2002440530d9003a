package dev.cairn.benchmarks.store;

import dev.cairn.benchmarks.Pairs;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.util.lmdb.LMDB;

/** A read transaction that is held, and renewed on each refresh: as cheap as LMDB reads can be. */
final class LmdbReader implements OrderedStoreReader {
  private final Arena arena = Arena.ofConfined();
  private final LmdbValue key = new LmdbValue(arena, Pairs.KEY_BYTES);
  private final LmdbValue value = new LmdbValue(arena, 0);
  private final int dbi;
  private final long txn;

  LmdbReader(long env, int dbi) {
    this.dbi = dbi;
    this.txn = Lmdb.begin(env, LMDB.MDB_RDONLY);
  }

  @Override
  public byte @Nullable [] get(byte[] wanted) {
    return find(wanted) ? value.toArray() : null;
  }

  @Override
  public boolean getInto(byte[] wanted, byte[] buffer) {
    boolean found = find(wanted);
    if (found) {
      value.copyTo(buffer);
    }
    return found;
  }

  private boolean find(byte[] wanted) {
    key.set(wanted);
    return Lmdb.found(LMDB.nmdb_get(txn, dbi, key.address(), value.address()));
  }

  @Override
  public void refresh() {
    LMDB.mdb_txn_reset(txn);
    Lmdb.require(LMDB.mdb_txn_renew(txn));
  }

  @Override
  public PairCursor cursor() {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer pointer = stack.mallocPointer(1);
      Lmdb.require(LMDB.mdb_cursor_open(txn, dbi, pointer));
      return new InMap(pointer.get(0));
    }
  }

  @Override
  public void close() {
    LMDB.mdb_txn_abort(txn);
    arena.close();
  }

  /** Looks at pairs where they lie in the map. */
  private final class InMap implements PairCursor {
    private final long cursor;

    InMap(long cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean first() {
      return move(LMDB.MDB_FIRST);
    }

    @Override
    public boolean last() {
      return move(LMDB.MDB_LAST);
    }

    @Override
    public boolean seek(byte[] wanted) {
      key.set(wanted);
      return move(LMDB.MDB_SET_RANGE);
    }

    @Override
    public boolean next() {
      return move(LMDB.MDB_NEXT);
    }

    @Override
    public boolean previous() {
      return move(LMDB.MDB_PREV);
    }

    private boolean move(int operation) {
      return Lmdb.found(LMDB.nmdb_cursor_get(cursor, key.address(), value.address(), operation));
    }

    @Override
    public long keyHead() {
      return key.bigEndianHead();
    }

    @Override
    public long valueHead() {
      return value.littleEndianHead();
    }

    @Override
    public byte valueTail() {
      return value.tail();
    }

    @Override
    public void close() {
      LMDB.mdb_cursor_close(cursor);
    }
  }
}
