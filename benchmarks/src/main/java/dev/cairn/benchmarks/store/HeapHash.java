package dev.cairn.benchmarks.store;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A ConcurrentHashMap that keeps the arrays it is given, and returns those same arrays. It is told
 * how many pairs will come, like the stores it is compared with.
 */
final class HeapHash implements StoreUnderTest, StoreReader {
  private final ConcurrentHashMap<HeapKey, byte[]> map;

  HeapHash(Home home) {
    map = new ConcurrentHashMap<>(Math.toIntExact(home.pairCount()));
  }

  @Override
  public void put(byte[] key, byte[] value) {
    map.put(new HeapKey(key), value);
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values) {
    for (int i = 0; i < keys.length; i++) {
      map.put(new HeapKey(keys[i]), values[i]);
    }
  }

  @Override
  public void delete(byte[] key) {
    map.remove(new HeapKey(key));
  }

  @Override
  public void sync() {}

  @Override
  public StoreReader reader() {
    return this;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return map.get(new HeapKey(key));
  }

  @Override
  public boolean getInto(byte[] key, byte[] buffer) {
    byte[] value = map.get(new HeapKey(key));
    if (value == null) {
      return false;
    }
    System.arraycopy(value, 0, buffer, 0, buffer.length);
    return true;
  }

  @Override
  public Footprint footprint() {
    return Footprint.NONE;
  }

  /** The pairs go with this object; a reader, which is the same object, may be closed before. */
  @Override
  public void close() {}
}
