package dev.cairn.testkit.gate;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.StoreIOException;
import dev.cairn.WriteBatch;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Harms every file of a small store, each time on a fresh copy: the store says so, or it holds what
 * it held. It never shows anything else.
 */
public final class DamageCampaign {
  /** How the store came to be on the disk as it is. */
  public enum Ending {
    /** Closed: all is known to be on the device. */
    CLOSED,
    /** Killed: what was written after the last force may be taken for a torn write. */
    KILLED
  }

  /** What became of the harm. */
  private enum Outcome {
    DETECTED_AT_OPEN,
    DETECTED_LATER,
    HARMLESS
  }

  /** What tells files of a kind apart. */
  private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{6,}");

  private static final int SECTOR_BYTES = 512;
  private static final int OTHERS_TRIED = 6;
  private static final int FILLED = 60;

  /** More than are filled at once, so that the oldest bytes have values that live. */
  private static final int KEYS = 80;

  private static final int RARITIES = 3;
  private static final int INGESTED = 5;
  private static final Bytes LAST_KEY = Bytes.of(new byte[] {1});

  /** Each that was ever put, of which some were deleted. */
  private static final List<Bytes> KNOWN =
      Stream.concat(
              Stream.concat(
                  IntStream.range(0, KEYS + RARITIES).mapToObj(number -> Bytes.of(key(number))),
                  IntStream.range(0, INGESTED).mapToObj(number -> ingestedKey(number))),
              Stream.of(LAST_KEY))
          .toList();

  /** More than the cell of a page has room for. */
  private static final int LARGE_BYTES = 1_100;

  private static final int MIDDLE_BYTES = 900;

  private final EngineFixture engine;
  private final Seed seed;
  private final MemoryVfs original;
  private final Harms harms;
  private final Set<String> tornFiles;
  private final SortedMap<String, Integer> outcomes = new ConcurrentSkipListMap<>();

  /** All that the store may show: what it held when all was on the device for the last time. */
  private Map<Bytes, Bytes> forced;

  /** Or what it held at the end. */
  private Map<Bytes, Bytes> last;

