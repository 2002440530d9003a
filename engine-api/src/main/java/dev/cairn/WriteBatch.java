package dev.cairn;

import static dev.cairn.internal.record.RecordFormat.CHECKSUM_OFFSET;
import static dev.cairn.internal.record.RecordFormat.DELETE;
import static dev.cairn.internal.record.RecordFormat.HEADER_BYTES;
import static dev.cairn.internal.record.RecordFormat.KEY_BYTES_OFFSET;
import static dev.cairn.internal.record.RecordFormat.KIND_OFFSET;
import static dev.cairn.internal.record.RecordFormat.PUT;
import static dev.cairn.internal.record.RecordFormat.RESERVED_OFFSET;
import static dev.cairn.internal.record.RecordFormat.VALUE_BYTES_OFFSET;

import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Operations that take effect together: all or none, in their order.
 *
 * <p>Built by one thread at a time, and not changed while it is being written. Each operation is
 * encoded and checksummed as it is added, as docs/formats/batch.md has it; the encoding is what the
 * log holds.
 */
public final class WriteBatch {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int INITIAL_BYTES = 1024;

  private final CRC32C crc = new CRC32C();
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int encodedBytes;
  private int operationCount;

  /** Makes an empty batch. */
  public WriteBatch() {}

  /**
   * Adds: set the value of a key.
   *
   * @param key the key
   * @param value the value
   * @return this
   * @throws IllegalArgumentException if key, value or batch would be too long; the batch is as
   *     before
   */
  public WriteBatch put(byte[] key, byte[] value) {
    int at = begin(PUT, key.length, value.length);
    System.arraycopy(key, 0, bytes, at + HEADER_BYTES, key.length);
    System.arraycopy(value, 0, bytes, at + HEADER_BYTES + key.length, value.length);
    end(at, key.length + value.length);
    return this;
  }

  /**
   * Adds: set the value of a key.
   *
   * @param key the key, in native or heap memory
   * @param value the value, likewise
   * @return this
   * @throws IllegalArgumentException if key, value or batch would be too long; the batch is as
   *     before
   */
  public WriteBatch put(MemorySegment key, MemorySegment value) {
    int at = begin(PUT, key.byteSize(), value.byteSize());
    int keyBytes = (int) key.byteSize();
    int valueBytes = (int) value.byteSize();
    MemorySegment.copy(key, ValueLayout.JAVA_BYTE, 0, bytes, at + HEADER_BYTES, keyBytes);
    MemorySegment.copy(
        value, ValueLayout.JAVA_BYTE, 0, bytes, at + HEADER_BYTES + keyBytes, valueBytes);
    end(at, keyBytes + valueBytes);
    return this;
  }

  /**
   * Adds: remove a key.
   *
   * @param key the key
   * @return this
   * @throws IllegalArgumentException if key or batch would be too long; the batch is as before
   */
  public WriteBatch delete(byte[] key) {
    int at = begin(DELETE, key.length, 0);
    System.arraycopy(key, 0, bytes, at + HEADER_BYTES, key.length);
    end(at, key.length);
    return this;
  }

  /**
   * Makes room for a record, writes its header and returns its index; changes no state if it
   * throws.
   */
  private int begin(byte kind, long keyBytes, long valueBytes) {
    Limits.requireKeyBytes(keyBytes);
    Limits.requireValueBytes(valueBytes);
    long needed = encodedBytes + RecordFormat.recordBytes((int) keyBytes, (int) valueBytes);
    if (needed > Limits.MAX_BATCH_BYTES) {
      throw new IllegalArgumentException(
          "batch of " + needed + " bytes: expected at most " + Limits.MAX_BATCH_BYTES);
    }
    if (needed > bytes.length) {
      long grown = Math.min(Math.max(needed, bytes.length * 2L), Limits.MAX_BATCH_BYTES);
      bytes = Arrays.copyOf(bytes, (int) grown);
    }
    int at = encodedBytes;
    INT.set(bytes, at + VALUE_BYTES_OFFSET, (int) valueBytes);
    SHORT.set(bytes, at + KEY_BYTES_OFFSET, (short) keyBytes);
    bytes[at + KIND_OFFSET] = kind;
    bytes[at + RESERVED_OFFSET] = 0;
    return at;
  }

  private void end(int at, int contentBytes) {
    int end = at + HEADER_BYTES + contentBytes;
    int paddedEnd = (end + RecordFormat.ALIGNMENT_BYTES - 1) & -RecordFormat.ALIGNMENT_BYTES;
    Arrays.fill(bytes, end, paddedEnd, (byte) 0);
    crc.reset();
    crc.update(bytes, at + VALUE_BYTES_OFFSET, end - at - VALUE_BYTES_OFFSET);
    INT.set(bytes, at + CHECKSUM_OFFSET, (int) crc.getValue());
    encodedBytes = paddedEnd;
    operationCount++;
  }

  /**
   * How many operations were added.
   *
   * @return the count
   */
  public int operationCount() {
    return operationCount;
  }

  /**
   * Whether no operation was added.
   *
   * @return whether it is empty
   */
  public boolean isEmpty() {
    return operationCount == 0;
  }

  /**
   * How long the encoding is.
   *
   * @return its length in bytes, at most {@link Limits#MAX_BATCH_BYTES}
   */
  public int encodedBytes() {
    return encodedBytes;
  }

  /**
   * Lends the encoding, for example to a log or to a replica.
   *
   * @param borrower called once, on this thread
   * @param <R> what the borrower returns
   * @return what the borrower returned
   */
  public <R extends @Nullable Object> R encoding(EncodingBorrower<R> borrower) {
    return borrower.borrow(bytes, encodedBytes);
  }

  /**
   * Removes all operations, and keeps the memory for the next ones.
   *
   * @return this
   */
  public WriteBatch clear() {
    encodedBytes = 0;
    operationCount = 0;
    return this;
  }
}
