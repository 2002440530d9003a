package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * MapDB's B-tree in a mapped file.
 *
 * <p>Without transactions it changes its pages in place, so a kill leaves a file that it refuses to
 * open: that is {@link Durability#MEMORY}. With them, each commit is forced to the device.
 */
final class MapDbStore implements StoreUnderTest {
  /** What the file begins with and grows by, so that it need not be mapped anew all the time. */
  private static final int FILE_BY_CONTENT = 2;

  private static final long INCREMENT_BYTES = 64 << 20;

  private final DB db;
  private final BTreeMap<byte[], byte[]> map;
  private final Durability durability;

  private MapDbStore(DB db, Durability durability) {
    this.db = db;
    this.durability = durability;
    this.map =
        db.treeMap("pairs")
            .keySerializer(Serializer.BYTE_ARRAY)
            .valueSerializer(Serializer.BYTE_ARRAY)
            .createOrOpen();
  }

  static MapDbStore open(Home home) {
    try {
      Files.createDirectories(home.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DBMaker.Maker maker =
        DBMaker.fileDB(home.directory().resolve("pairs.mapdb").toFile())
            .fileMmapEnable()
            .fileMmapPreclearDisable()
            .allocateStartSize(FILE_BY_CONTENT * home.contentBytes())
            .allocateIncrement(INCREMENT_BYTES);
    if (home.durability() == Durability.DEVICE) {
      maker.transactionEnable();
    }
    return new MapDbStore(maker.make(), home.durability());
  }

  @Override
  public void put(byte[] key, byte[] value) {
    map.put(key, value);
    makeDurable();
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values) {
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
    makeDurable();
  }

  @Override
  public void delete(byte[] key) {
    map.remove(key);
    makeDurable();
  }

  private void makeDurable() {
    if (durability == Durability.DEVICE) {
      db.commit();
    }
  }

  @Override
  public void sync() {
    db.commit();
  }

  @Override
  public OrderedStoreReader reader() {
    return new Reader(map);
  }

  @Override
  public Footprint footprint() {
    return Footprint.NONE;
  }

  @Override
  public void close() {
    db.close();
  }

  private record Reader(BTreeMap<byte[], byte[]> map) implements OrderedStoreReader {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return map.get(key);
    }

    @Override
    public boolean getInto(byte[] key, byte[] buffer) {
      byte[] value = map.get(key);
      if (value == null) {
        return false;
      }
      System.arraycopy(value, 0, buffer, 0, buffer.length);
      return true;
    }

    @Override
    public PairCursor cursor() {
      return new RunCursor(new MapRuns(map));
    }

    @Override
    public void close() {}
  }
}
