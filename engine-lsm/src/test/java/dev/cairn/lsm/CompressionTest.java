package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyRange;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.vfs.Damage;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.KeptVfs;
import dev.cairn.testkit.vfs.LeakCheckingVfs;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressions that others bring: found by what tables name, believed in nothing. */
class CompressionTest {
  private static final int KEYS = 500;
  private static final byte NOBODYS_ID = 101;

  private final MemoryVfs files = new MemoryVfs();

  @AfterEach
  void workAgain() {
    RunLengths.instead = null;
    RunLengths.beforeCompressing = () -> {};
    RunLengths.lengthInstead = (bytes, room) -> bytes;
  }

  private static LsmOptions.Builder options() {
    return LsmOptions.builder()
        .memoryBudgetBytes(4 << 20)
        .memtableBytes(16 << 10)
        .blockBytes(1 << 10)
        .compressedFromLevel(0)
        .durability(Durability.MEMORY);
  }

  private LsmStore open(LsmOptions options) {
    return LsmStore.open(new KeptVfs(files), options, LsmThreads.of(Background.none()));
  }

  private static byte[] key(int i) {
    return String.format("key %06d", i).getBytes(UTF_8);
  }

  /** Writes tables of run lengths, and opens the store no more. */
  private void write() {
    try (LsmStore store = open(options().compression(new RunLengths()).build())) {
      put(store, 0, KEYS);
      store.flush();
      store.compact(KeyRange.all());
      assertThat(store.tables().list())
          .isNotEmpty()
          .allSatisfy(table -> assertThat(table.compression()).isEqualTo("run-lengths"))
          .allSatisfy(table -> assertThat(table.fileBytes()).isLessThan(table.contentBytes() / 2));
    }
  }

  private static void requireAll(LsmStore store) {
    for (int i = 0; i < KEYS; i++) {
      assertThat(store.get(key(i))).isEqualTo("v".repeat(i).getBytes(UTF_8));
    }
    store.verify();
  }

  private String aTable() {
    return files.list().stream()
        .filter(TableFormat::isTableName)
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  private Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new TreeMap<>();
    MemoryVfs copy = Damage.copyOf(files);
    copy.list().forEach(name -> contents.put(name, FileBytes.of(copy, name)));
    return contents;
  }

  /** Has a table say that it was written with another codec. */
  private void nameCodec(String table, byte id) {
    MemorySegment footer =
        MemorySegment.ofArray(FileBytes.of(files, table))
            .asSlice(files.size(table) - TableFormat.FOOTER_BYTES);
    footer.set(TableFormat.BYTE, TableFormat.TABLE_CODEC_OFFSET, id);
    SealedPart.set(
        footer,
        TableFormat.FOOTER_CHECKSUM_OFFSET,
        SealedPart.crc(footer, 0, TableFormat.FOOTER_CHECKSUM_OFFSET));
    try (VfsFile file = files.open(table, OpenMode.WRITE)) {
      FileBytes.write(
          file, files.size(table) - TableFormat.FOOTER_BYTES, footer.toArray(TableFormat.BYTE));
    }
  }

  @Test
  void tablesAreReadWhateverTheOptionsSay() {
    write();

    try (LsmStore store = open(options().build())) {
      requireAll(store);
    }
  }

  @Test
  void tablesOfSeveralCompressionsAreReadAndMergedInOneStore() {
    write();
    try (LsmStore store = open(options().compressedFromLevel(7).build())) {
      store.put(key(1), key(1));
      store.flush();
    }

    try (LsmStore store = open(options().build())) {
      store.put(key(2), key(2));
      store.flush();

      assertThat(store.tables().list().stream().map(LsmTable::compression))
          .contains("none", "lz4", "run-lengths");
      assertThat(store.get(key(1))).isEqualTo(key(1));
      assertThat(store.get(key(2))).isEqualTo(key(2));
      store.put(key(1), "v".getBytes(UTF_8));
      store.put(key(2), "vv".getBytes(UTF_8));
      store.compact(KeyRange.all());
      assertThat(store.tables().list())
          .allSatisfy(table -> assertThat(table.compression()).isEqualTo("lz4"));
      requireAll(store);
    }
  }

