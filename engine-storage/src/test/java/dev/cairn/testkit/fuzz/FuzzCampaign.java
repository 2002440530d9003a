package dev.cairn.testkit.fuzz;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyValueStore;
import dev.cairn.MemoryBudgetException;
import dev.cairn.StoreFailedException;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.ReferenceStores;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.fuzz.SealedPart.Belief;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes parts of a small store's files, makes their checksums right, and opens, reads, checks and
 * salvages the store. What comes out may be wrong, because the bytes say so; but nothing is thrown
 * except that they are damaged or of another version, nothing hangs, and nothing takes more memory
 * than the store has bytes.
 */
final class FuzzCampaign {
  private static final int MAX_CHANGES = 3;
  private static final int MOST_READ = 200;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

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

  private final EngineFixture engine;
  private final MemoryVfs original;
  private final List<SealedPart> parts;

  FuzzCampaign(EngineFixture engine, MemoryVfs original, List<SealedPart> parts) {
    this.engine = engine;
    this.original = original;
    this.parts = parts;
  }

  /** Does one change, and looks what becomes of it. */
  void run(Seed seed) {
    SplittableRandom random = seed.random();
    MemoryVfs files = Damage.copyOf(original);
    SealedPart part = parts.get(random.nextInt(parts.size()));
    change(files, part, random);
    boolean isChecked = part.belief() == Belief.CHECKED;
    if (random.nextInt(4) == 0) {
      SealedPart other = parts.get(random.nextInt(parts.size()));
      isChecked &= other.belief() == Belief.CHECKED;
      change(files, other, random);
    }
    try {
      if (isChecked) {
        open(Damage.copyOf(files), part);
      }
      salvage(files);
    } catch (RuntimeException | Error failure) {
      throw new AssertionError(
          "forged " + part.what() + " in " + part.file() + ", seed " + seed + ": " + failure,
          failure);
    }
  }

  private static void change(MemoryVfs files, SealedPart part, SplittableRandom random) {
    byte[] bytes = FileBytes.of(files, part.file());
    MemorySegment content = MemorySegment.ofArray(bytes);
    for (int i = random.nextInt(MAX_CHANGES); i >= 0; i--) {
      // Lengths and counts stand at the beginning, or at the end.
      long length = part.to() - part.from();
      long reach = random.nextBoolean() ? Math.min(length, 100) : length;
      long offset = random.nextLong(reach);
      long at = random.nextInt(4) == 0 ? part.to() - 1 - offset : part.from() + offset;
      switch (random.nextInt(4)) {
        case 0 -> bytes[(int) at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        case 1 -> bytes[(int) at] = (byte) random.nextInt();
        case 2 -> {
          if (at + Short.BYTES <= part.to()) {
            content.set(SHORT, at, (short) extreme(random));
          }
        }
        default -> {
          if (at + Integer.BYTES <= part.to()) {
            content.set(INT, at, extreme(random));
          }
        }
      }
    }
    part.seal().renew(content);
    try (VfsFile file = files.open(part.file(), OpenMode.WRITE)) {
      FileBytes.write(file, 0, bytes);
    }
  }

  private static int extreme(SplittableRandom random) {
    int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
    return random.nextBoolean() ? extreme : extreme + random.nextInt(-2, 3);
  }

  private void open(MemoryVfs files, SealedPart part) {
    KeyValueStore store;
    try {
      store = engine.open(files, Durability.PROCESS);
    } catch (CorruptionException | IncompatibleFormatException refused) {
      return;
    } catch (MemoryBudgetException full) {
      return; // A segment says that it is larger than all the memory that there may be.
    } catch (IllegalArgumentException tooSmall) {
      if (part.file().equals(StoreFile.NAME) && tooSmall.getMessage().contains("BudgetBytes")) {
        return; // A store with larger segments needs more memory than this opening has.
      }
      throw tooSmall;
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
    } catch (CorruptionException noticed) {
      // The check may find something else.
    }
    try {
      store.verify();
    } catch (CorruptionException | IncompatibleFormatException noticed) {
      // As it should be.
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
