package dev.cairn.internal.log;

import static dev.cairn.internal.record.RecordFormat.HEADER_BYTES;
import static dev.cairn.internal.record.RecordFormat.KEY_BYTES_OFFSET;
import static dev.cairn.internal.record.RecordFormat.KIND_OFFSET;
import static dev.cairn.internal.record.RecordFormat.RESERVED_OFFSET;
import static dev.cairn.internal.record.RecordFormat.VALUE_BYTES_OFFSET;

import dev.cairn.internal.record.RecordFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A record on its way into the log, encoded and checksummed before the log is locked. The value
 * stays in the caller's array until it is copied into the log.
 *
 * <p>The static methods read the header of a record that lies in memory.
 */
public final class LogRecord {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] NOTHING = {};

  // Header without checksum, then the key.
  private final byte[] head;
  private final byte[] value;
  private final int checksum;

  private LogRecord(byte kind, byte[] key, byte[] value) {
    this.head = new byte[HEADER_BYTES + key.length];
    this.value = value;
    INT.set(head, VALUE_BYTES_OFFSET, value.length);
    SHORT.set(head, KEY_BYTES_OFFSET, (short) key.length);
    head[KIND_OFFSET] = kind;
    System.arraycopy(key, 0, head, HEADER_BYTES, key.length);
    CRC32C crc = new CRC32C();
    crc.update(head, VALUE_BYTES_OFFSET, head.length - VALUE_BYTES_OFFSET);
    crc.update(value, 0, value.length);
    this.checksum = (int) crc.getValue();
  }

  /**
   * Sets the value of a key.
   *
   * @param key the key
   * @param value the value, not to be changed until the record is appended
   * @return the record
   */
  public static LogRecord put(byte[] key, byte[] value) {
    return new LogRecord(RecordFormat.PUT, key, value);
  }

  /**
   * Removes a key.
   *
   * @param key the key
   * @return the record
   */
  public static LogRecord delete(byte[] key) {
    return new LogRecord(RecordFormat.DELETE, key, NOTHING);
  }

  /**
   * Removes the keys of a range.
   *
   * @param from the smallest key of the range
   * @param to the key above the range; empty if it has no upper end
   * @return the record
   */
  public static LogRecord deleteRange(byte[] from, byte[] to) {
    return new LogRecord(RecordFormat.DELETE_RANGE, from, to);
  }

  /**
   * Removes a key again, for what is older than where it was removed first.
   *
   * @param key the key
   * @param position where in the log it was removed first
   * @return the record
   */
  public static LogRecord deleteSince(byte[] key, long position) {
    byte[] value = new byte[Long.BYTES];
    MemorySegment.ofArray(value).set(LogFormat.LONG, 0, position);
    return new LogRecord(RecordFormat.DELETE, key, value);
  }

  /**
   * Bytes the record takes in the log.
   *
   * @return the bytes, with padding
   */
  public long bytes() {
    return RecordFormat.recordBytes(head.length - HEADER_BYTES, value.length);
  }

  int checksum() {
    return checksum;
  }

  void copyTo(MemorySegment memory, long offset) {
    MemorySegment.copy(head, 0, memory, ValueLayout.JAVA_BYTE, offset, head.length);
    MemorySegment.copy(value, 0, memory, ValueLayout.JAVA_BYTE, offset + head.length, value.length);
  }

  /**
   * The checksum of a record in memory, as it stands there.
   *
   * @param memory where the record lies
   * @param offset where it begins
   * @return the checksum
   */
  static int checksum(MemorySegment memory, long offset) {
    return memory.get(LogFormat.INT, offset + RecordFormat.CHECKSUM_OFFSET);
  }

  /**
   * The kind of a record in memory.
   *
   * @param memory where the record lies
   * @param offset where it begins
   * @return one of {@link RecordFormat}'s kinds
   */
  public static byte kind(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_BYTE, offset + KIND_OFFSET);
  }

  static byte reserved(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_BYTE, offset + RESERVED_OFFSET);
  }

  /**
   * Bytes of key of a record in memory.
   *
   * @param memory where the record lies
   * @param offset where it begins
   * @return the bytes
   */
  public static int keyBytes(MemorySegment memory, long offset) {
    return Short.toUnsignedInt(memory.get(LogFormat.SHORT, offset + KEY_BYTES_OFFSET));
  }

  /**
   * Bytes of value of a record in memory.
   *
   * @param memory where the record lies
   * @param offset where it begins
   * @return the bytes
   */
  public static int valueBytes(MemorySegment memory, long offset) {
    return memory.get(LogFormat.INT, offset + VALUE_BYTES_OFFSET);
  }

  /**
   * Bytes that a record in memory takes, with padding.
   *
   * @param memory where the record lies
   * @param offset where it begins
   * @return the bytes
   */
  public static long bytes(MemorySegment memory, long offset) {
    return RecordFormat.recordBytes(keyBytes(memory, offset), valueBytes(memory, offset));
  }

  /**
   * Where the key of a record begins.
   *
   * @param offset where the record begins
   * @return the offset
   */
  public static long keyOffset(long offset) {
    return offset + HEADER_BYTES;
  }

  /**
   * The position in the log from which on a {@code DELETE} removes its key: its own, or if reclaim
   * has moved it the one it had first.
   *
   * @param memory where the record lies
   * @param offset where it begins
   * @param ownPosition the record's own position in the log
   * @return the position
   */
  public static long deletePosition(MemorySegment memory, long offset, long ownPosition) {
    return valueBytes(memory, offset) == Long.BYTES
        ? memory.get(LogFormat.LONG, keyOffset(offset) + keyBytes(memory, offset))
        : ownPosition;
  }
}
