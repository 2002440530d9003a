package dev.cairn.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.cojen.tupl.Cursor;
import org.cojen.tupl.Database;
import org.cojen.tupl.DatabaseConfig;
import org.cojen.tupl.DurabilityMode;
import org.cojen.tupl.Index;
import org.cojen.tupl.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Tupl with all of the budget as its cache, and its own checkpoints.
 *
 * <p>Its redo log is kept in the process with {@code NO_FLUSH}, written to the file by each commit
 * with {@code NO_SYNC} and forced with {@code SYNC}.
 *
 * <p>Reads have its transaction that is none, so they take no lock for each key.
 */
final class TuplStore implements StoreUnderTest {
  private final Database database;
  private final Index index;

  private TuplStore(Database database) throws IOException {
    this.database = database;
    this.index = database.openIndex("pairs");
  }

  static TuplStore open(Home home) {
    try {
      Files.createDirectories(home.directory());
      DatabaseConfig config =
          new DatabaseConfig()
              .baseFile(home.directory().resolve("pairs").toFile())
              .minCacheSize(home.budgetBytes())
              .maxCacheSize(home.budgetBytes())
              .durabilityMode(
                  switch (home.durability()) {
                    case MEMORY -> DurabilityMode.NO_FLUSH;
                    case PROCESS -> DurabilityMode.NO_SYNC;
                    case DEVICE -> DurabilityMode.SYNC;
                  });
      return new TuplStore(Database.open(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    try {
      index.store(null, key, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values) {
    try {
      Transaction transaction = database.newTransaction();
      try {
        for (int i = 0; i < keys.length; i++) {
          index.store(transaction, keys[i], values[i]);
        }
        transaction.commit();
      } finally {
        transaction.reset();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(byte[] key) {
    try {
      index.delete(null, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void sync() {
    try {
      database.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public OrderedStoreReader reader() {
    return new Reader(index);
  }

  @Override
  public Footprint footprint() {
    Database.Stats stats = database.stats();
    return Footprint.of(Map.of("freePages", stats.freePages(), "totalPages", stats.totalPages()));
  }

  @Override
  public void close() {
    try {
      database.shutdown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Reader(Index index) implements OrderedStoreReader {
    @Override
    public byte @Nullable [] get(byte[] key) {
      try {
        return index.load(Transaction.BOGUS, key);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean getInto(byte[] key, byte[] buffer) {
      byte[] value = get(key);
      if (value == null) {
        return false;
      }
      System.arraycopy(value, 0, buffer, 0, buffer.length);
      return true;
    }

    @Override
    public PairCursor cursor() {
      return new Arrays(index.newCursor(Transaction.BOGUS));
    }

    @Override
    public void close() {}
  }

  private interface Move {
    Object run() throws IOException;
  }

  /** Makes an array of each key and each value. */
  private record Arrays(Cursor cursor) implements PairCursor {
    @Override
    public boolean first() {
      return move(cursor::first);
    }

    @Override
    public boolean last() {
      return move(cursor::last);
    }

    @Override
    public boolean seek(byte[] key) {
      return move(() -> cursor.findGe(key));
    }

    @Override
    public boolean next() {
      return move(cursor::next);
    }

    @Override
    public boolean previous() {
      return move(cursor::previous);
    }

    private boolean move(Move move) {
      try {
        move.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return cursor.key() != null;
    }

    @Override
    public long keyHead() {
      return HeapValues.keyHead(cursor.key());
    }

    @Override
    public long valueHead() {
      return HeapValues.valueHead(cursor.value());
    }

    @Override
    public byte valueTail() {
      return HeapValues.valueTail(cursor.value());
    }

    @Override
    public void close() {
      cursor.reset();
    }
  }
}