  /**
   * Makes the store.
   *
   * @param engine whose store is harmed
   * @param seed what all randomness comes from
   * @param ending how the store ended
   */
  public DamageCampaign(EngineFixture engine, Seed seed, Ending ending) {
    this.engine = engine;
    this.seed = seed;
    MemoryVfs files = new MemoryVfs();
    engine.create(files, seed.value());
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      fill(store, 0);
    }
    KeyValueStore store = engine.open(files, Durability.PROCESS);
    ingest(store);
    addRarities(store);
    fill(store, FILLED);
    store.sync();
    forced = Contents.of(store);
    store.put(LAST_KEY.toArray(), new byte[] {1});
    last = Contents.of(store);
    if (ending == Ending.CLOSED) {
      store.close();
      forced = last;
    }
    original = Damage.copyOf(files);
    harms = new Harms(original, seed);
    tornFiles = ending == Ending.KILLED ? engine.tornFiles(original) : Set.of();
  }

  private void fill(KeyValueStore store, int from) {
    for (int i = from; i < from + FILLED; i++) {
      byte[] value = new byte[i % 90];
      seed.derive(i).random().nextBytes(value);
      store.put(key(i % KEYS), value);
      if (i % 7 == 0) {
        store.delete(key((i + 20) % KEYS));
      }
    }
  }

  /** Above all other keys, so that no compaction meets them. */
  private void ingest(KeyValueStore store) {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = 0; i < INGESTED; i++) {
      pairs.put(ingestedKey(i), Bytes.of(key(i)));
    }
    engine.ingest(store, pairs);
  }

  private static Bytes ingestedKey(int number) {
    return Bytes.of("sorted " + number);
  }

  /** What has a form of its own on the disk. */
  private void addRarities(KeyValueStore store) {
    byte[] large = new byte[LARGE_BYTES];
    seed.derive(2).random().nextBytes(large);
    store.put(key(KEYS), large);
    // As long as they may be in a page: so that there are several.
    store.put(key(KEYS + 1), Arrays.copyOf(large, MIDDLE_BYTES));
    store.put(key(KEYS + 2), Arrays.copyOf(large, MIDDLE_BYTES));
    store.write(new WriteBatch().put(key(1), large).delete(key(2)), Durability.PROCESS);
    if (store instanceof OrderedStore ordered) {
      // Where nobody sees what was removed, the removal would not stay either.
      var _ = ordered.snapshot();
      ordered.deleteRange(KeyRange.of(key(30), key(33)));
      engine.flush(store);
    }
  }

  private static byte[] key(int number) {
    return Bytes.of("key " + number).toArray();
  }

  /**
   * Plans to flip bits of every byte.
   *
   * @param bitsOfByte 1 for any of them, 8 for each
   * @param deadStep of the bytes that no checksum of a live part covers, such as zeros where
   *     nothing was written yet and pages that are free, one of so many
   */
  public void flip(int bitsOfByte, int deadStep) {
    SplittableRandom random = seed.derive(1).random();
    for (String name : harms.names()) {
      BitSet live = liveBytes(name);
      for (int position = 0;
          position < original.size(name);
          position += live.get(position) ? 1 : deadStep) {
        int first = random.nextInt(8);
        for (int i = 0; i < bitsOfByte; i++) {
          harms.flip(name, position, (first + i) % 8);
        }
      }
    }
  }

  /**
   * Plans to cut every file at every length.
   *
   * @param zeroStep among the zeros at the end of a file, at one length of so many
   */
  public void cut(int zeroStep) {
    for (String name : harms.names()) {
      long written = writtenBytes(name);
      for (long size = 0;
          size < original.size(name) && !tornFiles.contains(name);
          size += size < written ? 1 : zeroStep) {
        harms.cut(name, size);
      }
    }
  }

  private BitSet liveBytes(String name) {
    BitSet live = new BitSet();
    for (SealedPart part : engine.allParts(original, seed.value())) {
      if (part.file().equals(name)) {
        live.set(
            (int) Math.min(part.from(), part.checksumAt()),
            (int) Math.max(part.to(), part.checksumAt() + Long.BYTES));
      }
    }
    return live;
  }

  private long writtenBytes(String name) {
    byte[] bytes = FileBytes.of(original, name);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  /** Plans to take every file away. */
  public void remove() {
    for (String name : harms.names()) {
      if (!tornFiles.contains(name)) {
        harms.remove(name);
      }
    }
  }

  /**
   * Plans that a write goes to the place of another: each part gets the bytes of others of its
   * length, checksum included, and each sector those of another sector.
   */
  public void misdirect() {
    SplittableRandom random = seed.derive(3).random();
    List<SealedPart> parts = engine.allParts(original, seed.value());
    for (SealedPart target : parts) {
      List<SealedPart> others =
          parts.stream().filter(part -> part.bytes() == target.bytes() && part != target).toList();
      for (int i = 0; i < Math.min(OTHERS_TRIED, others.size()); i++) {
        SealedPart other = others.get(random.nextInt(others.size()));
        misdirect(other.file(), other.from(), target.file(), target.from(), (int) target.bytes());
      }
    }
    List<String> names = harms.names();
    for (String name : names) {
      for (long at = 0; at + SECTOR_BYTES <= original.size(name); at += SECTOR_BYTES) {
        String source = names.get(random.nextInt(names.size()));
        long sectors = original.size(source) / SECTOR_BYTES;
        if (sectors > 0) {
          misdirect(source, random.nextLong(sectors) * SECTOR_BYTES, name, at, SECTOR_BYTES);
        }
      }
    }
  }

  private void misdirect(String source, long from, String name, long at, int bytes) {
    if (!tornFiles.contains(name)) {
      harms.misdirect(source, from, name, at, bytes);
    }
  }

  /** Puts what was planned in another order, so that all kinds of harm come early. */
  public void shuffle() {
    harms.shuffle();
  }

  /** Does what was planned; several threads may, and share the work. */
  public void run() {
    run(Integer.MAX_VALUE);
  }

  /**
   * Does some of what was planned.
   *
   * @param harmCount after how many harms to end
   */
  public void run(int harmCount) {
    harms.run(
        harmCount,
        (harm, files) ->
            outcomes.merge(kindOf(harm.kind()) + " " + examine(files), 1, Integer::sum));
  }

  private static String kindOf(String file) {
    return NUMBER.matcher(file).replaceFirst("*");
  }

  private Outcome examine(Vfs files) {
    KeyValueStore store;
    try {
      store = engine.open(files, Durability.PROCESS);
    } catch (CorruptionException | IncompatibleFormatException | StoreIOException noticed) {
      return Outcome.DETECTED_AT_OPEN;
    }
    try (store) {
      // Before a walk, which may notice what a get does not.
      boolean isNoticed = getEach(store);
      try {
        NavigableMap<Bytes, Bytes> content = Reading.content(store);
        if (!content.equals(last) && !content.equals(forced)) {
          throw new AssertionError("wrong: " + Contents.describeDifference(last, content));
        }
        Reading.checkEach(store, content, KNOWN);
        store.verify();
      } catch (CorruptionException noticed) {
        return Outcome.DETECTED_LATER;
      }
      return isNoticed ? Outcome.DETECTED_LATER : Outcome.HARMLESS;
    }
  }

  /** Whether a get noticed the damage; fails if one shows what is wrong. */
  private boolean getEach(KeyValueStore store) {
    boolean isNoticed = false;
    for (Bytes key : KNOWN) {
      try {
        Bytes found = Bytes.ofNullable(store.get(key.toArray()));
        if (!Objects.equals(found, last.get(key)) && !Objects.equals(found, forced.get(key))) {
          throw new AssertionError(
              "wrong: get(%s) is %s, not %s".formatted(key, found, last.get(key)));
        }
      } catch (CorruptionException noticed) {
        isNoticed = true;
      }
    }
    return isNoticed;
  }

  /**
   * The kinds of parts that the store has.
   *
   * @return what has a checksum of its own
   */
  public Set<String> kinds() {
    return engine.allParts(original, seed.value()).stream()
        .map(SealedPart::what)
        .collect(Collectors.toSet());
  }

  /**
   * Fails if of the flips in the files of a kind that have live parts none was noticed.
   *
   * @param shortcuts files that a store can do without
   */
  void requireEachFileNoticed(Set<String> shortcuts) {
    for (SealedPart part : engine.allParts(original, seed.value())) {
      String noticed = kindOf(part.file()) + " flip DETECTED";
      if (!shortcuts.contains(part.file())
          && outcomes.keySet().stream().noneMatch(what -> what.startsWith(noticed))) {
        throw new AssertionError("no flip in " + part.file() + " was noticed: " + outcomes);
      }
    }
  }

  /**
   * How many harms were done, the one that failed too.
   *
   * @return the count
   */
  public int harmCount() {
    return harms.doneCount();
  }

  /**
   * What became of the harms, by the kinds of files and harms.
   *
   * @return the counts, unmodifiable
   */
  public SortedMap<String, Integer> outcomes() {
    return Collections.unmodifiableSortedMap(outcomes);
  }
}
