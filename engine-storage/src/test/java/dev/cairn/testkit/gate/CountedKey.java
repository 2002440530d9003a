package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import dev.cairn.testkit.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A key to which one thread alone writes, and counts: so it is known what a store must have there,
 * whatever has ended the writing.
 */
final class CountedKey {
  private final byte[] key;
  private int begun;
  private int returned;

  CountedKey(int number) {
    this.key = Bytes.of("counted " + number).toArray();
  }

  /** Writes the next number. */
  void write(KeyValueStore store) {
    byte @Nullable [] before = begun == 0 ? null : value(begun);
    begun++;
    byte[] value = value(begun);
    switch (begun % 3) {
      case 0 -> store.put(key, value);
      case 1 -> store.write(new WriteBatch().delete(key).put(key, value), Durability.MEMORY);
      default -> {
        if (!store.compareAndSet(key, before, value)) {
          throw new AssertionError(this + ": it has another value");
        }
      }
    }
    returned = begun;
  }

  /** Fails unless a store has the last write that returned, or the one that was under way then. */
  void requireKept(KeyValueStore store) {
    byte[] found = store.get(key);
    int number = found == null ? 0 : ByteBuffer.wrap(found).getInt();
    if (number < returned || number > begun) {
      throw new AssertionError(this + ": the store has number " + number);
    }
  }

  private static byte[] value(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  @Override
  public String toString() {
    return "%s, written %d times, of which %d returned".formatted(Bytes.of(key), begun, returned);
  }
}