  @Test
  void aTableWhoseModuleIsNotThereIsRefusedAndTheStoreStaysAsItWas() {
    write();
    String table = aTable();
    nameCodec(table, NOBODYS_ID);
    Map<String, byte[]> before = contents();

    assertThatExceptionOfType(IncompatibleFormatException.class)
        .isThrownBy(() -> open(options().build()))
        .withMessageContaining(table)
        .withMessageContaining("codec 101")
        .withMessageContaining("expected the module");

    assertThat(contents()).containsExactlyEntriesOf(before);
    nameCodec(table, RunLengths.ID);
    try (LsmStore store = open(options().build())) {
      requireAll(store);
    }
  }

  @Test
  void theModuleOfZstandardIsNamed() {
    write();
    nameCodec(aTable(), TableFormat.ZSTD);

    assertThatExceptionOfType(IncompatibleFormatException.class)
        .isThrownBy(() -> open(options().build()))
        .withMessageContaining(aTable())
        .withMessageContaining("codec 2")
        .withMessageContaining("engine-lsm-zstd");
  }

  @Test
  void nothingIsWrittenThatNobodyCouldRead() {
    Compression unknown =
        new Compression() {
          @Override
          public byte id() {
            return NOBODYS_ID;
          }

          @Override
          public String name() {
            return "unknown";
          }

          @Override
          public int compress(MemorySegment source, MemorySegment target) {
            return -1;
          }

          @Override
          public boolean decompress(MemorySegment source, MemorySegment target) {
            return false;
          }
        };

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(options().compression(unknown).build()))
        .withMessageContaining("compression unknown with id 101");

