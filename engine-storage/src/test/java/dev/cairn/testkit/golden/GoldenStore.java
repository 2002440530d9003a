package dev.cairn.testkit.golden;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cairn.internal.store.StoreFile;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.vfs.FileBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A store in an archive, with the pairs that it holds, so that these are known even when the
 * program that wrote it is gone.
 *
 * @param files the store's files
 * @param pairs what it holds
 */
record GoldenStore(MemoryVfs files, NavigableMap<Bytes, Bytes> pairs) {
  /** No file of a store has such a name. */
  private static final String PAIRS = "pairs.txt";

  /** Zip files have dates; all have the same. */
  private static final long SOME_DATE = 1_700_000_000_000L;

  static GoldenStore read(InputStream archive) throws IOException {
    MemoryVfs files = new MemoryVfs();
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(archive)) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        byte[] bytes = zip.readAllBytes();
        if (entry.getName().equals(PAIRS)) {
          new String(bytes, US_ASCII).lines().forEach(line -> addPair(line, pairs));
        } else {
          FileBytes.create(files, entry.getName(), bytes);
        }
      }
    }
    return new GoldenStore(files, pairs);
  }

  /** A line is the key and the value in hexadecimal, and between them one blank. */
  private static void addPair(String line, NavigableMap<Bytes, Bytes> pairs) {
    int blank = line.indexOf(' ');
    HexFormat hex = HexFormat.of();
    pairs.put(
        Bytes.of(hex.parseHex(line.substring(0, blank))),
        Bytes.of(hex.parseHex(line.substring(blank + 1))));
  }

  void write(OutputStream archive) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      for (String name : files.list()) {
        if (!name.equals(StoreFile.LOCK_NAME)) {
          add(zip, name, FileBytes.of(files, name));
        }
      }
      StringBuilder text = new StringBuilder();
      HexFormat hex = HexFormat.of();
      pairs.forEach((key, value) ->
          text.append(hex.formatHex(key.toArray()))
              .append(' ')
              .append(hex.formatHex(value.toArray()))
              .append('\n'));
      add(zip, PAIRS, text.toString().getBytes(US_ASCII));
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(SOME_DATE);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /** The bytes of all files but the lock, whose holder writes its name into it. */
  static NavigableMap<String, Bytes> content(Vfs files) {
    NavigableMap<String, Bytes> content = new TreeMap<>();
    for (String name : files.list()) {
      if (!name.equals(StoreFile.LOCK_NAME)) {
        content.put(name, Bytes.of(FileBytes.of(files, name)));
      }
    }
    return content;
  }
}
