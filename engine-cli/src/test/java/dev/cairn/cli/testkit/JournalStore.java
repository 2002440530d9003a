package dev.cairn.cli.testkit;

import dev.cairn.Durability;
import dev.cairn.EntryVisitor;
import dev.cairn.KeyValueStore;
import dev.cairn.Limits;
import dev.cairn.StoreStats;
import dev.cairn.ValueBorrower;
import dev.cairn.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A map and a journal: the least that is a store. One lock, everything in the heap. */
class JournalStore implements KeyValueStore {
  private static final byte PUT_KIND = kindOf(new WriteBatch().put(new byte[0], new byte[0]));

  private final String engine;
  private final Journal journal;
  private final long budgetBytes;

  /** Guarded by this. */
  final NavigableMap<byte[], byte[]> map = new TreeMap<>(Arrays::compareUnsigned);

  private boolean closed;

  JournalStore(String engine, Path directory, long budgetBytes) {
    this.engine = engine;
    this.budgetBytes = budgetBytes;
    journal = Journal.open(directory, engine);
    try {
      journal.replay(this::apply);
    } catch (RuntimeException failure) {
      journal.close();
      throw failure;
    }
  }

  private static byte kindOf(WriteBatch batch) {
    return batch.encoding((bytes, length) -> new byte[] {bytes[10]})[0];
  }

  /** Sees an operation; a null value is a delete. */
  interface OperationVisitor {
    void visit(byte[] key, byte @Nullable [] value);
  }

  /** Takes an encoded batch apart, whose layout is in docs/formats/batch.md. */
  static void forEachOperation(byte[] encoded, OperationVisitor visitor) {
    ByteBuffer batch = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < encoded.length; ) {
      int valueBytes = batch.getInt(at + 4);
      int keyBytes = Short.toUnsignedInt(batch.getShort(at + 8));
      int keyAt = at + 12;
      int end = keyAt + keyBytes + valueBytes;
      byte[] key = Arrays.copyOfRange(encoded, keyAt, keyAt + keyBytes);
      boolean puts = encoded[at + 10] == PUT_KIND;
      visitor.visit(key, puts ? Arrays.copyOfRange(encoded, keyAt + keyBytes, end) : null);
      at = end + 7 & -8;
    }
  }

  private void apply(byte[] encoded) {
    forEachOperation(
        encoded,
        (key, value) -> {
          if (value == null) {
            remove(key);
          } else {
            map.put(key, value);
          }
        });
  }

  /** Where a wrong engine forgets a delete. */
  void remove(byte[] key) {
    map.remove(key);
  }

  /** Where a wrong engine puts off a write. */
  void persist(WriteBatch batch) {
    journal.append(batch);
  }

  final synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }

  @Override
  public synchronized void write(WriteBatch batch, Durability durability) {
    requireOpen();
    persist(batch);
    apply(batch.encoding(Arrays::copyOf));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    write(new WriteBatch().put(key, value), Durability.PROCESS);
  }

  @Override
  public void put(MemorySegment key, MemorySegment value) {
    write(new WriteBatch().put(key, value), Durability.PROCESS);
  }

  @Override
  public void delete(byte[] key) {
    write(new WriteBatch().delete(key), Durability.PROCESS);
  }

  @Override
  public synchronized boolean compareAndSet(
      byte[] key, byte @Nullable [] expected, byte @Nullable [] update) {
    if (!Arrays.equals(get(key), expected)) {
      return false;
    }
    if (update == null) {
      delete(key);
    } else {
      put(key, update);
    }
    return true;
  }

  @Override
  public synchronized byte @Nullable [] get(byte[] key) {
    requireOpen();
    Limits.requireKeyBytes(key.length);
    byte[] value = map.get(key);
    return value == null ? null : value.clone();
  }

  @Override
  public <R extends @Nullable Object> @Nullable R read(
      MemorySegment key, ValueBorrower<R> borrower) {
    byte[] value = get(key.toArray(ValueLayout.JAVA_BYTE));
    return value == null ? null : borrower.borrow(MemorySegment.ofArray(value).asReadOnly());
  }

  @Override
  public boolean contains(byte[] key) {
    return get(key) != null;
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    return new ArrayList<>(keys.stream().map(this::get).toList());
  }

  @Override
  public void forEach(EntryVisitor visitor) {
    Map<byte[], byte[]> pairs;
    synchronized (this) {
      requireOpen();
      pairs = new LinkedHashMap<>(map);
    }
    pairs.forEach((key, value) -> {
      requireOpen();
      visitor.visit(MemorySegment.ofArray(key), MemorySegment.ofArray(value));
    });
  }

  @Override
  public void sync() {
    requireOpen();
  }

  @Override
  public synchronized void checkpoint(Path directory) {
    requireOpen();
    String[] files = directory.toFile().list();
    if (files != null && files.length > 0) {
      throw new IllegalArgumentException(directory + ": expected an empty directory");
    }
    try (JournalStore copy = new JournalStore(engine, directory, budgetBytes)) {
      map.forEach(copy::put);
    }
  }

  @Override
  public synchronized StoreStats stats() {
    LinkedHashMap<String, Long> details = new LinkedHashMap<>();
    details.put("batches", 0L);
    return new StoreStats(
        engine,
        "scalar",
        false,
        map.size(),
        journal.bytes(),
        0,
        budgetBytes,
        0,
        0,
        0,
        0,
        0,
        details);
  }

  @Override
  public void verify() {
    requireOpen();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      journal.close();
    }
  }
}
