package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.CorruptionException;
import dev.cairn.Durability;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreException;
import dev.cairn.StoreLockedException;
import dev.cairn.internal.store.StoreFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Workers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies of a store that were made while it was written to hold what one moment had; half of one is
 * no store; and one that somebody has put together to do harm does none.
 */
@Gate
public abstract class BackupGate {
  private static final int WRITES = 2_000;
  private static final int KEYS = 200;
  private static final int COPIES = 3;
  private static final int ID_DIGITS = 16;
  private static final Pattern NUMBERED_NAME = Pattern.compile("[0-9a-f]{16}(\\.[a-z]+)");

  private static final int CONTENDED_COPIES = 20;
  private static final long HOLE_BYTES = 1L << 40;

  private final EngineFixture engine;
  private Path home;
  private Path copy;
  private Path outside;
  private NavigableMap<Bytes, Bytes> content;

  /**
   * Makes the test.
   *
   * @param engine whose stores are copied
   */
  protected BackupGate(EngineFixture engine) {
    this.engine = engine;
  }

  @BeforeEach
  final void copyAStore(@TempDir Path directory) throws IOException {
    home = directory.resolve("store");
    copy = directory.resolve("copy");
    outside = Files.createDirectory(directory.resolve("outside"));
    try (KeyValueStore store = engine.open(home, Durability.PROCESS)) {
      for (int i = 0; i < WRITES; i++) {
        store.put(key(i % KEYS), value(i));
      }
      content = Contents.of(store);
      store.checkpoint(copy);
    }
  }

  private static byte[] key(int number) {
    return Bytes.of("key " + number).toArray();
  }

  private static byte[] value(int write) {
    return Bytes.of("value " + write + " ".repeat(write % 200)).toArray();
  }

