package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.log.LogRecord;
import dev.cairn.internal.memory.Epochs;
import dev.cairn.internal.record.BatchReader;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.internal.simd.Xxh3;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes: under the locks of the shards concerned, make room in the index, append to the log, point
 * the index at the new records; then, without locks, force the log if that was asked for.
 *
 * <p>What may fail or wait comes before the append. Lock order: shards by their index, then the
 * log's.
 */
final class HashWriter {
  private final HashIndex index;
  private final Log log;
  private final Lookup lookup;
  private final Epochs epochs;
  private final DeadRecords dead;
  private final Maintenance maintenance;
  private final long hashSeed;
  private volatile boolean closed;

  HashWriter(
      HashIndex index,
      Log log,
      Lookup lookup,
      Epochs epochs,
      DeadRecords dead,
      Maintenance maintenance,
      long hashSeed) {
    this.index = index;
    this.log = log;
    this.lookup = lookup;
    this.epochs = epochs;
    this.dead = dead;
    this.maintenance = maintenance;
    this.hashSeed = hashSeed;
  }

  private long hash(byte[] key) {
    return Xxh3.hash(key, 0, key.length, hashSeed);
  }

  void put(byte[] key, byte[] value, Durability durability) {
    begin();
    LogRecord record = LogRecord.put(key, value);
    long hash = hash(key);
    Shard shard = index.shard(hash);
    lock(shard);
    try {
      put(shard, hash, key, record, durability);
    } finally {
      shard.lock.unlock();
    }
    force(durability);
  }

  private void put(Shard shard, long hash, byte[] key, LogRecord record, Durability durability) {
    Lookup.Match match = lookup.match(shard.table(hash), hash, key, 0, key.length);
    if (match == null) { // Otherwise the key has its place, also if there is no memory for others.
      index.makeRoom(shard, hash);
    }
    Table table = shard.table(hash);
    long address = log.append(record, durability);
    point(shard, table, hash, match, address);
  }

  void delete(byte[] key, Durability durability) {
    begin();
    long hash = hash(key);
    Shard shard = index.shard(hash);
    lock(shard);
    try {
      delete(shard, hash, key, durability);
    } finally {
      shard.lock.unlock();
    }
    force(durability);
  }

  /** A key that is absent needs no record: whatever the log has of it is dead already. */
  private void delete(Shard shard, long hash, byte[] key, Durability durability) {
    Table table = shard.table(hash);
    Lookup.Match match = lookup.match(table, hash, key, 0, key.length);
    if (match != null) {
      LogRecord record = LogRecord.delete(key);
      long address = log.append(record, durability);
      unpoint(shard, table, hash, match);
      dead.addTombstone(address, record.bytes());
    } else if (durability != Durability.MEMORY) {
      log.flush(); // What removed the key may have promised less than this does.
    }
  }

  boolean compareAndSet(
      byte[] key, byte @Nullable [] expected, byte @Nullable [] update, Durability durability) {
    begin();
    long hash = hash(key);
    Shard shard = index.shard(hash);
    lock(shard);
    try {
      if (!hasValue(key, hash, expected)) {
        return false;
      }
      if (update != null) {
        put(shard, hash, key, LogRecord.put(key, update), durability);
      } else {
        delete(shard, hash, key, durability);
      }
    } finally {
      shard.lock.unlock();
    }
    force(durability);
    return true;
  }

  private boolean hasValue(byte[] key, long hash, byte @Nullable [] expected) {
    byte[] found = lookup.get(key, hash);
    return expected == null ? found == null : found != null && Arrays.equals(found, expected);
  }

  void write(WriteBatch batch, Durability durability) {
    begin();
    Objects.requireNonNull(durability, "durability");
    if (batch.isEmpty()) {
      requireOpen();
    } else {
      batch.encoding((bytes, encodedBytes) -> {
        write(bytes, encodedBytes, batch.operationCount(), durability);
        return true;
      });
    }
    force(durability);
  }

  private void write(byte[] bytes, int encodedBytes, int count, Durability durability) {
    BatchReader operations = new BatchReader(bytes, encodedBytes);
    long[] hashes = new long[count];
    long shards = 0;
    for (int i = 0; operations.next(); i++) {
      hashes[i] = Xxh3.hash(bytes, operations.keyOffset(), operations.keyBytes(), hashSeed);
      shards |= 1L << SlotFormat.shard(hashes[i]);
    }
    lockAll(shards);
    try {
      makeRoom(bytes, encodedBytes, hashes, shards);
      long address = log.appendBatch(bytes, encodedBytes, count, durability);
      apply(new BatchReader(bytes, encodedBytes), hashes, address);
    } finally {
      endReserve(shards);
      unlockAll(shards);
    }
  }

