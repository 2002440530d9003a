package dev.cairn.cli.testkit;

import dev.cairn.Damage;
import dev.cairn.EntryVisitor;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.SalvageReport;
import dev.cairn.StoreProvider;
import dev.cairn.StoreSettings;
import dev.cairn.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engines of the tests. Each wrong one breaks one promise, and the demo must find out. */
public final class TestEngines {
  public static final String PLAIN = "test-plain";
  public static final String ORDERED = "test-ordered";
  public static final String KEEPS_DELETED = "test-keeps-deleted";
  public static final String CUTS_LONG_VALUES = "test-cuts-long-values";
  public static final String WALKS_TWICE = "test-walks-twice";
  public static final String MIXES_GROUPS = "test-mixes-groups";
  public static final String ACKNOWLEDGES_EARLY = "test-acknowledges-early";

  private TestEngines() {}

  private interface Opening {
    KeyValueStore open(String engine, Path directory, long budgetBytes);
  }

  private abstract static class Provider implements StoreProvider {
    private final String engine;
    private final Opening opening;

    Provider(String engine, Opening opening) {
      this.engine = engine;
      this.opening = opening;
    }

    @Override
    public String engine() {
      return engine;
    }

    @Override
    public KeyValueStore open(@Nullable Path directory, StoreSettings settings) {
      return opening.open(engine, Objects.requireNonNull(directory), settings.memoryBudgetBytes());
    }

    /** Leaves it to opening to find what is wrong. */
    @Override
    public void examine(Path directory, Consumer<Damage> damages) {}

    /** As if one pair had been intact, and the batch before it not. */
    @Override
    public SalvageReport salvage(
        Path damaged, Path target, StoreSettings settings, Consumer<Damage> damages) {
      damages.accept(
          new Damage(
              "journal",
              8,
              25,
              "a batch",
              Damage.Consequence.PAIRS_MAY_BE_LOST,
              KeyRange.of(new byte[] {'a'}, new byte[] {'b', '\n'})));
      try (KeyValueStore store = open(target, settings)) {
        store.put(new byte[] {'c'}, new byte[] {'d'});
      }
      return new SalvageReport(1, 1, 25);
    }
  }

  /** A right engine without key order. */
  public static final class Plain extends Provider {
    public Plain() {
      super(PLAIN, JournalStore::new);
    }
  }

  /** A right engine with key order. */
  public static final class Ordered extends Provider {
    public Ordered() {
      super(ORDERED, OrderedJournalStore::new);
    }
  }

  /** Does not delete keys that end with 1. */
  public static final class KeepsDeleted extends Provider {
    public KeepsDeleted() {
      super(KEEPS_DELETED, KeepsDeletedStore::new);
    }
  }

  private static final class KeepsDeletedStore extends JournalStore {
    KeepsDeletedStore(String engine, Path directory, long budgetBytes) {
      super(engine, directory, budgetBytes);
    }

    @Override
    void remove(byte[] key) {
      if (key[key.length - 1] != '1') {
        super.remove(key);
      }
    }
  }

  /** Loses the last byte of long values. */
  public static final class CutsLongValues extends Provider {
    public CutsLongValues() {
      super(CUTS_LONG_VALUES, CutsLongValuesStore::new);
    }
  }

  private static final class CutsLongValuesStore extends JournalStore {
    CutsLongValuesStore(String engine, Path directory, long budgetBytes) {
      super(engine, directory, budgetBytes);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      byte[] value = super.get(key);
      return value == null || value.length < 5_000 ? value : Arrays.copyOf(value, value.length - 1);
    }
  }

  /** Shows the first pair twice and the second not at all. */
  public static final class WalksTwice extends Provider {
    public WalksTwice() {
      super(WALKS_TWICE, WalksTwiceStore::new);
    }
  }

  private static final class WalksTwiceStore extends JournalStore {
    WalksTwiceStore(String engine, Path directory, long budgetBytes) {
      super(engine, directory, budgetBytes);
    }

    @Override
    public void forEach(EntryVisitor visitor) {
      int[] number = new int[1];
      super.forEach((key, value) -> {
        if (number[0] != 1) {
          visitor.visit(key, value);
        }
        if (number[0] == 0) {
          visitor.visit(key, value);
        }
        number[0]++;
      });
    }
  }

  /** Answers a group of keys in the wrong order. */
  public static final class MixesGroups extends Provider {
    public MixesGroups() {
      super(MIXES_GROUPS, MixesGroupsStore::new);
    }
  }

  private static final class MixesGroupsStore extends JournalStore {
    MixesGroupsStore(String engine, Path directory, long budgetBytes) {
      super(engine, directory, budgetBytes);
    }

    @Override
    public List<byte @Nullable []> getAll(List<byte[]> keys) {
      return super.getAll(keys).reversed();
    }
  }

  /** Keeps the last thousand writes in memory until it is closed. */
  public static final class AcknowledgesEarly extends Provider {
    public AcknowledgesEarly() {
      super(ACKNOWLEDGES_EARLY, AcknowledgesEarlyStore::new);
    }
  }

  private static final class AcknowledgesEarlyStore extends JournalStore {
    private static final int LATE_WRITES = 1_000;

    private final Deque<WriteBatch> late = new ArrayDeque<>();

    AcknowledgesEarlyStore(String engine, Path directory, long budgetBytes) {
      super(engine, directory, budgetBytes);
    }

    @Override
    void persist(WriteBatch batch) {
      late.add(copyOf(batch));
      if (late.size() > LATE_WRITES) {
        super.persist(late.remove());
      }
    }

    @Override
    public synchronized void close() {
      late.forEach(super::persist);
      late.clear();
      super.close();
    }
  }

  private static WriteBatch copyOf(WriteBatch batch) {
    WriteBatch copy = new WriteBatch();
    JournalStore.forEachOperation(
        batch.encoding(Arrays::copyOf),
        (key, value) -> {
          if (value == null) {
            copy.delete(key);
          } else {
            copy.put(key, value);
          }
        });
    return copy;
  }
}