  /** All but that of the lock, which is not a store's content. */
  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.endsWith(StoreFile.LOCK_NAME)).sorted().toList();
    }
  }

  private static TreeMap<String, Bytes> bytesIn(Path directory) throws IOException {
    TreeMap<String, Bytes> bytes = new TreeMap<>();
    for (Path file : filesIn(directory)) {
      bytes.put(file.getFileName().toString(), Bytes.of(Files.readAllBytes(file)));
    }
    return bytes;
  }

  @Test
  final void copiesMadeWhileTwoWriteHoldWhatOneMomentHad(@TempDir Path copies) throws Exception {
    try (KeyValueStore store = engine.open(home, Durability.MEMORY)) {
      BackedUpWriters writers = new BackedUpWriters(store);
      int overlapping = 0;
      for (int i = 0; overlapping < COPIES; i++) {
        assertThat(i).as("copies, of which %d overlapped writing", overlapping).isLessThan(100);
        Path directory = copies.resolve("copy" + i);
        writers.start();
        int[] least = writers.acknowledged();
        store.checkpoint(directory);
        int[] most = writers.acknowledged();
        writers.stop();

        overlapping += most[0] > least[0] && most[1] > least[1] ? 1 : 0;
        try (KeyValueStore restored = engine.open(directory, Durability.PROCESS)) {
          NavigableMap<Bytes, Bytes> found = Contents.of(restored);
          restored.verify();
          BackedUpWriters.requireMoment(found, least, most);
          found.keySet().removeIf(BackedUpWriters::isTheirs);
          assertThat(found).isEqualTo(content);
        }
      }
    }
  }

  @Test
  final void ofTwoCopiesIntoOneDirectoryOneIsThere(@TempDir Path copies) {
    try (KeyValueStore store = engine.open(home, Durability.PROCESS)) {
      for (int i = 0; i < CONTENDED_COPIES; i++) {
        Path directory = copies.resolve("copy" + i);
        AtomicInteger refusals = new AtomicInteger();
        Workers.run(
            2,
            _ -> {
              try {
                store.checkpoint(directory);
              } catch (IllegalArgumentException | StoreLockedException second) {
                refusals.incrementAndGet();
              }
            });

        assertThat(refusals).hasValue(1);
        try (KeyValueStore restored = engine.open(directory, Durability.PROCESS)) {
          assertThat(Contents.of(restored)).isEqualTo(content);
        }
      }
    }
  }

  /** A file that somebody has put there, of a name that the store would have given the next. */
  @Test
  final void filesOfAnotherStoreAreRefusedOrLeftAlone(@TempDir Path directory) throws IOException {
    Path other = directory.resolve("other");
    try (KeyValueStore store = engine.open(other, Durability.PROCESS)) {
      for (int i = 0; i < WRITES; i++) {
        store.put(key(i % KEYS), value(WRITES + i));
      }
    }
    int tried = 0;
    for (Path file : filesIn(other)) {
      Matcher name = NUMBERED_NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        for (String free : freeNames(name.group(1))) {
          requireRefusedOrWhole(directory.resolve("trial" + tried++), file, free);
        }
      }
    }
    assertThat(tried).isPositive();
  }

  /** The names before those of the copy, and behind them. */
  private List<String> freeNames(String ending) throws IOException {
    LongSummaryStatistics numbers =
        filesIn(copy).stream()
            .map(file -> NUMBERED_NAME.matcher(file.getFileName().toString()))
            .filter(name -> name.matches() && name.group(1).equals(ending))
            .mapToLong(name -> Long.parseLong(name.group(), 0, ID_DIGITS, 16))
            .summaryStatistics();
    if (numbers.getCount() == 0) {
      return List.of("%016x%s".formatted(1, ending));
    }
    return LongStream.of(numbers.getMin() - 1, numbers.getMax() + 1, numbers.getMax() + 2)
        .filter(number -> number >= 0)
        .mapToObj(number -> "%016x%s".formatted(number, ending))
        .toList();
  }

  private void requireRefusedOrWhole(Path trial, Path foreign, String name) throws IOException {
    copyTo(trial);
    Files.copy(foreign, trial.resolve(name));
    requireRefusedOrWhole(trial, foreign + " as " + name);
  }

  private void copyTo(Path trial) throws IOException {
    Files.createDirectory(trial);
    for (Path file : filesIn(copy)) {
      Files.copy(file, trial.resolve(file.getFileName()));
    }
  }

  /** Whoever opens it once can do so again. */
  private void requireRefusedOrWhole(Path trial, String what) throws IOException {
    TreeMap<String, Bytes> before = bytesIn(trial);
    try {
      engine.open(trial, Durability.PROCESS).close();
    } catch (CorruptionException refused) {
      assertThat(bytesIn(trial)).as(what).isEqualTo(before);
      return;
    }
    NavigableMap<Bytes, Bytes> expected = new TreeMap<>(content);
    for (int i = 0; i < 2; i++) {
      try (KeyValueStore restored = engine.open(trial, Durability.PROCESS)) {
        assertThat(Contents.of(restored)).as(what).isEqualTo(expected);
        restored.verify();
        restored.put(key(i), value(i));
        expected.put(Bytes.of(key(i)), Bytes.of(value(i)));
      }
    }
  }

  @Test
  final void aCopyThatLacksAFileIsRefusedOrWhole(@TempDir Path directory) throws IOException {
    List<Path> files = filesIn(copy);
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!name.equals(StoreFile.NAME)) { // Without it there is no store.
        Path trial = directory.resolve("without " + name);
        copyTo(trial);
        Files.delete(trial.resolve(name));
        requireRefusedOrWhole(trial, "without " + name);
      }
    }
  }

  /** The file that says that it is a store is written last, so this is what a crash leaves. */
  @Test
  final void halfACopyIsRefusedAndStaysAsItIs() throws IOException {
    Files.delete(copy.resolve(StoreFile.NAME));
    List<Path> files = new ArrayList<>(filesIn(copy));
    while (files.size() > 1) {
      TreeMap<String, Bytes> before = bytesIn(copy);

      assertThatExceptionOfType(IncompatibleFormatException.class)
          .isThrownBy(() -> engine.open(copy, Durability.PROCESS))
          .withMessageContaining(StoreFile.NAME);

      assertThat(bytesIn(copy)).isEqualTo(before);
      Files.delete(files.removeLast());
      if (files.stream().allMatch(file -> isLeftOfCreation(file.getFileName().toString()))) {
        break; // A new store may begin in such a directory.
      }
    }
  }

  private static boolean isLeftOfCreation(String name) {
    return List.of("SEGMENTS", "PAGES", "MANIFEST").contains(name);
  }

  @Test
  final void aFileThatIsALinkIsRefusedAndWhatItLeadsToStaysAsItIs() throws IOException {
    List<Path> files = new ArrayList<>(filesIn(copy));
    files.add(copy.resolve(StoreFile.LOCK_NAME));
    for (Path file : files) {
      Path victim = outside.resolve(file.getFileName());
      Files.move(file, victim);
      Files.createSymbolicLink(file, victim);
      TreeMap<String, Bytes> before = bytesIn(outside);

      assertThatExceptionOfType(StoreException.class)
          .as(file.toString())
          .isThrownBy(() -> engine.open(copy, Durability.PROCESS).close())
          .withMessageContaining("a symbolic link");

      assertThat(bytesIn(outside)).isEqualTo(before);
      Files.delete(file);
      Files.move(victim, file);
    }
    assertHoldsAll();
  }

  @Test
  final void aDirectoryInPlaceOfAFileIsRefused() throws IOException {
    for (Path file : filesIn(copy)) {
      Path kept = outside.resolve(file.getFileName());
      Files.move(file, kept);
      Files.createDirectory(file);

      assertThatExceptionOfType(StoreException.class)
          .as(file.toString())
          .isThrownBy(() -> engine.open(copy, Durability.PROCESS).close());

      Files.delete(file);
      Files.move(kept, file);
    }
    assertHoldsAll();
  }

  /** Something that is put where a store may look for a file. */
  @FunctionalInterface
  private interface Trap {
    void lay(Path place) throws Exception;
  }

  /** A segment's or a table's name says that a crash may have left it. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  final void whatIsNoFileHarmsNothingUnderAFreeName(@TempDir Path directory) throws Exception {
    Path victim = Files.writeString(outside.resolve("victim"), "victim");
    List<Trap> traps =
        List.of(
            BackupGate::layPipe,
            BackupGate::layHole,
            place -> Files.createSymbolicLink(place, victim),
            place -> Files.createSymbolicLink(place, directory.resolve("nowhere")),
            place -> Files.createLink(place, victim),
            place -> Files.copy(victim, Files.createDirectory(place).resolve("victim")));
    TreeSet<String> endings = new TreeSet<>();
    List<Path> files = new ArrayList<>(filesIn(home)); // A copy may have no segment.
    files.addAll(filesIn(copy));
    for (Path file : files) {
      Matcher name = NUMBERED_NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        endings.add(name.group(1));
      }
    }
    assertThat(endings).isNotEmpty();
    int tried = 0;
    for (String ending : endings) {
      String free = freeNames(ending).getLast();
      for (Trap trap : traps) {
        Path trial = directory.resolve("trial" + tried++);
        copyTo(trial);
        trap.lay(trial.resolve(free));

        requireHoldsAllUnlessRefused(trial, free + " in " + trial);

        assertThat(outside.resolve("victim")).hasContent("victim");
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  final void aPipeInPlaceOfAFileIsRefused() throws Exception {
    for (Path file : filesIn(copy)) {
      Path kept = outside.resolve(file.getFileName());
      Files.move(file, kept);
      layPipe(file);

      assertThatExceptionOfType(StoreException.class)
          .as(file.toString())
          .isThrownBy(() -> engine.open(copy, Durability.PROCESS).close());

      Files.delete(file);
      Files.move(kept, file);
    }
    assertHoldsAll();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  final void aFileThatEndsInAHoleIsRefusedOrWhole(@TempDir Path directory) throws IOException {
    for (Path file : filesIn(copy)) {
      Path trial = directory.resolve("hole in " + file.getFileName());
      copyTo(trial);
      layHole(trial.resolve(file.getFileName()));

      requireHoldsAllUnlessRefused(trial, trial.toString());
    }
  }

  /** Nothing tells a hard link from a file: who opens such a copy writes to what others see too. */
  @Test
  final void hardLinksAreFiles(@TempDir Path directory) throws IOException {
    Path trial = Files.createDirectory(directory.resolve("links"));
    for (Path file : filesIn(copy)) {
      Files.createLink(trial.resolve(file.getFileName()), file);
    }

    try (KeyValueStore restored = engine.open(trial, Durability.PROCESS)) {
      assertThat(Contents.of(restored)).isEqualTo(content);
      restored.verify();
    }
  }

  private static void layPipe(Path place) throws Exception {
    Process making = new ProcessBuilder("mkfifo", place.toString()).start();
    assertThat(making.waitFor()).isZero();
  }

  /** No disk has so many bytes, and nobody the time to read them. */
  private static void layHole(Path place) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(place.toFile(), "rw")) {
      file.setLength(HOLE_BYTES);
    }
  }

  private void requireHoldsAllUnlessRefused(Path trial, String what) {
    try (KeyValueStore restored = engine.open(trial, Durability.PROCESS)) {
      assertThat(Contents.of(restored)).as(what).isEqualTo(content);
      restored.put(key(1), value(1));
      restored.verify();
    } catch (StoreException refused) {
      assertThat(refused).hasMessageContaining(trial.getFileName().toString());
    }
  }

  @Test
  final void otherFilesAreLeftAlone() throws IOException {
    List<String> others = List.of("notes.txt", "..log", "a..b", "-rf", "0000.log", "\u00e9", "x y");
    for (String name : others) {
      Files.writeString(copy.resolve(name), name);
    }

    assertHoldsAll();

    for (String name : others) {
      assertThat(copy.resolve(name)).hasContent(name);
    }
  }

  private void assertHoldsAll() {
    try (KeyValueStore restored = engine.open(copy, Durability.PROCESS)) {
      assertThat(Contents.of(restored)).isEqualTo(content);
      restored.put(key(1), value(1));
      restored.verify();
    }
  }
}