  /**
   * Makes room for the keys of a batch. Where a table has none for all, those count that are
   * absent, which takes a look-up of each.
   */
  private void makeRoom(byte[] bytes, int encodedBytes, long[] hashes, long shards) {
    reserve(new BatchReader(bytes, encodedBytes), hashes, shards, false);
    long full = 0;
    for (long left = shards; left != 0; left &= left - 1) {
      if (index.shardAt(Long.numberOfTrailingZeros(left)).overfullTable() != null) {
        full |= Long.lowestOneBit(left);
      }
    }
    if (full != 0) {
      endReserve(full);
      reserve(new BatchReader(bytes, encodedBytes), hashes, full, true);
      for (long left = full; left != 0; left &= left - 1) {
        index.makeRoomForReserved(index.shardAt(Long.numberOfTrailingZeros(left)));
      }
    }
  }

  private void reserve(
      BatchReader operations, long[] hashes, long shards, boolean isForAbsentKeys) {
    for (int i = 0; operations.next(); i++) {
      int shardIndex = SlotFormat.shard(hashes[i]);
      Shard shard = index.shardAt(shardIndex);
      if (operations.kind() == RecordFormat.PUT
          && (shards >>> shardIndex & 1) == 1
          && !(isForAbsentKeys && match(shard.table(hashes[i]), hashes[i], operations) != null)) {
        shard.reserve(hashes[i]);
      }
    }
  }

  private Lookup.@Nullable Match match(Table table, long hash, BatchReader operation) {
    return lookup.match(
        table, hash, operation.bytes(), operation.keyOffset(), operation.keyBytes());
  }

  private void endReserve(long shards) {
    for (long left = shards; left != 0; left &= left - 1) {
      index.shardAt(Long.numberOfTrailingZeros(left)).endReserve();
    }
  }

  private void apply(BatchReader operations, long[] hashes, long firstAddress) {
    try {
      Prefetch fetched = lookup.prefetch(hashes.length);
      for (int i = 0; operations.next(); i++) {
        if (i % Prefetch.KEYS == 0) {
          fetched.fetch(hashes, i, Math.min(Prefetch.KEYS, hashes.length - i));
        }
        long hash = hashes[i];
        Shard shard = index.shard(hash);
        Table table = shard.table(hash);
        long address = firstAddress + operations.offset() / RecordFormat.ALIGNMENT_BYTES;
        Lookup.Match match = match(table, hash, operations);
        if (operations.kind() == RecordFormat.PUT) {
          point(shard, table, hash, match, address);
        } else {
          if (match != null) {
            unpoint(shard, table, hash, match);
          }
          dead.addTombstone(address, operations.recordBytes());
        }
      }
    } catch (RuntimeException failure) {
      // The log has the batch and the index only a part of it: an old record could not be read.
      throw log.fail(failure);
    } catch (Error failure) {
      var _ = log.fail(new IllegalStateException("a batch is in the index in part", failure));
      throw failure;
    }
  }

  private void point(
      Shard shard, Table table, long hash, Lookup.@Nullable Match match, long address) {
    if (match != null) {
      table.replace(hash, match.position(), address);
      dead.add(match.address(), match.recordBytes());
    } else {
      table.add(hash, address);
      shard.addToCount(1);
    }
  }

  private void unpoint(Shard shard, Table table, long hash, Lookup.Match match) {
    table.delete(hash, match.position());
    shard.addToCount(-1);
    dead.add(match.address(), match.recordBytes());
  }

  private void force(Durability durability) {
    if (durability == Durability.DEVICE) {
      log.sync();
    }
  }

  /** What may have to wait or refuse before any lock is taken. */
  private void begin() {
    epochs.requireNotLending("a write");
    requireOpen();
    log.requireWritable(); // Before anything is read, which may fail for the same reason.
    maintenance.beforeWrite();
    log.pace();
  }

  private void lock(Shard shard) {
    shard.lock.lock();
    try {
      requireOpen();
    } catch (IllegalStateException refused) {
      shard.lock.unlock();
      throw refused;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  private void lockAll(long shards) {
    for (long left = shards; left != 0; left &= left - 1) {
      try {
        lock(index.shardAt(Long.numberOfTrailingZeros(left)));
      } catch (IllegalStateException refused) {
        unlockAll(shards & ~left);
        throw refused;
      }
    }
  }

  private void unlockAll(long shards) {
    for (long left = shards; left != 0; left &= left - 1) {
      index.shardAt(Long.numberOfTrailingZeros(left)).lock.unlock();
    }
  }

  /** Refuses writes from now on, and waits for those that have begun. */
  void close() {
    closed = true;
    long all = -1L; // A bit for each shard.
    for (long left = all; left != 0; left &= left - 1) {
      index.shardAt(Long.numberOfTrailingZeros(left)).lock.lock();
    }
    unlockAll(all);
  }
}
