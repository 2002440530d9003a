package dev.cairn.testkit;

import static dev.cairn.internal.record.RecordFormat.HEADER_BYTES;
import static dev.cairn.internal.record.RecordFormat.KEY_BYTES_OFFSET;
import static dev.cairn.internal.record.RecordFormat.KIND_OFFSET;
import static dev.cairn.internal.record.RecordFormat.PUT;
import static dev.cairn.internal.record.RecordFormat.VALUE_BYTES_OFFSET;

import dev.cairn.Durability;
import dev.cairn.EntryVisitor;
import dev.cairn.KeyRange;
import dev.cairn.Limits;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.StoreStats;
import dev.cairn.WriteBatch;
import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A store that does right in the plainest way: a sorted map that is written to a file when it is
 * synced or closed. It exists to test the tests: they pass on it, and fail on each {@link Mutant},
 * which overrides one of its steps.
 *
 * <p>Readers take no lock; writers, checkpoints and snapshots hold the monitor of the map.
 */
class ReferenceStore extends ReferenceReader implements OrderedStore {
  private final NavigableMap<byte[], byte[]> pairs =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final @Nullable ReferenceDirectory directory;
  private volatile boolean closed;

  /** Opens the store of a directory, or one without if it is null. */
  ReferenceStore(@Nullable Path directory) {
    this.directory = directory == null ? null : ReferenceDirectory.acquire(directory);
    if (this.directory != null) {
      pairs.putAll(this.directory.load());
      this.directory.save(pairs);
    }
  }

  /** One operation of a batch; null removes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Entry(byte[] key, byte @Nullable [] value) {}

  @Override
  NavigableMap<byte[], byte[]> pairs() {
    return pairs;
  }

  @Override
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  @Override
  NavigableMap<byte[], byte[]> copyOfPairs() {
    synchronized (pairs) {
      return super.copyOfPairs();
    }
  }

  /** What the store keeps of an array that it was passed. */
  byte[] copyToKeep(byte[] array) {
    return array.clone();
  }

  /** Sets the value of a key, or removes it if the value is null. Called with the monitor held. */
  void setLocked(byte[] key, byte @Nullable [] value) {
    if (value == null) {
      pairs.remove(key);
    } else {
      pairs.put(copyToKeep(key), copyToKeep(value));
    }
  }

  private void set(byte[] key, byte @Nullable [] value) {
    synchronized (pairs) {
      requireOpen();
      requireNoLoan();
      setLocked(key, value);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    Limits.requireKeyBytes(key.length);
    Limits.requireValueBytes(value.length);
    set(key, value);
  }

  @Override
  public void put(MemorySegment key, MemorySegment value) {
    Limits.requireKeyBytes(key.byteSize());
    Limits.requireValueBytes(value.byteSize());
    put(key.toArray(ValueLayout.JAVA_BYTE), value.toArray(ValueLayout.JAVA_BYTE));
  }

  @Override
  public void delete(byte[] key) {
    Limits.requireKeyBytes(key.length);
    set(key, null);
  }

  @Override
  public boolean compareAndSet(byte[] key, byte @Nullable [] expected, byte @Nullable [] update) {
    Limits.requireKeyBytes(key.length);
    synchronized (pairs) {
      requireOpen();
      requireNoLoan();
      if (!isExpected(pairs.get(key), expected)) {
        return false;
      }
      setLocked(key, update);
      return true;
    }
  }

  boolean isExpected(byte @Nullable [] current, byte @Nullable [] expected) {
    return Arrays.equals(current, expected);
  }

  @Override
  public void write(WriteBatch batch, Durability durability) {
    Objects.requireNonNull(durability, "durability");
    List<Entry> entries = decode(batch);
    synchronized (pairs) {
      requireOpen();
      requireNoLoan();
      applyLocked(entries);
    }
  }

  /** Applies the operations of a batch in their order. Called with the monitor held. */
  void applyLocked(List<Entry> entries) {
    entries.forEach(entry -> setLocked(entry.key, entry.value));
  }

  static List<Entry> decode(WriteBatch batch) {
    return batch.encoding((bytes, encodedBytes) -> {
      ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      List<Entry> entries = new ArrayList<>();
      for (int at = 0; at < encodedBytes; ) {
        int keyBytes = Short.toUnsignedInt(records.getShort(at + KEY_BYTES_OFFSET));
        int valueBytes = records.getInt(at + VALUE_BYTES_OFFSET);
        int keyEnd = at + HEADER_BYTES + keyBytes;
        byte[] key = Arrays.copyOfRange(bytes, at + HEADER_BYTES, keyEnd);
        boolean put = records.get(at + KIND_OFFSET) == PUT;
        entries.add(
            new Entry(key, put ? Arrays.copyOfRange(bytes, keyEnd, keyEnd + valueBytes) : null));
        at += (int) RecordFormat.recordBytes(keyBytes, valueBytes);
      }
      return entries;
    });
  }

  @Override
  public void deleteRange(KeyRange range) {
    synchronized (pairs) {
      requireOpen();
      requireNoLoan();
      within(pairs, range).clear();
    }
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    return new ReferenceSnapshot(copyOfPairs(), this::requireOpen);
  }

  @Override
  public void forEach(EntryVisitor visitor) {
    Objects.requireNonNull(visitor, "visitor");
    requireOpen();
    requireNoLoan();
    beginLoan();
    try {
      copyOfPairs().forEach((key, value) -> visitor.visit(lend(key), lend(value)));
    } finally {
      endLoan();
    }
  }

  @Override
  public void sync() {
    synchronized (pairs) {
      requireOpen();
      requireNoLoan();
      save();
    }
  }

  /** Writes what is to be found at the next opening. Called with the monitor held. */
  void save() {
    if (directory != null) {
      directory.save(pairs);
    }
  }

  @Override
  public void checkpoint(Path target) {
    requireOpen();
    String[] names = target.toFile().list();
    if (Files.exists(target) && (names == null || names.length > 0)) {
      throw new IllegalArgumentException(target + ": expected nothing or an empty directory");
    }
    ReferenceDirectory copy = ReferenceDirectory.acquire(target);
    try {
      copy.save(copyOfPairs());
    } finally {
      copy.release();
    }
  }

  @Override
  public StoreStats stats() {
    requireOpen();
    long entryCount = pairs.size();
    return new StoreStats(
        "reference",
        "none",
        false,
        entryCount,
        directory == null ? 0 : directory.fileBytes(),
        1 + entryCount,
        Long.MAX_VALUE,
        entryCount,
        0,
        0,
        0,
        0,
        new LinkedHashMap<>());
  }

  @Override
  public void verify() {
    requireOpen();
  }

  @Override
  public void close() {
    requireNoLoan();
    synchronized (pairs) {
      if (closed) {
        return;
      }
      closed = true;
      save();
    }
    releaseDirectory();
  }

  void releaseDirectory() {
    if (directory != null) {
      directory.release();
    }
  }
}
