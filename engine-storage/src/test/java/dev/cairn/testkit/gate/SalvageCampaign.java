package dev.cairn.testkit.gate;

import dev.cairn.Damage;
import dev.cairn.Damage.Consequence;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.SalvageReport;
import dev.cairn.WriteBatch;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.gate.DamageCampaign.Ending;
import dev.cairn.testkit.vfs.FileBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Harms every file of a small store, each time on a fresh copy, and salvages it. What comes out was
 * written once; each pair that is missing, old or back again is explained by a damage that was told
 * of; and no harm costs more than what the checksums cover that it met.
 */
public final class SalvageCampaign {
  private static final int KEYS = 80;
  private static final int WRITES = 60;

  /** So few and small that they stay in the log, wherever the engine takes it to later. */
  private static final int WRITES_IN_LOG = 19;

  private static final int INGESTED = 20;
  private static final int INGESTED_VALUE_BYTES = 40;

  private static final int SECTOR_BYTES = 4096;

  /** A page or block with its neighbours' share. */
  private static final long MOST_LOST_BYTES = 8 << 10;

  private static final Set<String> FILES_WITHOUT_PAIRS =
      Set.of(StoreFile.NAME, "SEGMENTS", "INDEX", "MANIFEST");

  private static final String PAGES = "PAGES";

  /** Both copies of the meta page. */
  private static final long META_PAGES_BYTES = 8 << 10;

  private final EngineFixture engine;
  private final Seed seed;
  private final MemoryVfs original;
  private final Harms harms;
  private final List<SealedPart> parts;
  private final NavigableMap<Bytes, Bytes> last;

  /** Nothing says how long they were: if their end is missing, nobody knows. */
  private final Set<String> tornFiles;

  private final Map<Bytes, Set<Bytes>> written = new HashMap<>();
  private final SalvagedWrites wholeWrites = new SalvagedWrites();

