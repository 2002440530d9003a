package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import java.util.Map;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Xodus with its faster tree (the prefix tree), and the budget as its log cache, which lies in the
 * heap.
 *
 * <p>A commit writes to the log file; {@code setLogDurableWrite} forces it as well.
 */
final class XodusStore implements StoreUnderTest {
  private final Environment environment;
  private final Store store;

  private XodusStore(Environment environment) {
    this.environment = environment;
    this.store =
        environment.computeInTransaction(transaction ->
            environment.openStore(
                "pairs", StoreConfig.WITHOUT_DUPLICATES_WITH_PREFIXING, transaction));
  }

  static XodusStore open(Home home) {
    EnvironmentConfig config =
        new EnvironmentConfig()
            .setMemoryUsage(home.budgetBytes())
            .setLogDurableWrite(home.durability() == Durability.DEVICE)
            .setManagementEnabled(false);
    return new XodusStore(Environments.newInstance(home.directory().toFile(), config));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    environment.executeInExclusiveTransaction(
        transaction -> store.put(transaction, bytes(key), bytes(value)));
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values) {
    environment.executeInExclusiveTransaction(transaction -> {
      for (int i = 0; i < keys.length; i++) {
        store.put(transaction, bytes(keys[i]), bytes(values[i]));
      }
    });
  }

  @Override
  public void append(byte[][] keys, byte[][] values) {
    environment.executeInExclusiveTransaction(transaction -> {
      for (int i = 0; i < keys.length; i++) {
        store.putRight(transaction, bytes(keys[i]), bytes(values[i]));
      }
    });
  }

  @Override
  public void delete(byte[] key) {
    environment.executeInExclusiveTransaction(transaction -> store.delete(transaction, bytes(key)));
  }

  private static ByteIterable bytes(byte[] array) {
    return new ArrayByteIterable(array);
  }

  /** A durable commit forces all that was written before it. */
  @Override
  public void sync() {
    boolean before = environment.getEnvironmentConfig().getLogDurableWrite();
    environment.getEnvironmentConfig().setLogDurableWrite(true);
    environment.executeInExclusiveTransaction(
        transaction -> store.delete(transaction, bytes(new byte[0])));
    environment.getEnvironmentConfig().setLogDurableWrite(before);
  }

  @Override
  public OrderedStoreReader reader() {
    return new Reader(environment, store);
  }

  @Override
  public Footprint footprint() {
    return Footprint.of(Map.of());
  }

  @Override
  public void close() {
    environment.close();
  }

  private static byte[] array(ByteIterable bytes) {
    byte[] array = bytes.getBytesUnsafe();
    int length = bytes.getLength();
    return array.length == length ? array : java.util.Arrays.copyOf(array, length);
  }

  /** A read transaction that is held, and begun anew on each refresh. */
  private static final class Reader implements OrderedStoreReader {
    private final Environment environment;
    private final Store store;
    private Transaction transaction;

    Reader(Environment environment, Store store) {
      this.environment = environment;
      this.store = store;
      this.transaction = environment.beginReadonlyTransaction();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      ByteIterable value = store.get(transaction, bytes(key));
      return value == null ? null : array(value);
    }

    @Override
    public boolean getInto(byte[] key, byte[] buffer) {
      ByteIterable value = store.get(transaction, bytes(key));
      if (value == null) {
        return false;
      }
      System.arraycopy(value.getBytesUnsafe(), 0, buffer, 0, buffer.length);
      return true;
    }

    @Override
    public void refresh() {
      transaction.abort();
      transaction = environment.beginReadonlyTransaction();
    }

    @Override
    public PairCursor cursor() {
      return new Iterables(store.openCursor(transaction));
    }

    @Override
    public void close() {
      transaction.abort();
    }
  }

  /** Each call for a pair's value makes its bytes anew, so they are asked for once. */
  private static final class Iterables implements PairCursor {
    private final Cursor cursor;
    private byte @Nullable [] value;
    private int valueLength;

    Iterables(Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean first() {
      value = null;
      return cursor.getSearchKeyRange(ByteIterable.EMPTY) != null;
    }

    @Override
    public boolean last() {
      value = null;
      return cursor.getLast();
    }

    @Override
    public boolean seek(byte[] key) {
      value = null;
      return cursor.getSearchKeyRange(bytes(key)) != null;
    }

    @Override
    public boolean next() {
      value = null;
      return cursor.getNext();
    }

    @Override
    public boolean previous() {
      value = null;
      return cursor.getPrev();
    }

    @Override
    public long keyHead() {
      return HeapValues.keyHead(cursor.getKey().getBytesUnsafe());
    }

    @Override
    public long valueHead() {
      return HeapValues.valueHead(value());
    }

    @Override
    public byte valueTail() {
      return value()[valueLength - 1];
    }

    private byte[] value() {
      if (value == null) {
        ByteIterable found = cursor.getValue();
        value = found.getBytesUnsafe();
        valueLength = found.getLength();
      }
      return value;
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
