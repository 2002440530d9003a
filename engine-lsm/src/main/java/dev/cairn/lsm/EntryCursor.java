package dev.cairn.lsm;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A position among the entries of one memtable, or of tables that follow each other: keys in their
 * order, and of each key the newest entry first.
 *
 * <p>What only writes its entries anew goes forward and needs no more than {@link #first} and
 * {@link #next}.
 *
 * <p>A move that fails leaves it on no entry; then it must be positioned anew.
 *
 * <p>The fields are those of the current entry, as long as {@link #valid} says that there is one.
 */
abstract class EntryCursor {
  private static final int INITIAL_KEY_BYTES = 64;

  byte[] key = new byte[INITIAL_KEY_BYTES];
  int keyBytes;

  // Shows the key, for as long as the array and the length stay what they are.
  private MemorySegment shownKey = MemorySegment.NULL;
  private byte @Nullable [] shownArray;

  /** The key's first eight bytes, zeros where it ends, as an unsigned number. */
  long head;

  long sequence;
  boolean delete;
  boolean valid;

  /** Moves to the first entry. */
  abstract void first();

  abstract void next();

  /** Moves to the first entry whose key is not less than one. */
  void seek(byte[] target, int targetBytes) {
    throw new AssertionError("this cursor goes from its beginning to its end");
  }

  /** Likewise past the entries of the key itself that are not older than a sequence. */
  void seek(byte[] target, int targetBytes, long before) {
    seek(target, targetBytes);
    // What is not newest in a table is there because a reader sees it, so these are few.
    while (valid && sequence >= before && Arrays.equals(key, 0, keyBytes, target, 0, targetBytes)) {
      next();
    }
  }

  /** Moves to the last entry. */
  void last() {
    throw new AssertionError("this cursor goes forward");
  }

  /** Moves to the last entry whose key is less than one. */
  void seekBelow(byte[] target, int targetBytes) {
    throw new AssertionError("this cursor goes forward");
  }

  void previous() {
    throw new AssertionError("this cursor goes forward");
  }

  /** The current entry's key, until the cursor moves; not to be written to. */
  @SuppressWarnings("ReferenceEquality") // It is the array that is shown.
  final MemorySegment keySegment() {
    if (shownArray != key || shownKey.byteSize() != keyBytes) {
      shownArray = key;
      shownKey = MemorySegment.ofArray(key).asSlice(0, keyBytes).asReadOnly();
    }
    return shownKey;
  }

  /** Where the current entry's value lies, until the cursor moves. */
  abstract MemorySegment valueMemory();

  abstract long valueOffset();

  abstract int valueBytes();

  /** Gives back what the cursor holds. */
  abstract void release();

  /** Makes room for a key, and for what a copy in steps of eight bytes writes behind it. */
  final void makeRoomForKey(int bytes) {
    if (key.length < bytes + Long.BYTES) {
      key = Arrays.copyOf(key, Math.max(bytes + Long.BYTES, key.length * 2));
    }
  }

  /** Whether the current entry has a key. */
  final boolean hasKey(byte[] other, int otherBytes, long otherHead) {
    return head == otherHead && Arrays.equals(key, 0, keyBytes, other, 0, otherBytes);
  }

  /** The order of two entries: by their keys, then the newer first. */
  static int compare(EntryCursor a, EntryCursor b) {
    if (a.head != b.head) {
      return Long.compareUnsigned(a.head, b.head);
    }
    int order = Arrays.compareUnsigned(a.key, 0, a.keyBytes, b.key, 0, b.keyBytes);
    return order != 0 ? order : Long.compare(b.sequence, a.sequence);
  }
}
