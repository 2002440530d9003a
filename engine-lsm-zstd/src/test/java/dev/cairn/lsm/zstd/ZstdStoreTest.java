package dev.cairn.lsm.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.lsm.LsmOptions;
import dev.cairn.lsm.LsmStore;
import dev.cairn.lsm.LsmTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores with tables of Zstandard, with the module and without it. */
class ZstdStoreTest {
  private static final int KEYS = 3_000;

  @TempDir private Path temp;

  private static LsmOptions.Builder options() {
    return LsmOptions.builder().memoryBudgetBytes(16 << 20).memtableBytes(128 << 10);
  }

  private static LsmOptions zstd(int fromLevel) {
    return options().compressedFromLevel(fromLevel).compression(new ZstdCompression(5)).build();
  }

  private static byte[] key(int i) {
    return "key %06d".formatted(i).getBytes(UTF_8);
  }

  private static byte[] value(int i) {
    return "the value number %d of some".formatted(i).getBytes(UTF_8);
  }

  private static void write(LsmStore store) {
    for (int i = 0; i < KEYS; i++) {
      store.put(key(i), value(i));
    }
  }

  private static void requireAll(KeyValueStore store) {
    for (int i = 0; i < KEYS; i++) {
      assertThat(store.get(key(i))).isEqualTo(value(i));
    }
    store.verify();
  }

  private static List<String> compressions(LsmStore store) {
    return store.tables().list().stream().map(LsmTable::compression).distinct().toList();
  }

  @Test
  void aStoreOpensByItselfWhateverItsTablesAreCompressedWith() {
    Path directory = temp.resolve("store");
    try (LsmStore store = LsmStore.open(directory, zstd(0))) {
      write(store);
      store.flush();
      assertThat(compressions(store)).containsExactly("zstd");
    }

    try (KeyValueStore store = Stores.open(directory, "lsm")) {
      requireAll(store);
    }
  }

  @Test
  void levelsOfOneStoreHaveDifferentCompressions() {
    Path directory = temp.resolve("store");
    try (LsmStore store = LsmStore.open(directory, options().compressedFromLevel(0).build())) {
      write(store);
      store.compact(KeyRange.all());
      assertThat(compressions(store)).containsExactly("lz4");
    }
    try (LsmStore store = LsmStore.open(directory, zstd(0))) {
      store.put(key(0), value(0));
      store.flush();
      assertThat(compressions(store)).containsExactlyInAnyOrder("zstd", "lz4");
    }

    try (LsmStore store = LsmStore.open(directory, zstd(1))) {
      store.put(key(1), value(1));
      store.flush();

      assertThat(compressions(store)).contains("none", "lz4");
      requireAll(store);
      store.compact(KeyRange.all());
      assertThat(compressions(store)).containsExactly("zstd");
      requireAll(store);
    }
  }

  @Test
  void zstandardIsSmaller() {
    long[] bytes = new long[2];
    for (int i = 0; i < 2; i++) {
      Path directory = temp.resolve("store" + i);
      LsmOptions options = i == 0 ? zstd(0) : options().compressedFromLevel(0).build();
      try (LsmStore store = LsmStore.open(directory, options)) {
        write(store);
        store.compact(KeyRange.all());
        bytes[i] = store.tables().list().stream().mapToLong(LsmTable::fileBytes).sum();
      }
    }

    assertThat(bytes[0]).isLessThan(bytes[1] * 9 / 10);
  }

  @Test
  void withoutTheModuleTheStoreIsRefusedAndStaysAsItIs() throws Exception {
    Path directory = temp.resolve("store");
    try (LsmStore store = LsmStore.open(directory, zstd(0))) {
      write(store);
      store.flush();
    }
    Map<String, List<Byte>> before = contents(directory);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPathWithoutTheModule(),
                OpenInAnotherProcess.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said)
        .contains("IncompatibleFormatException: " + directory)
        .contains(
            ".table: compressed with codec 2, Zstandard: expected the module engine-lsm-zstd");
    assertThat(contents(directory)).isEqualTo(before);
    try (LsmStore store = LsmStore.open(directory)) {
      requireAll(store);
    }
  }

  /** Main class of a process. */
  static final class OpenInAnotherProcess {
    private OpenInAnotherProcess() {}

    public static void main(String[] arguments) {
      LsmStore.open(Path.of(arguments[0])).close();
    }
  }

  private static String classPathWithoutTheModule() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.matches(".*engine-lsm-zstd.target.classes/?"))
        .filter(entry -> !entry.matches(".*zstd-jni[^/]*\\.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Map<String, List<Byte>> contents(Path directory) throws IOException {
    Map<String, List<Byte>> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      // But for the lock, which names the process that had it last.
      for (Path file : files.filter(path -> !path.endsWith("LOCK")).toList()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte one : Files.readAllBytes(file)) {
          bytes.add(one);
        }
        contents.put(file.getFileName().toString(), bytes);
      }
    }
    return contents;
  }
}
