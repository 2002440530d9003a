package dev.cairn.bptree;

import dev.cairn.KeyRange;
import dev.cairn.Snapshot;
import dev.cairn.testkit.edit.Preemption;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads a store in memory of three levels, while at each step in turn a writer does something to
 * the tree: each value that is read is the one before or the one after.
 */
final class PreemptedReads {
  private static final int KEYS = 90;
  private static final int STEP = 3;
  private static final int VALUE_BYTES = 900;
  private static final BPlusTreeOptions OPTIONS =
      BPlusTreeOptions.builder()
          .memoryBudgetBytes(1 << 20)
          .segmentBytes(4 << 10)
          .pageBytes(PageFormat.MIN_PAGE_BYTES)
          .maxChildren(4)
          .build();

  private final BPlusTreeStore store = BPlusTreeStore.openInMemory(OPTIONS);

  private PreemptedReads() {
    for (int key = 0; key < KEYS; key += STEP) {
      store.put(key(key), value(1));
    }
  }

  private enum Read {
    GET {
      @Override
      List<byte @Nullable []> run(BPlusTreeStore store, List<byte[]> keys) {
        return Arrays.asList(new byte[][] {store.get(keys.getFirst())});
      }
    },
    LEND {
      @Override
      List<byte @Nullable []> run(BPlusTreeStore store, List<byte[]> keys) {
        return lend(store, keys.getFirst());
      }
    },
    /** Likewise the greatest key, which leaves the root when that is split. */
    LEND_LAST {
      @Override
      List<byte @Nullable []> run(BPlusTreeStore store, List<byte[]> keys) {
        return lend(store, keys.getLast());
      }
    },
    GET_ALL {
      @Override
      List<byte @Nullable []> run(BPlusTreeStore store, List<byte[]> keys) {
        return store.getAll(keys);
      }
    };

    abstract List<byte @Nullable []> run(BPlusTreeStore store, List<byte[]> keys);

    static List<byte @Nullable []> lend(BPlusTreeStore store, byte[] key) {
      return Arrays.asList(
          new byte[][] {
            store.<byte[]>read(
                MemorySegment.ofArray(key), value -> value.toArray(ValueLayout.JAVA_BYTE))
          });
    }
  }

  private enum Write {
    /** Changes values where they are. */
    OVERWRITE {
      @Override
      void run(BPlusTreeStore store) {
        for (int key = 0; key < KEYS; key += STEP) {
          store.put(key(key), value(2));
        }
      }
    },
    /** Splits pages on all levels, and makes another root. */
    SPLIT {
      @Override
      void run(BPlusTreeStore store) {
        for (int key = 1; key < KEYS; key += STEP) {
          store.put(key(key), value(2));
        }
      }
    },
    /**
     * Has inner pages copied for a snapshot, and when that has ended splits the leaves under them:
     * the inner pages that were there before lead to the same leaves, which have fewer keys.
     */
    SUPERSEDE {
      @Override
      void run(BPlusTreeStore store) {
        try (Snapshot _ = store.snapshot()) {
          for (int key = 0; key < KEYS; key += 5 * STEP) {
            if (key != 45) {
              store.put(key(key), value(1));
            }
          }
        }
        SPLIT.run(store);
      }
    },
    /** Gives up all pages, the root too. */
    EMPTY {
      @Override
      void run(BPlusTreeStore store) {
        store.deleteRange(KeyRange.all());
      }
    },
    /** Does that, and uses the pages for other keys. */
    REPLACE {
      @Override
      void run(BPlusTreeStore store) {
        store.deleteRange(KeyRange.all());
        for (int key = KEYS - 1; key >= 0; key -= STEP - 1) {
          store.put(key(key), value(2));
        }
      }
    };

    abstract void run(BPlusTreeStore store);
  }

  /** Tries all, and returns how often a writer came between. Called in classes with points. */
  static int run() {
    int count = 0;
    for (Read read : Read.values()) {
      for (Write write : Write.values()) {
        for (int point = 0; new PreemptedReads().isReached(point, read, write); point++) {
          count++;
        }
      }
    }
    return count;
  }

  private boolean isReached(int point, Read read, Write write) {
    List<byte[]> keys = List.of(key(45), key(0), key(46), key(44), key(87));
    List<byte @Nullable []> found = new ArrayList<>();
    try (store) {
      List<byte @Nullable []> before = read.run(store, keys);
      boolean isReached =
          Preemption.at(
              point, () -> inOtherThread(write), () -> found.addAll(read.run(store, keys)));
      List<byte @Nullable []> after = read.run(store, keys);
      for (int i = 0; i < found.size(); i++) {
        if (!Arrays.equals(found.get(i), before.get(i))
            && !Arrays.equals(found.get(i), after.get(i))) {
          throw new AssertionError(
              "%s of key %d, %s at point %d: found %s"
                  .formatted(read, i, write, point, Arrays.toString(found.get(i))));
        }
      }
      return isReached;
    } catch (RuntimeException failure) {
      throw new AssertionError("%s, %s at point %d".formatted(read, write, point), failure);
    }
  }

  /** The thread that reads may be one that a value is lent to, which must not write. */
  private void inOtherThread(Write write) {
    CompletableFuture.runAsync(() -> write.run(store)).join();
  }

  private static byte[] key(int key) {
    return new byte[] {(byte) key};
  }

  private static byte[] value(int version) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) version);
    return value;
  }
}
