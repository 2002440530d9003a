package dev.cairn.internal.store;

import dev.cairn.CorruptionException;
import dev.cairn.IncompatibleFormatException;
import dev.cairn.internal.simd.Crc32c;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/**
 * The file that makes a directory a store, and tells whose.
 *
 * @param engine the engine's name
 * @param formatVersion the version of the engine's formats
 * @param seed random, different for every store
 * @param segmentBytes capacity of a log segment
 */
public record StoreFile(String engine, int formatVersion, long seed, int segmentBytes) {
  /** The file's name. */
  public static final String NAME = "STORE";

  private static final int MIN_SEGMENT_BYTES = 4 << 10;

  /** What engines write before this file when they create a store. */
  private static final Set<String> FIRST_FILES = Set.of("SEGMENTS", "PAGES", "MANIFEST");

  /** The name of the file that is locked while the store is open. */
  public static final String LOCK_NAME = "LOCK";

  /**
   * Whether a directory holds a store; one that holds nothing may become one.
   *
   * @param files the directory
   * @return whether there is a store
   * @throws IncompatibleFormatException if there is something else
   */
  public static boolean exists(Vfs files) {
    List<String> names = files.list();
    if (names.contains(NAME)) {
      return true;
    }
    List<String> foreign =
        names.stream().filter(name -> !name.equals(LOCK_NAME) && !isLeftOfCreation(name)).toList();
    if (!foreign.isEmpty()) {
      throw new IncompatibleFormatException(
          files.describe(NAME)
              + ": no such file, so this is no Cairn store; expected it or an empty directory,"
              + " found "
              + (foreign.size() == 1
                  ? foreign.getFirst()
                  : foreign.size() + " files such as " + foreign.getFirst()));
    }
    return false;
  }

  /**
   * Brings the file's name to the device, before the store that has it is changed. Whoever created
   * the store may have been killed when the name was there and not on the device yet; after a loss
   * of power, files of the store without it would be none's.
   *
   * @param files the directory
   */
  public static void secureName(Vfs files) {
    files.syncDirectory();
  }

  /** A store is created by writing its other files first and this one last. */
  private static boolean isLeftOfCreation(String name) {
    return FileReplacement.isUnfinished(name) || FIRST_FILES.contains(name);
  }

  /**
   * Chooses the seed of a new store.
   *
   * @return a seed that no other store has
   */
  public static long newSeed() {
    return new SecureRandom().nextLong();
  }

