package dev.cairn.benchmarks.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** LMDB's {@code MDB_val}: a size and an address, here with memory to put own bytes into. */
final class LmdbValue {
  private static final ValueLayout.OfLong BIG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LITTLE =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long DATA_OFFSET = Long.BYTES;
  private static final long OWN_OFFSET = 2 * Long.BYTES;

  @SuppressWarnings("restricted") // LMDB answers with addresses in its map.
  private static final MemorySegment ALL_MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private final MemorySegment memory;

  /** Makes a value that can hold so many bytes of its own. */
  LmdbValue(Arena arena, int capacityBytes) {
    memory = arena.allocate(OWN_OFFSET + capacityBytes, Long.BYTES);
  }

  long address() {
    return memory.address();
  }

  /** Copies bytes to its own memory and points there. */
  void set(byte[] bytes) {
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, OWN_OFFSET, bytes.length);
    memory.set(ValueLayout.JAVA_LONG, 0, bytes.length);
    memory.set(ValueLayout.JAVA_LONG, DATA_OFFSET, memory.address() + OWN_OFFSET);
  }

  int size() {
    return (int) memory.get(ValueLayout.JAVA_LONG, 0);
  }

  private long data() {
    return memory.get(ValueLayout.JAVA_LONG, DATA_OFFSET);
  }

  byte[] toArray() {
    byte[] bytes = new byte[size()];
    copyTo(bytes);
    return bytes;
  }

  void copyTo(byte[] target) {
    MemorySegment.copy(ALL_MEMORY, ValueLayout.JAVA_BYTE, data(), target, 0, target.length);
  }

  long bigEndianHead() {
    return ALL_MEMORY.get(BIG, data());
  }

  long littleEndianHead() {
    return ALL_MEMORY.get(LITTLE, data());
  }

  byte tail() {
    return ALL_MEMORY.get(ValueLayout.JAVA_BYTE, data() + size() - 1);
  }
}
