package dev.cairn.benchmarks.store;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A ConcurrentSkipListMap that keeps the arrays it is given, and returns those same arrays. */
final class HeapSorted implements StoreUnderTest, OrderedStoreReader {
  private final NavigableMap<byte[], byte[]> map =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

  @Override
  public void put(byte[] key, byte[] value) {
    map.put(key, value);
  }

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

  @Override
  public void sync() {}

  @Override
  public OrderedStoreReader reader() {
    return this;
  }

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
  public Footprint footprint() {
    return Footprint.NONE;
  }

  /** The pairs go with this object; a reader, which is the same object, may be closed before. */
  @Override
  public void close() {}
}
