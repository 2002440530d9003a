package dev.cairn.internal.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Steps over the operations of an encoded batch, which is trusted: this process encoded it. */
public final class BatchReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int encodedBytes;
  private int offset;
  private int nextOffset;

  /**
   * Makes a reader that stands before the first operation.
   *
   * @param bytes holds the encoding from index 0
   * @param encodedBytes its length
   */
  public BatchReader(byte[] bytes, int encodedBytes) {
    this.bytes = bytes;
    this.encodedBytes = encodedBytes;
  }

  /**
   * Moves to the next operation.
   *
   * @return whether there is one
   */
  public boolean next() {
    if (nextOffset >= encodedBytes) {
      return false;
    }
    offset = nextOffset;
    nextOffset += (int) recordBytes();
    return true;
  }

  /**
   * The array that holds the encoding.
   *
   * @return the array itself
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Where the operation's record begins.
   *
   * @return the index
   */
  public int offset() {
    return offset;
  }

  /**
   * One of {@link RecordFormat}'s kinds.
   *
   * @return the kind
   */
  public byte kind() {
    return bytes[offset + RecordFormat.KIND_OFFSET];
  }

  /**
   * Where the key begins.
   *
   * @return the index
   */
  public int keyOffset() {
    return offset + RecordFormat.HEADER_BYTES;
  }

  /**
   * Bytes of key.
   *
   * @return the bytes
   */
  public int keyBytes() {
    return Short.toUnsignedInt((short) SHORT.get(bytes, offset + RecordFormat.KEY_BYTES_OFFSET));
  }

  /**
   * Bytes of value, which follow the key.
   *
   * @return the bytes
   */
  public int valueBytes() {
    return (int) INT.get(bytes, offset + RecordFormat.VALUE_BYTES_OFFSET);
  }

  /**
   * Bytes that the record takes, with padding.
   *
   * @return the bytes
   */
  public long recordBytes() {
    return RecordFormat.recordBytes(keyBytes(), valueBytes());
  }
}
