package dev.cairn.benchmarks.store;

import dev.cairn.Reader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of a Cairn store, which keeps nothing for a thread and always shows the newest. */
class CairnReader implements StoreReader {
  private final Reader store;

  CairnReader(Reader store) {
    this.store = store;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return store.get(key);
  }

  @Override
  public boolean getInto(byte[] key, byte[] buffer) {
    Boolean found =
        store.read(
            MemorySegment.ofArray(key),
            value -> {
              MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, buffer, 0, buffer.length);
              return Boolean.TRUE;
            });
    return found != null;
  }

  @Override
  public List<byte @Nullable []> getAll(List<byte[]> keys) {
    return store.getAll(keys);
  }
}