  /**
   * Makes the directory a store.
   *
   * @param files the directory
   */
  public void write(Vfs files) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(StoreFileFormat.FILE_BYTES);
      byte[] line =
          (StoreFileFormat.FIRST_WORD + " " + engine + " " + formatVersion + "\n")
              .getBytes(StandardCharsets.US_ASCII);
      MemorySegment.copy(
          line, 0, bytes, ValueLayout.JAVA_BYTE, StoreFileFormat.LINE_OFFSET, line.length);
      bytes.set(StoreFileFormat.LONG, StoreFileFormat.SEED_OFFSET, seed);
      bytes.set(StoreFileFormat.INT, StoreFileFormat.SEGMENT_BYTES_OFFSET, segmentBytes);
      bytes.set(
          StoreFileFormat.INT,
          StoreFileFormat.CHECKSUM_OFFSET,
          Crc32c.of(bytes, 0, StoreFileFormat.CHECKSUM_OFFSET));
      FileReplacement.replace(
          files, NAME, file -> file.write(0, bytes, 0, StoreFileFormat.FILE_BYTES));
    }
  }

  /**
   * Reads the file and checks that an engine of this version can open the store.
   *
   * @param files the directory
   * @param engine the engine that wants to open it
   * @param newestVersion the newest version of the engine's formats that it knows
   * @return what the file says
   * @throws IncompatibleFormatException if the store is another engine's or newer
   * @throws CorruptionException if the file is damaged
   */
  public static StoreFile read(Vfs files, String engine, int newestVersion) {
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(NAME, OpenMode.READ)) {
      MemorySegment bytes = arena.allocate(StoreFileFormat.FILE_BYTES);
      int read = file.read(0, bytes, 0, StoreFileFormat.FILE_BYTES);
      String[] words = line(bytes).split(" ", -1);
      boolean isReadable = isReadable(words);
      if (isReadable && Integer.parseInt(words[2]) > newestVersion) {
        throw new IncompatibleFormatException(
            files.describe(NAME)
                + ": format version "
                + words[2]
                + " of engine "
                + words[1]
                + ", expected at most "
                + newestVersion
                + ": the store was written by a newer release");
      }
      if (read != StoreFileFormat.FILE_BYTES) {
        throw new CorruptionException(
            NAME, 0, "store file", StoreFileFormat.FILE_BYTES + " bytes", read + " bytes");
      }
      int expected = bytes.get(StoreFileFormat.INT, StoreFileFormat.CHECKSUM_OFFSET);
      int found = Crc32c.of(bytes, 0, StoreFileFormat.CHECKSUM_OFFSET);
      if (expected != found) {
        throw new CorruptionException(
            NAME,
            0,
            "store file",
            "checksum 0x" + Integer.toHexString(expected),
            "0x" + Integer.toHexString(found));
      }
      if (!isReadable) {
        throw new CorruptionException(
            NAME, 0, "first line", "cairn, an engine and a version", printable(line(bytes)));
      }
      int segmentBytes = bytes.get(StoreFileFormat.INT, StoreFileFormat.SEGMENT_BYTES_OFFSET);
      if (Integer.bitCount(segmentBytes) != 1 || segmentBytes < MIN_SEGMENT_BYTES) {
        throw new CorruptionException(
            NAME,
            StoreFileFormat.SEGMENT_BYTES_OFFSET,
            "capacity of a segment",
            "a power of two from " + MIN_SEGMENT_BYTES + " on",
            segmentBytes + " bytes");
      }
      if (!words[1].equals(engine)) {
        throw new IncompatibleFormatException(
            files.describe(NAME)
                + ": a store of engine "
                + words[1]
                + ", expected one of engine "
                + engine);
      }
      return new StoreFile(
          words[1],
          Integer.parseInt(words[2]),
          bytes.get(StoreFileFormat.LONG, StoreFileFormat.SEED_OFFSET),
          segmentBytes);
    }
  }

  /**
   * Whether there is anything in a directory that only a store has, be this file there or not.
   *
   * @param files the directory
   * @return whether there is
   */
  public static boolean hasTraces(Vfs files) {
    return files.list().stream()
        .anyMatch(name ->
            name.equals(NAME)
                || FIRST_FILES.contains(name)
                || name.matches("[0-9a-f]{16}\\.(log|table)"));
  }

  /**
   * Whether the file is all there and its checksum right, whatever it says.
   *
   * @param files the directory
   * @return whether it is
   */
  public static boolean isWhole(Vfs files) {
    if (!files.exists(NAME)) {
      return false;
    }
    try (Arena arena = Arena.ofConfined();
        VfsFile file = files.open(NAME, OpenMode.READ)) {
      MemorySegment bytes = arena.allocate(StoreFileFormat.FILE_BYTES);
      return file.read(0, bytes, 0, StoreFileFormat.FILE_BYTES) == StoreFileFormat.FILE_BYTES
          && bytes.get(StoreFileFormat.INT, StoreFileFormat.CHECKSUM_OFFSET)
              == Crc32c.of(bytes, 0, StoreFileFormat.CHECKSUM_OFFSET);
    }
  }

  private static String line(MemorySegment bytes) {
    byte[] line =
        bytes
            .asSlice(StoreFileFormat.LINE_OFFSET, StoreFileFormat.LINE_BYTES)
            .toArray(ValueLayout.JAVA_BYTE);
    String text = new String(line, StandardCharsets.US_ASCII);
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String printable(String line) {
    return "'" + line.replaceAll("[^ -~]", "?") + "'";
  }

  /** Whether a line is one that any version has written, this one or a newer one. */
  private static boolean isReadable(String[] words) {
    return words.length == 3
        && words[0].equals(StoreFileFormat.FIRST_WORD)
        && words[2].matches("[0-9]{1,9}");
  }
}
