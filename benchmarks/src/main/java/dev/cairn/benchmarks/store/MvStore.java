package dev.cairn.benchmarks.store;

import dev.cairn.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.jspecify.annotations.Nullable;

/**
 * H2's MVStore. Its page cache lies in the heap and gets the budget.
 *
 * <p>By itself it writes changes after a second in the background, so that a kill loses them: that
 * is {@link Durability#MEMORY}. {@code commit} after each write puts them into the file, and {@code
 * sync} after that to the device. Where it is told to commit, it does nothing in the background,
 * and it need not keep for 45 seconds what a commit has replaced. A get or cursor beside a writer
 * then has to say that it reads, or what it is on the way to is gone.
 */
final class MvStore implements StoreUnderTest {
  private static final int BYTES_PER_MEGABYTE = 1 << 20;

  private final MVStore store;
  private final MVMap<byte[], byte[]> map;
  private final Durability durability;

  private MvStore(MVStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
    this.map =
        store.openMap(
            "pairs",
            new MVMap.Builder<byte[], byte[]>()
                .keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
  }

  static MvStore open(Home home) {
    try {
      Files.createDirectories(home.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    MVStore.Builder builder =
        new MVStore.Builder()
            .fileName(home.directory().resolve("pairs.mv").toString())
            .cacheSize((int) Math.max(1, home.budgetBytes() / BYTES_PER_MEGABYTE));
    if (home.durability() != Durability.MEMORY) {
      builder.autoCommitDisabled();
    }
    MVStore store = builder.open();
    store.setRetentionTime(0);
    return new MvStore(store, home.durability());
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
    if (durability != Durability.MEMORY) {
      store.commit();
    }
    if (durability == Durability.DEVICE) {
      store.sync();
    }
  }

  @Override
  public void sync() {
    store.commit();
    store.sync();
  }

  @Override
  public OrderedStoreReader reader() {
    return new Reader(store, map);
  }

  @Override
  public Footprint footprint() {
    return Footprint.of(Map.of("fillRate", (long) store.getFillRate()));
  }

  @Override
  public void close() {
    store.close();
  }

  private record Reader(MVStore store, MVMap<byte[], byte[]> map)
      implements OrderedStoreReader, RunCursor.Source {
    @Override
    public byte @Nullable [] get(byte[] key) {
      MVStore.TxCounter reads = store.registerVersionUsage();
      try {
        return map.get(key);
      } finally {
        store.deregisterVersionUsage(reads);
      }
    }

    @Override
    public boolean getInto(byte[] key, byte[] buffer) {
      byte[] value = get(key);
      if (value == null) {
        return false;
      }
      System.arraycopy(value, 0, buffer, 0, buffer.length);
      return true;
    }

    @Override
    public PairCursor cursor() {
      MVStore.TxCounter reads = store.registerVersionUsage();
      return new RunCursor(this, () -> store.deregisterVersionUsage(reads));
    }

    @Override
    public PairRun ascending(byte @Nullable [] from) {
      return new Run(map.cursor(from, null, false));
    }

    @Override
    public PairRun descending(byte @Nullable [] from) {
      return new Run(map.cursor(from, null, true));
    }

    @Override
    public void close() {}
  }

  private record Run(Cursor<byte[], byte[]> cursor) implements PairRun {
    @Override
    public boolean next() {
      boolean found = cursor.hasNext();
      if (found) {
        cursor.next();
      }
      return found;
    }

    @Override
    public byte[] key() {
      return Objects.requireNonNull(cursor.getKey());
    }

    @Override
    public byte[] value() {
      return Objects.requireNonNull(cursor.getValue());
    }
  }
}