  /**
   * Makes the store.
   *
   * @param engine whose store is harmed
   * @param seed what all randomness comes from
   * @param ending how the store ended
   */
  public SalvageCampaign(EngineFixture engine, Seed seed, Ending ending) {
    this.engine = engine;
    this.seed = seed;
    MemoryVfs files = new MemoryVfs();
    engine.create(files, seed.value());
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      fill(store, 0, WRITES);
    }
    KeyValueStore store = engine.open(files, Durability.PROCESS);
    ingest(store);
    fill(store, WRITES, 2 * WRITES);
    engine.flush(store);
    fill(store, 2 * WRITES, 2 * WRITES + WRITES_IN_LOG);
    last = Contents.of(store);
    if (ending == Ending.CLOSED) {
      store.close();
    }
    original = dev.cairn.testkit.vfs.Damage.copyOf(files);
    parts = engine.allParts(original, seed.value());
    if (ending == Ending.KILLED) {
      long inLog = parts.stream().filter(SalvageCampaign::isLogRecord).count();
      require(inLog >= WRITES_IN_LOG, "all of the last writes in the log", inLog);
    }
    harms = new Harms(original, seed);
    tornFiles = ending == Ending.KILLED ? engine.tornFiles(original) : Set.of();
    try (OrderedStore target = wholeWrites.target()) {
      List<Damage> damages = new ArrayList<>();
      Salvage.run(original, target, engine.salvage(), damages::add);
      require(Contents.of(target).equals(last), "all of a store that is whole", damages);
    }
  }

  private void fill(KeyValueStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      SplittableRandom random = seed.derive(i).random();
      // Some values have pages, blocks or segments of their own.
      byte[] value = new byte[i % 20 == 19 ? 5_000 : i % 90];
      random.nextBytes(value);
      Bytes key = key(i % KEYS);
      store.put(key.toArray(), value);
      note(key, value);
      if (i % 7 == 0) {
        store.delete(key((i + 20) % KEYS).toArray());
      }
      if (i % 11 == 0) {
        WriteBatch batch = new WriteBatch();
        for (int j = 0; j < 3; j++) {
          byte[] batched = new byte[40];
          random.nextBytes(batched);
          batch.put(key((i + j) % KEYS).toArray(), batched);
          note(key((i + j) % KEYS), batched);
        }
        store.write(batch, Durability.PROCESS);
      }
      if (i % 23 == 0 && store instanceof OrderedStore ordered) {
        ordered.deleteRange(KeyRange.of(key(i % 50).toArray(), key(i % 50 + 3).toArray()));
      }
    }
  }

  /** Keys of their own: without a manifest nobody knows what is older than ingested pairs. */
  private void ingest(KeyValueStore store) {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = KEYS; i < KEYS + INGESTED; i++) {
      byte[] value = new byte[INGESTED_VALUE_BYTES];
      seed.derive(i).random().nextBytes(value);
      pairs.put(key(i), Bytes.of(value));
      note(key(i), value);
    }
    engine.ingest(store, pairs);
  }

  private static Bytes key(int number) {
    return Bytes.of("key " + (100 + number));
  }

  private void note(Bytes key, byte[] value) {
    written.computeIfAbsent(key, _ -> new HashSet<>()).add(Bytes.of(value));
  }

  /**
   * Plans to flip bits.
   *
   * @param step one byte of so many is harmed
   */
  public void flip(int step) {
    SplittableRandom random = seed.derive(1).random();
    for (String name : harms.names()) {
      // What the files end with is zeros that no one has written to.
      long end = usedBytes(FileBytes.of(original, name)) + 64;
      for (long at = 0; at < Math.min(end, original.size(name)); at += random.nextInt(step) + 1) {
        harms.flip(name, at, random.nextInt(8));
      }
    }
  }

  private static int usedBytes(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  /**
   * Plans to cut files.
   *
   * @param step each file is cut to one length of so many
   */
  public void cut(int step) {
    SplittableRandom random = seed.derive(2).random();
    for (String name : harms.names()) {
      for (long size = 0;
          size < original.size(name) && !tornFiles.contains(name);
          size += random.nextInt(step) + 1) {
        harms.cut(name, size);
      }
    }
  }

  /** Plans to take every file away. */
  public void remove() {
    for (String name : harms.names()) {
      if (!tornFiles.contains(name)) {
        harms.remove(name);
      }
    }
  }

  /** Plans that the disk does not give any more a part of a file, each in turn. */
  public void makeUnreadable() {
    for (String name : harms.names()) {
      for (long at = 0; at < original.size(name); at += SECTOR_BYTES) {
        harms.makeUnreadable(name, at, at + SECTOR_BYTES);
      }
    }
  }

  /** Does what was planned; several threads may, and share the work. */
  public void run() {
    harms.run(this::examine);
  }

  /**
   * Does some of what was planned.
   *
   * @param harmCount after how many harms to end
   */
  public void run(int harmCount) {
    harms.run(harmCount, this::examine);
  }

  private void examine(Harms.Harm harm, Vfs files) {
    List<Damage> damages = new ArrayList<>();
    NavigableMap<Bytes, Bytes> found;
    SalvageReport report;
    SalvagedWrites writes = new SalvagedWrites();
    try (OrderedStore target = writes.target()) {
      report = Salvage.run(files, target, engine.salvage(), damages::add);
      found = Contents.of(target);
    }
    require(report.pairCount() == found.size(), "a count that is right", report);
    require(report.damageCount() == damages.size(), "all damages", report);
    found.forEach((key, value) ->
        require(
            written.getOrDefault(key, Set.of()).contains(value), "pairs that were written", key));
    List<Bytes> wrong = wrongKeys(found);
    int unexplained = 0;
    for (Bytes key : wrong) {
      List<Damage> causes = damages.stream().filter(damage -> concerns(damage, key)).toList();
      require(!causes.isEmpty(), "an explanation for " + key + " among " + damages, harm);
      unexplained += causes.stream().allMatch(damage -> damage.keys() == null) ? 1 : 0;
    }
    require(report.lostBytes() <= mostLostBytes(harm), "few lost bytes", damages);
    require(
        !tellsKeys(harm) || unexplained == 0,
        "pages and blocks of known keys",
        wrong + " " + damages);
    require(
        !FILES_WITHOUT_PAIRS.contains(harm.file()) || wrong.isEmpty(),
        "nothing lost",
        wrong + " " + damages);
    if (harm.file().endsWith(".log") && !wrong.isEmpty()) {
      // Of the key of a record that is missing there is the newest that was before it.
      int missing = writes.missingInARow(wholeWrites);
      long harmed = touched(harm).stream().filter(SalvageCampaign::isLogRecord).count();
      require(
          missing >= 0 && missing <= harmed,
          "all but " + harmed + " writes in a row",
          missing + " for " + wrong + " " + damages);
    }
  }

  /**
   * What a harm may cost: of all that it touched, whole parts. Bytes that the disk does not give
   * count twice, as such and as what stood there; so does an inner page, which is also missed among
   * those of the map.
   */
  private long mostLostBytes(Harms.Harm harm) {
    if (harm.isFlip()) {
      return MOST_LOST_BYTES;
    }
    long from = harm.from();
    long to = harm.to();
    for (SealedPart part : touched(harm)) {
      from = Math.min(from, part.from());
      to = Math.max(to, part.to());
    }
    return 2 * (to - from);
  }

  private List<SealedPart> touched(Harms.Harm harm) {
    return parts.stream()
        .filter(part ->
            part.file().equals(harm.file()) && part.from() < harm.to() && harm.from() < part.to())
        .toList();
  }

  private static boolean isLogRecord(SealedPart part) {
    return part.what().equals("log record");
  }

  /** Whether salvage must know which keys it may have lost. */
  private boolean tellsKeys(Harms.Harm harm) {
    String file = harm.file();
    if (harm.isFlip()) {
      return !file.endsWith(".log");
    }
    // A meta page that cannot be read, or says more pages than there are, leads to none.
    return file.endsWith(".table")
        || (file.equals(PAGES)
            && harm.from() >= META_PAGES_BYTES
            && harm.to() < original.size(file));
  }

  private List<Bytes> wrongKeys(NavigableMap<Bytes, Bytes> found) {
    List<Bytes> wrong = new ArrayList<>();
    for (int i = 0; i < KEYS + INGESTED; i++) {
      @Nullable Bytes expected = last.get(key(i));
      @Nullable Bytes actual = found.get(key(i));
      if (expected == null ? actual != null : !expected.equals(actual)) {
        wrong.add(key(i));
      }
    }
    return wrong;
  }

  private static boolean concerns(Damage damage, Bytes key) {
    KeyRange keys = damage.keys();
    return damage.consequence() != Consequence.NONE
        && (keys == null || keys.contains(key.toArray()));
  }

  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new AssertionError("expected " + expected + ", found " + found);
    }
  }

  /**
   * How many harms were done.
   *
   * @return the count
   */
  public int harmCount() {
    return harms.doneCount();
  }
}
