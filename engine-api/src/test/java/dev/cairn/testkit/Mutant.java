package dev.cairn.testkit;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.EntryVisitor;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyRange;
import dev.cairn.Snapshot;
import dev.cairn.StoreIOException;
import dev.cairn.StoreLockedException;
import dev.cairn.StoreStats;
import dev.cairn.ValueBorrower;
import dev.cairn.WriteBatch;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores that do one thing wrong. Each has to fail the part of the contract that promises this
 * thing, or else the tests do not bite.
 */
enum Mutant {
  KEEPS_ARRAYS_PASSED_IN(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            byte[] copyToKeep(byte[] array) {
              return array;
            }
          }),

  RETURNS_ITS_OWN_ARRAYS(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            byte[] copyForCaller(byte[] value) {
              return value;
            }
          }),

  COMPARE_AND_SET_IGNORES_EXPECTED(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            boolean isExpected(byte @Nullable [] current, byte @Nullable [] expected) {
              return true;
            }
          }),

  COMPARE_AND_SET_COMPARES_LENGTHS(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            boolean isExpected(byte @Nullable [] current, byte @Nullable [] expected) {
              if (current == null || expected == null) {
                return current == null && expected == null;
              }
              return current.length == expected.length;
            }
          }),

  COMPARE_AND_SET_TAKES_ABSENT_FOR_EMPTY(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            boolean isExpected(byte @Nullable [] current, byte @Nullable [] expected) {
              return Arrays.equals(current == null ? new byte[0] : current, expected);
            }
          }),

  COMPARE_AND_SET_IS_NOT_ATOMIC(
      ThreadContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public boolean compareAndSet(
                byte[] key, byte @Nullable [] expected, byte @Nullable [] update) {
              if (!Arrays.equals(get(key), expected)) {
                return false;
              }
              Thread.yield();
              if (update == null) {
                delete(key);
              } else {
                put(key, update);
              }
              return true;
            }
          }),

  TAKES_EMPTY_VALUE_FOR_ABSENCE(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public byte @Nullable [] get(byte[] key) {
              byte[] value = super.get(key);
              return value == null || value.length == 0 ? null : value;
            }
          }),

  FORGETS_THE_EMPTY_KEY(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void setLocked(byte[] key, byte @Nullable [] value) {
              if (key.length > 0) {
                super.setLocked(key, value);
              }
            }
          }),

  DELETES_KEYS_WITH_THE_PREFIX(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public void delete(byte[] key) {
              deleteRange(KeyRange.prefix(key));
            }
          }),

  GET_ALL_LEAVES_OUT_REPEATS(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public List<byte @Nullable []> getAll(List<byte[]> keys) {
              NavigableMap<byte[], byte[]> distinct = newMap();
              keys.forEach(key -> distinct.put(key, key));
              return super.getAll(List.copyOf(distinct.keySet()));
            }
          }),

  FOR_EACH_VISITS_TWICE(
      PairContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public void forEach(EntryVisitor visitor) {
              super.forEach(visitor);
              super.forEach(visitor);
            }
          }),

  TEARS_VALUES(
      ThreadContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void setLocked(byte[] key, byte @Nullable [] value) {
              if (value != null && value.length > 100) {
                super.setLocked(key, Arrays.copyOf(value, value.length / 2));
                Thread.yield();
              }
              super.setLocked(key, value);
            }
          }),

  INTERRUPT_FAILS_A_WRITE(
      ThreadContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void setLocked(byte[] key, byte @Nullable [] value) {
              if (Thread.currentThread().isInterrupted()) {
                throw new StoreIOException("the channel was closed by an interrupt");
              }
              super.setLocked(key, value);
            }
          }),

  SWALLOWS_THE_INTERRUPT(
      ThreadContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void save() {
              Thread.interrupted();
              super.save();
            }
          }),

  TAKES_A_NULL_VALUE(
      BadArgumentContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            @SuppressWarnings("NullAway") // This is what is wrong with it.
            public void put(byte[] key, byte[] value) {
              if (value == null) {
                delete(key);
              } else {
                super.put(key, value);
              }
            }
          }),

  LOOKS_FOR_KEYS_OF_ANY_LENGTH(
      BadArgumentContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public boolean contains(byte[] key) {
              return pairs().containsKey(key);
            }
          }),

  LOSES_THE_END_OF_A_BATCH(
      BatchContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void applyLocked(List<Entry> entries) {
              super.applyLocked(entries.subList(0, (entries.size() + 1) / 2));
            }
          }),

  APPLIES_A_BATCH_BACKWARDS(
      BatchContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void applyLocked(List<Entry> entries) {
              super.applyLocked(entries.reversed());
            }
          }),

  CLEARS_THE_BATCH(
      BatchContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public void write(WriteBatch batch, Durability durability) {
              super.write(batch, durability);
              batch.clear();
            }
          }),

  INTERLEAVES_BATCHES(
      ThreadContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public void write(WriteBatch batch, Durability durability) {
              for (Entry entry : decode(batch)) {
                synchronized (pairs()) {
                  applyLocked(List.of(entry));
                }
                Thread.yield();
              }
            }
          }),

  LETS_A_BORROWER_WRITE(
      BorrowContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void requireNoLoan() {}
          }),

  LENDS_WRITABLE_MEMORY(
      BorrowContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            MemorySegment lend(byte[] value) {
              return MemorySegment.ofArray(value);
            }
          }),

  SWALLOWS_WHAT_A_BORROWER_THROWS(
      BorrowContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public <R extends @Nullable Object> @Nullable R read(
                MemorySegment key, ValueBorrower<R> borrower) {
              try {
                return super.read(key, borrower);
              } catch (UnsupportedOperationException swallowed) {
                return null;
              }
            }
          }),

  CALLS_THE_BORROWER_TWICE(
      BorrowContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public <R extends @Nullable Object> @Nullable R read(
                MemorySegment key, ValueBorrower<R> borrower) {
              super.read(key, borrower);
              return super.read(key, borrower);
            }
          }),

  WORKS_AFTER_CLOSE(
      LifecycleContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void requireOpen() {}
          }),

  LOSES_ALL_WHEN_CLOSED(
      LifecycleContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void save() {}
          }),

  STAYS_LOCKED_WHEN_CLOSED(
      LifecycleContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            void releaseDirectory() {}
          }),

  UNLOCKS_AT_EACH_CLOSE(
      LifecycleContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public void close() {
              super.close();
              releaseDirectory();
            }
          }),

  OPENS_TWICE(
      DirectoryContract.class,
      home -> {
        try {
          return new ReferenceStore(home);
        } catch (StoreLockedException locked) {
          return new ReferenceStore(null);
        }
      }),

  OPENS_TWICE_THROUGH_A_LINK(
      DirectoryContract.class,
      home -> {
        try {
          return new ReferenceStore(home);
        } catch (StoreLockedException locked) {
          if (home != null && Files.isSymbolicLink(home)) {
            return new ReferenceStore(null);
          }
          throw locked;
        }
      }),

  OPENS_ANY_DIRECTORY(
      DirectoryContract.class,
      home -> {
        try {
          return new ReferenceStore(home);
        } catch (IncompatibleFormatException foreign) {
          return new ReferenceStore(null);
        }
      }),

  LEAVES_A_FILE_IN_A_REFUSED_DIRECTORY(
      DirectoryContract.class,
      home -> {
        try {
          return new ReferenceStore(home);
        } catch (IncompatibleFormatException foreign) {
          if (home != null && Files.isDirectory(home)) {
            createFile(home.resolve("LOCK"));
          }
          throw foreign;
        }
      }),

  CHECKPOINTS_NOTHING(
      CheckpointContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public void checkpoint(Path target) {
              new ReferenceStore(target).close();
            }
          }),

  CHECKPOINTS_WHILE_OTHERS_WRITE(
      CheckpointContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            NavigableMap<byte[], byte[]> copyOfPairs() {
              NavigableMap<byte[], byte[]> copy = newMap();
              pairs().forEach(copy::put);
              return copy;
            }
          }),

  CHECKPOINTS_INTO_A_FULL_DIRECTORY(
      CheckpointContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public void checkpoint(Path target) {
              if (Files.isDirectory(target)) {
                createFile(target.resolve("reference"));
              } else {
                super.checkpoint(target);
              }
            }
          }),

  COUNTS_WRONG(
      StatsContract.class,
      home ->
          new ReferenceStore(home) {
            private long entryCount;

            @Override
            void setLocked(byte[] key, byte @Nullable [] value) {
              entryCount += value == null ? -1 : 1;
              super.setLocked(key, value);
            }

            @Override
            public StoreStats stats() {
              StoreStats right = super.stats();
              return new StoreStats(
                  right.engine(),
                  right.kernels(),
                  right.failed(),
                  entryCount,
                  right.diskBytes(),
                  right.memoryBytes(),
                  right.memoryBudgetBytes(),
                  right.indexBytes(),
                  right.logBytes(),
                  right.deadBytes(),
                  right.stallCount(),
                  right.stallNanos(),
                  right.details());
            }
          }),

  SCANS_IN_SIGNED_ORDER(
      CursorContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public Cursor scan(KeyRange range) {
              NavigableMap<byte[], byte[]> signed = new TreeMap<>(Arrays::compare);
              within(copyOfPairs(), range).forEach(signed::put);
              return new ReferenceCursor(signed, this::requireOpen);
            }
          }),

  SCANS_THE_UPPER_END_TOO(
      CursorContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public Cursor scan(KeyRange range) {
              byte[] to = range.to();
              return super.scan(
                  to == null || range.isEmpty()
                      ? range
                      : KeyRange.of(range.from(), Arrays.copyOf(to, to.length + 1)));
            }
          }),

  SEEK_FLOOR_MISSES_THE_KEY_ITSELF(
      CursorContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public Cursor scan(KeyRange range) {
              return new ReferenceCursor(within(copyOfPairs(), range), this::requireOpen) {
                @Override
                public boolean seekFloor(byte[] key) {
                  return super.seekFloor(key) && (!Arrays.equals(key, key()) || previous());
                }
              };
            }
          }),

  CURSOR_OUTLIVES_THE_STORE(
      CursorContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public Cursor scan(KeyRange range) {
              requireOpen();
              return new ReferenceCursor(within(copyOfPairs(), range), () -> {});
            }
          }),

  DELETES_THE_UPPER_END_TOO(
      CursorContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public void deleteRange(KeyRange range) {
              super.deleteRange(range);
              byte[] to = range.to();
              if (to != null && !range.isEmpty()) {
                delete(to);
              }
            }
          }),

  SNAPSHOT_SEES_LATER_WRITES(
      SnapshotContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public Snapshot snapshot() {
              return new ReferenceSnapshot(pairs(), this::requireOpen);
            }
          }),

  SNAPSHOT_OUTLIVES_THE_STORE(
      SnapshotContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            public Snapshot snapshot() {
              return new ReferenceSnapshot(copyOfPairs(), () -> {});
            }
          }),

  SNAPSHOT_SEES_HALF_A_BATCH(
      SnapshotContract.class,
      home ->
          new ReferenceStore(home) {
            @Override
            NavigableMap<byte[], byte[]> copyOfPairs() {
              NavigableMap<byte[], byte[]> copy = newMap();
              pairs()
                  .forEach((key, value) -> {
                    copy.put(key, value);
                    Thread.yield();
                  });
              return copy;
            }
          }),

  /**
   * A deleted key is there again after it was deleted once more. No part of the contract tries
   * that.
   */
  SECOND_DELETE_RESURRECTS(
      ModelContract.class,
      home ->
          new ReferenceStore(home) {
            private final Map<Bytes, byte[]> deleted = new HashMap<>();

            @Override
            void setLocked(byte[] key, byte @Nullable [] value) {
              byte[] before = pairs().get(key);
              if (value == null && before != null) {
                deleted.put(Bytes.of(key), before);
              }
              super.setLocked(
                  key, value == null && before == null ? deleted.get(Bytes.of(key)) : value);
            }
          });

  private final Class<?> contract;
  private final Function<@Nullable Path, ReferenceStore> opener;

  Mutant(Class<?> contract, Function<@Nullable Path, ReferenceStore> opener) {
    this.contract = contract;
    this.opener = opener;
  }

  private static void createFile(Path file) {
    try {
      new FileOutputStream(file.toFile()).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The part of the contract whose tests it must fail. */
  Class<?> contract() {
    return contract;
  }

  /** Opens the store of a directory, or one without if it is null. */
  ReferenceStore open(@Nullable Path directory) {
    return opener.apply(directory);
  }
}
