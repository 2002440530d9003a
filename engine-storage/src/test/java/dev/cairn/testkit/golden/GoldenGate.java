package dev.cairn.testkit.golden;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.WriteBatch;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Stores that this version and earlier ones have written open and hold what they held; those of a
 * later version are refused and stay as they are.
 *
 * <p>If a format is changed on purpose: raise the engine's version, keep the files that are there,
 * and run this test once with {@code -Dcairn.golden=write}, which adds those that are missing. They
 * are committed with the change.
 */
public abstract class GoldenGate {
  private static final Path RESOURCES = Path.of("src", "test", "resources", "golden");
  private static final Path CORPORA = Path.of("src", "test", "resources", "fuzz");
  private static final List<String> ENDINGS = List.of("closed", "killed");

  /** Of a store that was killed, and had a table of ingested pairs. */
  private static final String INGESTED = "ingested";

  private static final long SEED = 0x60_1d_e7;

  private final EngineFixture engine;
  private final int formatVersion;
  private final List<VersionField> versionFields;
  private final List<VersionField> shortcuts;

  /**
   * Makes the test.
   *
   * @param engine whose stores they are
   * @param formatVersion the version of its formats, up to which there are golden stores
   * @param versionFields where its files have their versions
   */
  protected GoldenGate(EngineFixture engine, int formatVersion, List<VersionField> versionFields) {
    this(engine, formatVersion, versionFields, List.of());
  }

  /**
   * Makes the test for an engine that has files which a store can do without.
   *
   * @param engine whose stores they are
   * @param formatVersion the version of its formats, up to which there are golden stores
   * @param versionFields where its files have their versions
   * @param shortcuts where files have theirs that are not used if they are newer
   */
  protected GoldenGate(
      EngineFixture engine,
      int formatVersion,
      List<VersionField> versionFields,
      List<VersionField> shortcuts) {
    this.engine = engine;
    this.formatVersion = formatVersion;
    this.versionFields = versionFields;
    this.shortcuts = shortcuts;
  }

  private List<String> endings() {
    return engine.ingests()
        ? Stream.concat(ENDINGS.stream(), Stream.of(INGESTED)).toList()
        : ENDINGS;
  }

  @BeforeEach
  final void writeStoresThatAreMissing() throws IOException {
    if (System.getProperty("cairn.golden", "").equals("write")) {
      for (String ending : endings()) {
        Path archive = RESOURCES.resolve(archive(formatVersion, ending));
        if (!Files.exists(archive)) {
          Files.createDirectories(RESOURCES);
          write(archive, ending);
        }
      }
    }
  }

  private static String archive(int version, String ending) {
    return version + "-" + ending + ".zip";
  }

  private GoldenStore read(int version, String ending) throws IOException {
    Path archive = RESOURCES.resolve(archive(version, ending));
    assertThat(archive)
        .as("a store of format version %s; -Dcairn.golden=write makes one", version)
        .exists();
    try (InputStream in = Files.newInputStream(archive)) {
      return GoldenStore.read(in);
    }
  }

  @TestFactory
  List<DynamicTest> storesOfAllVersionsHoldWhatTheyHeld() {
    return IntStream.rangeClosed(1, formatVersion)
        .boxed()
        .flatMap(version ->
            endings().stream()
                .map(ending ->
                    DynamicTest.dynamicTest(
                        archive(version, ending), () -> assertHolds(read(version, ending)))))
        .toList();
  }

  /** A kind of part that no golden store has could change unheard. Each has a corpus. */
  @Test
  final void theStoresOfThisVersionHaveEachKindOfPart() throws IOException {
    Set<Path> corporaOfKinds = new HashSet<>();
    for (String ending : endings()) {
      for (SealedPart part : engine.allParts(read(formatVersion, ending).files(), SEED)) {
        corporaOfKinds.add(CORPORA.resolve(part.what().replace(' ', '-') + ".txt"));
      }
    }

    try (Stream<Path> corpora = Files.list(CORPORA)) {
      assertThat(corpora).containsExactlyInAnyOrderElementsOf(corporaOfKinds);
    }
  }

