package dev.cairn.lsm;

import static dev.cairn.lsm.TableFormat.BYTE;
import static dev.cairn.lsm.TableFormat.INT;
import static dev.cairn.lsm.TableFormat.SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Collects entries in key order and encodes them as a block's content. The prefix that the keys
 * share is known only at the end, so until then they are kept whole.
 */
final class BlockBuilder {
  private static final int INITIAL_ENTRIES = 64;

  private byte[] keys = new byte[4096];
  private byte[] values = new byte[4096];
  private int[] keyEnds = new int[INITIAL_ENTRIES];
  private int[] valueBytes = new int[INITIAL_ENTRIES];
  private long[] sequences = new long[INITIAL_ENTRIES];
  private boolean[] deletes = new boolean[INITIAL_ENTRIES];
  private int count;
  private int valuesEnd;
  private int prefixBytes;
  private int contentBytes;

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  /** How long the content is. */
  int contentBytes() {
    return contentBytes;
  }

  /** How long the content would be with another entry. */
  long contentBytesWith(byte[] key, int keyLength, long storedSequence, int valueLength) {
    if (count == 0) {
      return BlockFormat.TRAILER_BYTES
          + BlockFormat.SLOT_BYTES
          + keyLength
          + (long) BlockFormat.entryBytes(0, valueLength, storedSequence)
          + valueLength;
    }
    int prefix = sharedPrefix(key, keyLength);
    long bytes = prefix == prefixBytes ? contentBytes : contentBytesFor(prefix);
    return bytes
        + BlockFormat.SLOT_BYTES
        + BlockFormat.entryBytes(keyLength - prefix, valueLength, storedSequence)
        + valueLength;
  }

  private int sharedPrefix(byte[] key, int keyLength) {
    int shared = Math.min(prefixBytes, keyLength);
    int different = Arrays.mismatch(keys, 0, shared, key, 0, shared);
    return different < 0 ? shared : different;
  }

  private int contentBytesFor(int prefix) {
    int bytes = BlockFormat.TRAILER_BYTES + prefix + count * BlockFormat.SLOT_BYTES;
    for (int i = 0; i < count; i++) {
      bytes +=
          BlockFormat.entryBytes(keyBytes(i) - prefix, valueBytes[i], sequences[i]) + valueBytes[i];
    }
    return bytes;
  }

  private int keyStart(int i) {
    return i == 0 ? 0 : keyEnds[i - 1];
  }

  private int keyBytes(int i) {
    return keyEnds[i] - keyStart(i);
  }

