package dev.cairn.benchmarks.store;

import dev.cairn.benchmarks.Pairs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads of RocksDB through direct buffers that are used again. */
final class RocksReader implements OrderedStoreReader {
  private final ReadOptions options = new ReadOptions();
  private final ByteBuffer key = ByteBuffer.allocateDirect(Pairs.KEY_BYTES);
  private final ByteBuffer value;
  private final RocksDB db;

  RocksReader(RocksDB db, int valueBytes) {
    this.db = db;
    this.value = ByteBuffer.allocateDirect(valueBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public byte @Nullable [] get(byte[] wanted) {
    int found = find(wanted);
    if (found == RocksDB.NOT_FOUND) {
      return null;
    }
    byte[] copy = new byte[found];
    value.get(0, copy);
    return copy;
  }

  @Override
  public boolean getInto(byte[] wanted, byte[] buffer) {
    if (find(wanted) == RocksDB.NOT_FOUND) {
      return false;
    }
    value.get(0, buffer);
    return true;
  }

  private int find(byte[] wanted) {
    key.clear().put(wanted).flip();
    try {
      return db.get(options, key, value.clear());
    } catch (RocksDBException e) {
      throw RocksStore.failure(e);
    }
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    try {
      return db.multiGetAsList(options, keys);
    } catch (RocksDBException e) {
      throw RocksStore.failure(e);
    }
  }

  @Override
  public PairCursor cursor() {
    return new Copied(db.newIterator(options));
  }

  @Override
  public void close() {
    options.close();
  }

  /** Copies each pair through JNI into memory that is used again: the best that rocksdbjni has. */
  private final class Copied implements PairCursor {
    private final ByteBuffer pairKey = ByteBuffer.allocateDirect(Pairs.KEY_BYTES);
    private final RocksIterator iterator;

    Copied(RocksIterator iterator) {
      this.iterator = iterator;
    }

    @Override
    public boolean first() {
      iterator.seekToFirst();
      return found();
    }

    @Override
    public boolean last() {
      iterator.seekToLast();
      return found();
    }

    @Override
    public boolean seek(byte[] wanted) {
      iterator.seek(key.clear().put(wanted).flip());
      return found();
    }

    @Override
    public boolean next() {
      iterator.next();
      return found();
    }

    @Override
    public boolean previous() {
      iterator.prev();
      return found();
    }

    private boolean found() {
      if (iterator.isValid()) {
        return true;
      }
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw RocksStore.failure(e);
      }
      return false;
    }

    @Override
    public long keyHead() {
      iterator.key(pairKey.clear());
      return pairKey.getLong(0);
    }

    /** Fetches the value, of which {@link #valueTail} then looks at the end. */
    @Override
    public long valueHead() {
      iterator.value(value.clear());
      return value.getLong(0);
    }

    @Override
    public byte valueTail() {
      return value.get(value.limit() - 1);
    }

    @Override
    public void close() {
      iterator.close();
    }
  }
}