  private void assertHolds(GoldenStore golden) {
    assertThat(golden.pairs()).hasSizeGreaterThan(50);
    MemoryVfs files = Damage.copyOf(golden.files());
    for (int i = 0; i < 2; i++) {
      try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
        assertThat(Contents.of(store)).isEqualTo(golden.pairs());
        store.verify();
      }
    }
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      store.put(new byte[] {1, 2, 3}, new byte[] {4});
      assertThat(store.get(new byte[] {1, 2, 3})).containsExactly(4);
    }
  }

  @ParameterizedTest
  @FieldSource("ENDINGS")
  void aStoreOfTheNextVersionIsRefusedAndStaysAsItIs(String ending) throws IOException {
    MemoryVfs files = Damage.copyOf(read(formatVersion, ending).files());
    raiseStoreFile(files);

    assertRefused(files);
  }

  /** The version in the line is what a person reads; it is looked at before any checksum. */
  private void raiseStoreFile(Vfs files) {
    try (VfsFile file = files.open(StoreFile.NAME, OpenMode.WRITE)) {
      byte[] bytes = FileBytes.read(file, 0, (int) file.size());
      int lineEnd = new String(bytes, US_ASCII).indexOf('\n');
      byte[] version = (formatVersion + 1 + "\n").getBytes(US_ASCII);
      int digits = Integer.toString(formatVersion).length();
      FileBytes.write(file, lineEnd - digits, version);
      int checksumAt = bytes.length - Integer.BYTES;
      FileBytes.write(
          file, checksumAt, VersionField.checksumOf(FileBytes.read(file, 0, checksumAt)));
    }
  }

  /** Also where a recovery would write: it must not before it has looked at all versions. */
  @TestFactory
  List<DynamicTest> aFileOfTheNextVersionIsRefusedAndStaysAsItIs() {
    return versionFields.stream()
        .flatMap(field ->
            ENDINGS.stream()
                .map(ending ->
                    DynamicTest.dynamicTest(
                        field.fileNames() + " of a " + ending + " store",
                        () -> {
                          MemoryVfs files = Damage.copyOf(read(formatVersion, ending).files());
                          assertThat(field.raise(files)).isPositive();

                          assertRefused(files);
                        })))
        .toList();
  }

  @TestFactory
  List<DynamicTest> aShortcutOfTheNextVersionIsNotUsedAndAllPairsAreThere() {
    return shortcuts.stream()
        .map(field ->
            DynamicTest.dynamicTest(
                field.fileNames(),
                () -> {
                  GoldenStore golden = read(formatVersion, "closed");
                  assertThat(field.raise(golden.files())).isPositive();

                  assertHolds(golden);
                }))
        .toList();
  }

  private void assertRefused(MemoryVfs files) {
    var before = GoldenStore.content(files);

    assertThatThrownBy(() -> engine.open(files, Durability.PROCESS))
        .isInstanceOf(IncompatibleFormatException.class)
        .hasMessageContaining("version " + (formatVersion + 1))
        .hasMessageContaining("expected at most " + formatVersion);

    assertThat(GoldenStore.content(files)).isEqualTo(before);
  }

  private void write(Path archive, String ending) throws IOException {
    MemoryVfs files = new MemoryVfs();
    engine.create(files, SEED);
    try (KeyValueStore store = engine.open(files, Durability.PROCESS)) {
      fill(store, 0);
    }
    KeyValueStore store = engine.open(files, Durability.PROCESS);
    if (ending.equals(INGESTED)) {
      engine.ingest(store, ingestedPairs());
    }
    fill(store, 100);
    var pairs = Contents.of(store);
    if (ending.equals("closed")) {
      store.close();
    }
    try (OutputStream out = Files.newOutputStream(archive)) {
      new GoldenStore(Damage.copyOf(files), pairs).write(out);
    }
  }

  /** Writes a little of everything that has a form of its own on the disk. */
  private static void fill(KeyValueStore store, int from) {
    store.put(new byte[0], new byte[] {(byte) from});
    store.put(key(from + 1), new byte[0]);
    store.put(longKey(from, 3_000), text(20));
    store.put(longKey(from, 70), text(9_000));
    for (int i = from; i < from + 150; i++) {
      store.put(key(i), text(i % 100));
      if (i % 9 == 0) {
        store.delete(key(i - 5));
      }
      if (i % 25 == 0) {
        store.write(
            new WriteBatch().put(key(i), text(7)).delete(key(i + 1)).put(key(i + 2), text(3_000)),
            Durability.DEVICE);
      }
      if (i % 40 == 0 && store instanceof OrderedStore ordered) {
        ordered.deleteRange(KeyRange.of(key(i - 10), key(i - 5)));
      }
    }
    store.sync();
    store.put(key(from + 2), text(50));
  }

  /** Above all other keys, so that no compaction meets them. */
  private static NavigableMap<Bytes, Bytes> ingestedPairs() {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      pairs.put(Bytes.of("sorted/%04d".formatted(i)), Bytes.of(text(i)));
    }
    return pairs;
  }

  private static byte[] key(int number) {
    return Bytes.of("catalogue/%04d".formatted(Math.max(0, number))).toArray();
  }

  private static byte[] longKey(int number, int bytes) {
    byte[] key = new byte[bytes];
    Arrays.fill(key, (byte) 'k');
    key[bytes - 1] = (byte) number;
    return key;
  }

  private static byte[] text(int bytes) {
    return Arrays.copyOf("the quick brown fox ".repeat(bytes / 20 + 1).getBytes(US_ASCII), bytes);
  }
}
