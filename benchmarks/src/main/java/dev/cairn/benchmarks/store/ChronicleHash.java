package dev.cairn.benchmarks.store;

import dev.cairn.benchmarks.Pairs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Chronicle Map in a mapped file, told the number of entries and that keys and values have one size
 * each. Arrays are its fastest form for opaque bytes: {@code getUsing} fills a given one.
 *
 * <p>Checksums of entries are on, as is its default for files: without them it could not tell after
 * a kill which entries are whole. Off, it was not measurably faster.
 */
final class ChronicleHash implements StoreUnderTest {
  private static final String FILE_NAME = "pairs.chronicle";

  private final ChronicleMap<byte[], byte[]> map;

  private ChronicleHash(ChronicleMap<byte[], byte[]> map) {
    this.map = map;
  }

  static ChronicleHash open(Home home) {
    try {
      return new ChronicleHash(builder(home).createPersistedTo(file(home)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A plain open would wait for locks that died with their process. */
  static ChronicleHash recover(Home home) {
    try {
      return new ChronicleHash(builder(home).recoverPersistedTo(file(home), true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChronicleMapBuilder<byte[], byte[]> builder(Home home) {
    return ChronicleMapBuilder.of(byte[].class, byte[].class)
        .entries(home.pairCount())
        .constantKeySizeBySample(new byte[Pairs.KEY_BYTES])
        .constantValueSizeBySample(new byte[home.valueBytes()])
        .putReturnsNull(true)
        .removeReturnsNull(true);
  }

  private static File file(Home home) throws IOException {
    return Files.createDirectories(home.directory()).resolve(FILE_NAME).toFile();
  }

  @Override
  public void put(byte[] key, byte[] value) {
    map.put(key, value);
  }

  /** Its {@code putAll} is this loop over a map that would have to be built first. */
  @Override
  public void putAll(byte[][] keys, byte[][] values) {
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
  }

  @Override
  public void delete(byte[] key) {
    map.remove(key);
  }

  /** It has no way to force what it has mapped. */
  @Override
  public void sync() {}

  @Override
  public StoreReader reader() {
    return new Reader(map);
  }

  @Override
  public Footprint footprint() {
    return new Footprint(
        OptionalLong.of(map.offHeapMemoryUsed()),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        new LinkedHashMap<>());
  }

  @Override
  public void close() {
    map.close();
  }

  private record Reader(ChronicleMap<byte[], byte[]> map) implements StoreReader {
    @Override
    public byte @Nullable [] get(byte[] key) {
      return map.get(key);
    }

    @Override
    public boolean getInto(byte[] key, byte[] buffer) {
      return map.getUsing(key, buffer) != null;
    }

    @Override
    public void close() {}
  }
}
