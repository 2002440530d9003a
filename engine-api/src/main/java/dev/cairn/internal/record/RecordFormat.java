package dev.cairn.internal.record;

/**
 * Layout of a record, one operation of a batch and of the log; see docs/formats/batch.md. Integers
 * are little-endian.
 */
public final class RecordFormat {
  /**
   * CRC-32C of the bytes from {@link #VALUE_BYTES_OFFSET} to the end of the value. In the log it is
   * masked with the record's place.
   */
  public static final int CHECKSUM_OFFSET = 0;

  /** Bytes of value, an int. */
  public static final int VALUE_BYTES_OFFSET = CHECKSUM_OFFSET + Integer.BYTES;

  /** Bytes of key, an unsigned short. */
  public static final int KEY_BYTES_OFFSET = VALUE_BYTES_OFFSET + Integer.BYTES;

  /** One of the kinds below, a byte; 0 where nothing was written. */
  public static final int KIND_OFFSET = KEY_BYTES_OFFSET + Short.BYTES;

  /** A byte that is 0. */
  public static final int RESERVED_OFFSET = KIND_OFFSET + Byte.BYTES;

  /** Where the key begins; the value follows it, then zeros up to the alignment. */
  public static final int HEADER_BYTES = RESERVED_OFFSET + Byte.BYTES;

  /** Records begin at multiples of this. */
  public static final int ALIGNMENT_BYTES = 8;

  /** Sets a key's value. */
  public static final byte PUT = 1;

  /**
   * Removes a key. In the log its value may be the position that it had first; see
   * docs/formats/log.md.
   */
  public static final byte DELETE = 2;

  /** Removes the keys from the record's key up to its value. */
  public static final byte DELETE_RANGE = 3;

  /** In the log only: the records of a batch follow. */
  public static final byte BATCH = 4;

  /** In the log only: all before a position was on the device. */
  public static final byte MARK = 5;

  private RecordFormat() {}

  /**
   * Bytes that a record takes, with its padding.
   *
   * @param keyBytes bytes of key
   * @param valueBytes bytes of value
   * @return the bytes, a multiple of {@link #ALIGNMENT_BYTES}
   */
  public static long recordBytes(int keyBytes, int valueBytes) {
    return (HEADER_BYTES + (long) keyBytes + valueBytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
  }
}
