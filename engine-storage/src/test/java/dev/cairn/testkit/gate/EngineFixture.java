package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import dev.cairn.internal.log.LogParts;
import dev.cairn.internal.salvage.Salvage;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.MemoryVfs;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.fuzz.SealedPart;
import dev.cairn.testkit.vfs.FileBytes;
import dev.cairn.testkit.vfs.KeptVfs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * How the gates get at an engine.
 *
 * <p>All its stores are so small that they live through in a second what others live through in a
 * year: segments, pages or tables fill, move, leave memory and are dropped all the time. Closing
 * one asserts that it holds no memory any more. A fixture has a constructor without parameters, by
 * which other processes make it.
 */
public interface EngineFixture {
  /**
   * Opens the store that lives in a directory, or makes one there; values have up to 10,000 bytes.
   *
   * @param files the directory; the store's from now on, also if opening fails
   * @param durability that of single writes
   * @param background what does the work behind the writes; with {@link Background#none} the store
   *     does everything in the threads that call it, and the same calls have the same effects
   * @return the store; if it is an {@link OrderedStore}, order and snapshots are tried too
   */
  KeyValueStore open(Vfs files, Durability durability, Background background);

  /**
   * Opens the store that lives in a directory of the real disk, or makes one there, with the
   * engine's own threads and memory for a few megabytes.
   *
   * @param directory where it lives
   * @param durability that of single writes
   * @return the store
   */
  KeyValueStore open(Path directory, Durability durability);

  /**
   * Makes an empty store in an empty directory. What an engine would choose at random there comes
   * from the seed, so that a failure can be repeated.
   *
   * @param files the directory, which is not closed
   * @param seed the seed
   */
  void create(Vfs files, long seed);

  /**
   * Copies an open store of the engine, as {@link KeyValueStore#checkpoint} does.
   *
   * @param store the store
   * @param target an empty directory, which is not closed
   */
  void checkpoint(KeyValueStore store, Vfs target);

  /**
   * Has a store bring its files into order, if the engine's stores have a call for that.
   *
   * @param store the store
   */
  default void compact(KeyValueStore store) {}

  /**
   * Has a store bring what is in memory to files, if the engine's stores have a call for that.
   *
   * @param store the store
   */
  default void flush(KeyValueStore store) {}

  /**
   * Gives a store pairs that go straight to its files, if the engine's stores have a call for that
   * and the store is one that takes them now; otherwise nothing happens.
   *
   * @param store the store
   * @param pairs the pairs
   * @return whether the store has taken them
   */
  default boolean ingest(KeyValueStore store, NavigableMap<Bytes, Bytes> pairs) {
    return false;
  }

  /**
   * Pairs in the form in which calls for pairs in order take them.
   *
   * @param pairs the pairs
   * @return their keys and values, by the keys
   */
  static Iterator<Map.Entry<byte[], byte[]>> sorted(NavigableMap<Bytes, Bytes> pairs) {
    return pairs.entrySet().stream()
        .map(pair -> Map.entry(pair.getKey().toArray(), pair.getValue().toArray()))
        .iterator();
  }

  /**
   * Whether the engine's stores take pairs by {@link #ingest} at any time.
   *
   * @return whether they do
   */
  default boolean ingests() {
    return false;
  }

  /**
   * How the engine's classes are changed for a campaign whose stores live in one thread each: so
   * that memory for any thread belongs to the one that took it. What it takes as a {@code Block} is
   * so already.
   *
   * @return the changes by the names of the classes
   */
  default Map<String, Edit> confinements() {
    return Map.of();
  }

  /**
   * What brings damaged stores of the engine into new ones.
   *
   * @return a source that may be used once
   */
  Salvage.Source salvage();

  /**
   * The parts of the files that the engine alone has.
   *
   * @param files a sound store's
   * @param storeSeed the store's seed
   * @return all that a checksum covers
   */
  List<SealedPart> parts(Vfs files, long storeSeed);

  /**
   * All parts of a store's files.
   *
   * @param files a sound store's
   * @param storeSeed the store's seed
   * @return all that a checksum covers, also of the log
   */
  default List<SealedPart> allParts(Vfs files, long storeSeed) {
    List<SealedPart> parts = new ArrayList<>(LogParts.of(files, storeSeed));
    parts.addAll(parts(files, storeSeed));
    return parts;
  }

  /**
   * Files that look the same whether the last crash tore them or somebody harmed them later,
   * because nothing outside them says how far they had been forced: for what happened to them a
   * store that was killed need not answer.
   *
   * @param files the directory of a store that was killed
   * @return the names; by default that of the log's tail
   */
  default Set<String> tornFiles(Vfs files) {
    Set<String> names = new HashSet<>();
    files.list().stream()
        .filter(name -> name.endsWith(".log") && !isZero(FileBytes.of(files, name)))
        .max(Comparator.naturalOrder())
        .ifPresent(names::add);
    return names;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Opens a store that does all its work in the thread that calls it, on files that outlive it.
   *
   * @param files the directory, which is not closed
   * @param durability that of single writes
   * @return the store
   */
  default KeyValueStore open(Vfs files, Durability durability) {
    return open(new KeptVfs(files), durability, Background.none());
  }

  /**
   * Whether the engine's stores have an order.
   *
   * @return whether they are of type {@link OrderedStore}
   */
  default boolean isOrdered() {
    try (KeyValueStore store = open(new MemoryVfs(), Durability.MEMORY)) {
      return store instanceof OrderedStore;
    }
  }

  /**
   * Makes a fixture in a process that knows only the name of its class.
   *
   * @param className the class
   * @return the fixture
   * @throws ReflectiveOperationException if it has no constructor without parameters
   */
  static EngineFixture named(String className) throws ReflectiveOperationException {
    var constructor = Class.forName(className).getDeclaredConstructor();
    constructor.setAccessible(true);
    return (EngineFixture) constructor.newInstance();
  }
}