    assertThat(files.list()).isEmpty();
  }

  @Test
  void whateverACompressionThrowsIsDamage() {
    requireDamage((source, target) -> {
      throw new IllegalStateException("as a library might");
    });
    requireDamage((source, target) -> {
      throw new ArithmeticException();
    });
  }

  @Test
  void whatDoesNotFillTheTargetIsDamage() {
    requireDamage((source, target) -> source.fill((byte) 1));
  }

  @Test
  void aCompressionCannotWriteBehindItsTarget() {
    requireDamage((source, target) -> target.set(TableFormat.BYTE, target.byteSize(), (byte) 1));
    requireDamage((source, target) -> target.set(TableFormat.BYTE, -1, (byte) 1));
  }

  private void requireDamage(BiConsumer<MemorySegment, MemorySegment> harm) {
    write();
    try (LsmStore store = open(options().build())) {
      RunLengths.instead = harm;

      assertThatExceptionOfType(CorruptionException.class)
          .isThrownBy(() -> store.get(key(1)))
          .withMessageContaining(".table: block at position")
          .withMessageContaining("run-lengths of ");
      assertThatExceptionOfType(CorruptionException.class).isThrownBy(store::verify);

      RunLengths.instead = null;
      requireAll(store);
    }
  }

  private List<String> tableFiles() {
    return files.list().stream().filter(TableFormat::isTableName).toList();
  }

  private static List<String> tableNames(LsmStore store) {
    return store.tables().list().stream().map(LsmTable::fileName).sorted().toList();
  }

  /** Has every fourth block fail to be compressed, and counts them. */
  private static AtomicInteger failForSome(Runnable failure) {
    AtomicInteger blocks = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    RunLengths.beforeCompressing =
        () -> {
          if (blocks.incrementAndGet() % 4 == 0) {
            failures.incrementAndGet();
            failure.run();
          }
        };
    return failures;
  }

  private static void missLibrary() {
    throw new UnsatisfiedLinkError("as of a library");
  }

  private static void put(LsmStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.put(key(i), "v".repeat(i).getBytes(UTF_8));
    }
  }

  @Test
  void aBlockThatCannotBeCompressedIsWrittenAsItIs() {
    AtomicInteger failures =
        failForSome(() -> {
          throw new IllegalStateException("as a library might");
        });

    write();

    assertThat(failures).hasPositiveValue();
    try (LsmStore store = open(options().build())) {
      requireAll(store);
    }
  }

  @Test
  void whoReturnsAWrongLengthIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> TableFileWriter.requireLength(new RunLengths(), 877, 876))
        .withMessage("run-lengths: compressed length: expected 1 to 876, or -1, found 877");
  }

  @ParameterizedTest
  @ValueSource(longs = {Integer.MIN_VALUE, -2, 0, 1_000_001, Integer.MAX_VALUE})
  void aBlockOfAWrongLengthIsWrittenAsItIs(long length) {
    // With more than a million, just more than there is room for.
    RunLengths.lengthInstead =
        (bytes, room) -> bytes < 0 ? bytes : length == 1_000_001 ? room + 1 : length;

    try (LsmStore store = open(options().compression(new RunLengths()).build())) {
      put(store, 0, KEYS);
      store.flush();
      store.compact(KeyRange.all());
    }

    try (LsmStore store = open(options().build())) {
      requireAll(store);
    }
  }

  @Test
  void aLibraryThatCannotBeLoadedEndsAFlushOrACompactionAndNothingIsLost() {
    LeakCheckingVfs leaks = new LeakCheckingVfs(new KeptVfs(files));
    LsmOptions options = options().compression(new RunLengths()).build();
    try (LsmStore store = LsmStore.open(leaks, options, LsmThreads.of(Background.none()))) {
      put(store, 0, KEYS);
      store.flush();
      put(store, KEYS - 20, KEYS);
      List<String> before = tableNames(store);
      AtomicInteger failures = failForSome(CompressionTest::missLibrary);

      assertThatExceptionOfType(UnsatisfiedLinkError.class).isThrownBy(store::flush);

      assertThat(failures).hasValue(1);
      assertThat(tableFiles()).isEqualTo(before).isEqualTo(tableNames(store));
      assertThat(store.stats().failed()).isFalse();
      requireAll(store);
      RunLengths.beforeCompressing = () -> {};
      store.flush();
      List<String> flushed = tableNames(store);
      assertThat(flushed).isNotEqualTo(before);
      failures = failForSome(CompressionTest::missLibrary);

      assertThatExceptionOfType(UnsatisfiedLinkError.class)
          .isThrownBy(() -> store.compact(KeyRange.all()));

      assertThat(failures).hasValue(1);
      assertThat(tableFiles()).isEqualTo(flushed).isEqualTo(tableNames(store));
      requireAll(store);
      RunLengths.beforeCompressing = () -> {};
      store.compact(KeyRange.all());
      assertThat(tableFiles()).isEqualTo(tableNames(store)).doesNotContainAnyElementsOf(flushed);
      requireAll(store);
    }
    leaks.assertNothingOpen();
  }

  @Test
  void aCompactionThatCannotRestoreABlockLeavesItsTables() {
    write();
    LeakCheckingVfs leaks = new LeakCheckingVfs(new KeptVfs(files));
    try (LsmStore store =
        LsmStore.open(leaks, options().build(), LsmThreads.of(Background.none()))) {
      List<String> before = tableFiles();
      AtomicInteger blocks = new AtomicInteger();
      RunLengths.instead =
          (source, target) -> {
            if (blocks.incrementAndGet() == 5) {
              throw new IllegalStateException("as a library might");
            }
          };

      assertThatExceptionOfType(CorruptionException.class)
          .isThrownBy(() -> store.compact(KeyRange.all()))
          .withMessageContaining(".table: block at position")
          .havingCause()
          .withMessage("as a library might");

      assertThat(tableFiles()).isEqualTo(before).isEqualTo(tableNames(store));
      assertThat(store.stats().failed()).isFalse();
      requireAll(store);
      store.compact(KeyRange.all());
      assertThat(tableFiles()).isEqualTo(tableNames(store)).doesNotContainAnyElementsOf(before);
      requireAll(store);
    }
    leaks.assertNothingOpen();
  }
}
