package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.StoreIOException;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every byte of a small store is damaged, every file is cut everywhere and taken away: the store
 * says so, or it holds what it held. It never shows anything else.
 */
@Tag("gate")
class HashDamageTest {
  private static final Seed SEED = new Seed(0xda3a6e);

  /** How the store came to be on the disk as it is. */
  enum Ending {
    /** Closed: all is known to be on the device. */
    CLOSED,
    /** Killed: what was written after the last mark may be taken for a torn write. */
    KILLED
  }

  /** What became of it. */
  private enum Outcome {
    DETECTED_AT_OPEN,
    DETECTED_LATER,
    HARMLESS
  }

  private final Map<String, Integer> outcomes = new TreeMap<>();

  /**
   * All that the store may show; the first is what it held when all was on the device for the last
   * time.
   */
  private Map<Bytes, Bytes> forced = Map.of();

  private Map<Bytes, Bytes> last = Map.of();

  @ParameterizedTest
  @EnumSource(Ending.class)
  void aFlippedBitIsNoticedOrHarmless(Ending ending) {
    MemoryVfs original = store(ending);
    SplittableRandom random = SEED.derive(1).random();

    for (String name : original.list()) {
      for (long position = 0; position < original.size(name); position++) {
        long at = position;
        int bit = random.nextInt(8);
        damage(original, name, name + " flip", files -> Damage.flipBit(files, name, at, bit));
      }
    }

    report(ending);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void aCutFileIsNoticedOrHarmless(Ending ending) {
    MemoryVfs original = store(ending);

    for (String name : namesToTake(original, ending)) {
      for (long size = 0; size < original.size(name); size++) {
        long kept = size;
        damage(original, name, name + " cut", files -> Damage.truncate(files, name, kept));
      }
    }

    report(ending);
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void aMissingFileIsNoticedOrHarmless(Ending ending) {
    MemoryVfs original = store(ending);

    for (String name : namesToTake(original, ending)) {
      damage(original, name, name + " missing", files -> files.delete(name));
    }

    report(ending);
  }

  /**
   * All files; but of a store that was killed, not the log's tail: nothing outside it says how far
   * it had been forced, so a tail that is gone looks like one that a crash kept from the device.
   */
  private static List<String> namesToTake(MemoryVfs original, Ending ending) {
    List<String> names = new ArrayList<>(original.list());
    if (ending == Ending.KILLED) {
      names.stream()
          .filter(name -> name.endsWith(".log") && !isZero(original, name))
          .max(Comparator.naturalOrder())
          .ifPresent(names::remove);
    }
    return names;
  }

  private static boolean isZero(MemoryVfs files, String name) {
    for (byte b : FileBytes.of(files, name)) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** A store with all kinds of files and records in a few segments. */
  private MemoryVfs store(Ending ending) {
    MemoryVfs files = new MemoryVfs();
    SmallStore.create(files, SEED.value());
    fill(files, 0);
    HashStore store = SmallStore.open(files, Durability.PROCESS);
    fill(store, 60);
    store.sync();
    forced = Contents.of(store);
    store.put(new byte[] {1}, new byte[] {1});
    last = Contents.of(store);
    if (ending == Ending.CLOSED) {
      store.close();
      forced = last;
    }
    return Damage.copyOf(files);
  }

  private static void fill(Vfs files, int from) {
    try (HashStore store = SmallStore.open(files, Durability.PROCESS)) {
      fill(store, from);
    }
  }

  private static void fill(HashStore store, int from) {
    for (int i = from; i < from + 60; i++) {
      byte[] value = new byte[i % 90];
      SEED.derive(i).random().nextBytes(value);
      store.put(key(i % 50), value);
      if (i % 7 == 0) {
        store.delete(key((i + 20) % 50));
      }
    }
  }

  private static byte[] key(int number) {
    return Bytes.of("key " + number).toArray();
  }

  private void damage(MemoryVfs original, String name, String what, Consumer<Vfs> harm) {
    if (name.equals(StoreFile.LOCK_NAME)) {
      return;
    }
    MemoryVfs files = Damage.copyOf(original);
    harm.accept(files);
    Outcome outcome;
    try {
      outcome = examine(files);
    } catch (RuntimeException | Error failure) {
      throw new AssertionError(what + ": " + failure, failure);
    }
    outcomes.merge(what.replaceFirst("[0-9a-f]{16}", "*") + " " + outcome, 1, Integer::sum);
  }

  private Outcome examine(Vfs files) {
    HashStore store;
    try {
      store = SmallStore.open(files, Durability.PROCESS);
    } catch (CorruptionException | IncompatibleFormatException | StoreIOException noticed) {
      return Outcome.DETECTED_AT_OPEN;
    }
    try (store) {
      Map<Bytes, Bytes> content;
      try {
        content = Contents.of(store);
      } catch (CorruptionException noticed) {
        return Outcome.DETECTED_LATER;
      }
      if (!content.equals(last) && !content.equals(forced)) {
        throw new AssertionError("wrong: " + Contents.describeDifference(last, content));
      }
      for (Map.Entry<Bytes, Bytes> pair : content.entrySet()) {
        assertThat(store.get(pair.getKey().toArray())).isEqualTo(pair.getValue().toArray());
      }
      try {
        store.verify();
      } catch (CorruptionException noticed) {
        return Outcome.DETECTED_LATER;
      }
    }
    return Outcome.HARMLESS;
  }

  private void report(Ending ending) {
    System.out.println(ending + ", seed " + SEED);
    outcomes.forEach((what, count) -> System.out.println("  " + what + ": " + count));
  }
}
