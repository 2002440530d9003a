package dev.cairn.testkit.fuzz;

import dev.cairn.CorruptionException;
import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.MemoryBudgetException;
import dev.cairn.OrderedReader;
import dev.cairn.OrderedStore;
import dev.cairn.Snapshot;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.ReferenceStores;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Changes parts of a small store's files, makes their checksums right, and opens, reads, checks and
 * salvages the store. What comes out may be wrong, because the bytes say so; but nothing is thrown
 * except that they are damaged or of another version, nothing hangs, and nothing takes more memory
 * than some times what the store has bytes.
 */
final class FuzzCampaign implements FuzzTarget {
  private static final int MOST_CHANGES = 40;
  private static final int FROM_THE_END = 0x80;
  private static final int MOST_READ = 200;
  private static final int MOST_SOUGHT = 5;
  private static final byte[] ABOVE_ALL = HexFormat.of().parseHex("ff".repeat(16));

  private static final int[] EXTREMES = {
    0,
    1,
    2,
    7,
    8,
    12,
    63,
    64,
    255,
    256,
    4095,
    4096,
    65_535,
    65_536,
    1 << 20,
    1 << 30,
    -1,
    -2,
    -8,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE
  };

  /**
   * What is forged.
   *
   * @param store a sound store's files, which stay as they are
   * @param part the part of them
   * @param others all parts, of which another may be forged with it
   */
  record Forgery(MemoryVfs store, SealedPart part, List<SealedPart> others) {}

  private static final int MOST_TIMES = 32;
  private static final long MOST_BESIDE = 16 << 20;

  private final EngineFixture engine;
  private final List<Forgery> forgeries;

  FuzzCampaign(EngineFixture engine, List<Forgery> forgeries) {
    this.engine = engine;
    this.forgeries = forgeries;
  }

  /** Forges as the bytes say, and looks what becomes of it. */
  @Override
  public void accept(byte[] input) {
    Choices choices = new Choices(input);
    Forgery forgery = forgeries.get(choices.below(forgeries.size()));
    MemoryVfs files = Damage.copyOf(forgery.store);
    if (choices.below(4) == 3) {
      SealedPart other = forgery.others.get(choices.below(forgery.others.size()));
      change(files, other, choices, 1);
    }
    change(files, forgery.part, choices, MOST_CHANGES);
    open(Damage.copyOf(files));
    salvage(files);
  }

  /** The store is copied, opened, read twice and salvaged into a map. */
  @Override
  public long mostAllocatedBytes() {
    long largest = 0;
    for (Forgery forgery : forgeries) {
      MemoryVfs files = forgery.store;
      largest = Math.max(largest, files.list().stream().mapToLong(files::size).sum());
    }
    return MOST_TIMES * largest + MOST_BESIDE;
  }

  private static void change(MemoryVfs files, SealedPart part, Choices choices, int most) {
    byte[] bytes = FileBytes.of(files, part.file());
    MemorySegment content = MemorySegment.ofArray(bytes);
    for (int i = 0; i < most && choices.hasNext(); i++) {
      change(bytes, (int) part.from(), (int) part.to(), choices);
    }
    part.seal().renew(content);
    try (VfsFile file = files.open(part.file(), OpenMode.WRITE)) {
      FileBytes.write(file, 0, bytes);
    }
  }

  private static void change(byte[] bytes, int from, int to, Choices choices) {
    int kind = choices.next();
    // Lengths and counts stand at the beginning, or at the end.
    int offset = choices.below(to - from);
    int at = (kind & FROM_THE_END) == 0 ? from + offset : to - 1 - offset;
    switch (kind % 6) {
      case 0 -> bytes[at] ^= (byte) (1 << choices.below(Byte.SIZE));
      case 1 -> set(bytes, at, to, Byte.BYTES, choices.next());
      case 2 -> set(bytes, at, to, Short.BYTES, extreme(choices));
      case 3 -> set(bytes, at, to, Integer.BYTES, extreme(choices));
      case 4 -> {
        int count = 1 + choices.below(Long.BYTES);
        set(bytes, at, to, count, choices.number(count));
      }
      default -> {
        int source = from + choices.below(to - from);
        int count = Math.min(choices.next(), to - Math.max(at, source));
        System.arraycopy(bytes, source, bytes, at, count);
      }
    }
  }

  /** Writes as much of a little-endian number as there is room for. */
  private static void set(byte[] bytes, int at, int to, int count, long number) {
    for (int i = 0; i < Math.min(count, to - at); i++) {
      bytes[at + i] = (byte) (number >> (i * Byte.SIZE));
    }
  }

  private static int extreme(Choices choices) {
    int extreme = EXTREMES[choices.below(EXTREMES.length)];
    return extreme + choices.below(5) - 2;
  }

  private void open(MemoryVfs files) {
    KeyValueStore store;
    try {
      store = engine.open(files, Durability.PROCESS);
    } catch (CorruptionException | IncompatibleFormatException refused) {
      return;
    } catch (MemoryBudgetException full) {
      return; // A segment says that it is larger than all the memory that there may be.
    } catch (IllegalArgumentException tooSmall) {
      if (!tooSmall.getMessage().contains("BudgetBytes")) {
        throw tooSmall;
      }
      return; // A store with larger segments needs more memory than this opening has.
    }
    try {
      read(store);
    } finally {
      close(store);
    }
  }

  private static void read(KeyValueStore store) {
    try {
      List<byte[]> keys = new ArrayList<>();
      store.forEach((key, _) -> {
        if (keys.size() < MOST_READ) {
          keys.add(key.toArray(ValueLayout.JAVA_BYTE));
        }
      });
      keys.forEach(store::get);
      List<byte[]> few = keys.subList(0, Math.min(MOST_SOUGHT, keys.size()));
      store.getAll(few);
      if (store instanceof OrderedStore ordered) {
        walk(ordered, few);
        try (Snapshot snapshot = ordered.snapshot()) {
          walk(snapshot, few);
        }
      }
    } catch (CorruptionException noticed) {
      // The check may find something else.
    }
    try {
      store.verify();
    } catch (CorruptionException | IncompatibleFormatException noticed) {
      // As it should be.
    }
  }

  /** Goes both ways, from the end and from keys; in a forged order there is no end, perhaps. */
  private static void walk(OrderedReader store, List<byte[]> keys) {
    try (Cursor cursor = store.scan(KeyRange.all())) {
      boolean isThere = cursor.seekFloor(ABOVE_ALL);
      for (int i = 0; i < MOST_READ && isThere; i++) {
        cursor.valueSegment();
        isThere = cursor.previous();
      }
      for (byte[] key : keys) {
        cursor.seek(key);
        cursor.seekFloor(key);
      }
    }
    if (!keys.isEmpty()) {
      try (Cursor cursor = store.scan(KeyRange.from(keys.getFirst()))) {
        for (int i = 0; i < MOST_READ && cursor.next(); i++) {
          cursor.keySegment();
        }
      }
    }
  }

  private static void close(KeyValueStore store) {
    try {
      store.close();
    } catch (CorruptionException | StoreFailedException noticed) {
      // It could not write what it could not read.
    }
  }

  private void salvage(MemoryVfs files) {
    try (KeyValueStore target = ReferenceStores.inMemory()) {
      Salvage.run(files, target, engine.salvage(), damage -> {});
    } catch (CorruptionException | IncompatibleFormatException refused) {
      // Nothing can be told from the rest.
    }
  }
}