  /** Adds an entry behind all others; the caller has asked whether there is room. */
  void add(
      byte[] key,
      int keyLength,
      long storedSequence,
      boolean delete,
      MemorySegment value,
      long valueOffset,
      int valueLength) {
    int prefix = count == 0 ? keyLength : sharedPrefix(key, keyLength);
    int start = begin(key, keyLength, storedSequence, delete, valueLength);
    if (valuesEnd + valueLength > values.length) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, valuesEnd + valueLength));
    }
    MemorySegment.copy(value, BYTE, valueOffset, values, valuesEnd, valueLength);
    valuesEnd += valueLength;
    if (prefix != prefixBytes || start == 0) {
      prefixBytes = prefix;
      contentBytes = contentBytesFor(prefix);
    } else {
      contentBytes +=
          BlockFormat.SLOT_BYTES
              + BlockFormat.entryBytes(keyLength - prefix, valueLength, storedSequence)
              + valueLength;
    }
  }

  private int begin(
      byte[] key, int keyLength, long storedSequence, boolean delete, int valueLength) {
    if (count == keyEnds.length) {
      keyEnds = Arrays.copyOf(keyEnds, count * 2);
      valueBytes = Arrays.copyOf(valueBytes, count * 2);
      sequences = Arrays.copyOf(sequences, count * 2);
      deletes = Arrays.copyOf(deletes, count * 2);
    }
    int start = keyStart(count);
    if (start + keyLength > keys.length) {
      keys = Arrays.copyOf(keys, Math.max(keys.length * 2, start + keyLength));
    }
    System.arraycopy(key, 0, keys, start, keyLength);
    keyEnds[count] = start + keyLength;
    sequences[count] = storedSequence;
    deletes[count] = delete;
    valueBytes[count] = valueLength;
    return count++;
  }

  /** Writes the content, of {@link #contentBytes} bytes, and begins anew. */
  void encode(MemorySegment target, long at) {
    int prefixAt =
        contentBytes - BlockFormat.TRAILER_BYTES - count * BlockFormat.SLOT_BYTES - prefixBytes;
    long entryAt = at;
    int valueAt = 0;
    long headAt = at + prefixAt + prefixBytes;
    long offsetAt = headAt + (long) count * BlockFormat.HEAD_KEY_BYTES;
    for (int i = 0; i < count; i++) {
      target.set(SHORT, offsetAt, (short) (entryAt - at));
      offsetAt += Short.BYTES;
      target.set(INT, headAt, headOf(i));
      headAt += BlockFormat.HEAD_KEY_BYTES;
      entryAt = encodeEntry(target, entryAt, i);
      MemorySegment.copy(values, valueAt, target, BYTE, entryAt, valueBytes[i]);
      valueAt += valueBytes[i];
      entryAt += valueBytes[i];
    }
    encodeEnd(target, entryAt);
    clear();
  }

  /** Writes what stands before the value of the only entry, and returns where it ends. */
  long encodeOnlyEntry(MemorySegment target, long at) {
    return encodeEntry(target, at, 0);
  }

  /** Writes what stands behind the value of the only entry, and returns where it ends. */
  long encodeAfterOnlyEntry(MemorySegment target, long at) {
    target.set(INT, at + prefixBytes, headOf(0));
    target.set(SHORT, at + prefixBytes + BlockFormat.HEAD_KEY_BYTES, (short) 0);
    encodeEnd(target, at);
    long end = at + prefixBytes + BlockFormat.SLOT_BYTES + BlockFormat.TRAILER_BYTES;
    clear();
    return end;
  }

  /** Adds the only entry of a block whose value is too long to be copied here. */
  void addOnly(byte[] key, int keyLength, long storedSequence, boolean delete, int valueLength) {
    var _ = begin(key, keyLength, storedSequence, delete, valueLength);
    prefixBytes = keyLength;
    contentBytes = contentBytesFor(keyLength);
  }

  private void encodeEnd(MemorySegment target, long prefixAt) {
    MemorySegment.copy(keys, 0, target, BYTE, prefixAt, prefixBytes);
    long trailerAt = prefixAt + prefixBytes + (long) count * BlockFormat.SLOT_BYTES;
    target.set(SHORT, trailerAt, (short) count);
    target.set(SHORT, trailerAt + BlockFormat.COUNT_BYTES, (short) prefixBytes);
  }

  private int headOf(int i) {
    int start = keyStart(i);
    int head = 0;
    for (int at = start + prefixBytes;
        at < start + prefixBytes + BlockFormat.HEAD_KEY_BYTES;
        at++) {
      head = (head << Byte.SIZE) | (at < keyEnds[i] ? keys[at] & 0xff : 0);
    }
    return head;
  }

  private long encodeEntry(MemorySegment target, long at, int i) {
    int suffixBytes = keyBytes(i) - prefixBytes;
    int valueCode = BlockFormat.valueWidthCode(valueBytes[i]);
    int sequenceWidth = BlockFormat.sequenceWidth(sequences[i]);
    int suffixWidth = BlockFormat.suffixWidth(suffixBytes);
    int control =
        sequenceWidth
            | (valueCode << BlockFormat.VALUE_WIDTH_SHIFT)
            | ((suffixWidth - 1) << BlockFormat.SUFFIX_WIDTH_SHIFT)
            | (deletes[i] ? BlockFormat.DELETE_BIT : 0);
    long to = at;
    target.set(BYTE, to++, (byte) control);
    to = set(target, to, suffixBytes, suffixWidth);
    to = set(target, to, valueBytes[i], BlockFormat.valueWidth(valueCode));
    to = set(target, to, sequences[i], sequenceWidth);
    int restBytes = suffixBytes - BlockFormat.HEAD_KEY_BYTES;
    if (restBytes > 0) {
      MemorySegment.copy(keys, keyEnds[i] - restBytes, target, BYTE, to, restBytes);
      to += restBytes;
    }
    return to;
  }

  private static long set(MemorySegment target, long at, long number, int width) {
    if (width == Byte.BYTES) {
      target.set(BYTE, at, (byte) number);
    } else {
      for (int i = 0; i < width; i++) {
        target.set(BYTE, at + i, (byte) (number >>> (i * Byte.SIZE)));
      }
    }
    return at + width;
  }

  void clear() {
    count = 0;
    valuesEnd = 0;
    prefixBytes = 0;
    contentBytes = 0;
  }
}
