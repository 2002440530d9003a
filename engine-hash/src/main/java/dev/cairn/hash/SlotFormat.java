package dev.cairn.hash;

/**
 * How the 64 bits of a key's hash are used, and what an index slot holds.
 *
 * <pre>
 * hash  | shard 6 | fingerprint 24: directory 10, home 14 | unused 27 | tag 7 |
 * slot  | fingerprint 24 | address 40 |
 * </pre>
 *
 * <p>A table therefore knows 37 bits of the hash of each of its keys without reading the record,
 * which is all that growing, splitting and saving it need. A slot of 0 is empty: no record has
 * address 0.
 */
final class SlotFormat {
  static final int SHARD_BITS = 6;
  static final int SHARDS = 1 << SHARD_BITS;
  static final int FINGERPRINT_BITS = 24;
  static final int HOME_BITS = 14;
  static final int DIRECTORY_BITS = FINGERPRINT_BITS - HOME_BITS;
  static final int ADDRESS_BITS = 40;
  static final long EMPTY = 0;

  private static final int SHARD_SHIFT = Long.SIZE - SHARD_BITS;
  private static final int FINGERPRINT_SHIFT = SHARD_SHIFT - FINGERPRINT_BITS;
  private static final int FINGERPRINT_MASK = (1 << FINGERPRINT_BITS) - 1;
  private static final int HOME_MASK = (1 << HOME_BITS) - 1;
  private static final long ADDRESS_MASK = (1L << ADDRESS_BITS) - 1;
  private static final int TAG_MASK = 0x7f;
  private static final int TAG_PRESENT = 0x80;

  private SlotFormat() {}

  static int shard(long hash) {
    return (int) (hash >>> SHARD_SHIFT);
  }

  static int fingerprint(long hash) {
    return (int) (hash >>> FINGERPRINT_SHIFT) & FINGERPRINT_MASK;
  }

  /** Never 0, so that 0 can mean that nothing is there. */
  static byte tag(long hash) {
    return (byte) (((int) hash & TAG_MASK) | TAG_PRESENT);
  }

  /** Where among {@code homes} places a key is looked for first. */
  static int home(long hash, int homes) {
    return homeOf(fingerprint(hash), homes);
  }

  /** The same of a key whose slot is known. */
  static int slotHome(long slot, int homes) {
    return homeOf(slotFingerprint(slot), homes);
  }

  private static int homeOf(int fingerprint, int homes) {
    return (int) (((long) (fingerprint & HOME_MASK) * homes) >>> HOME_BITS);
  }

  /** Which entry of a directory of a power of two of entries has a key's table. */
  static int directoryIndex(long hash, int entries) {
    return (int) (((long) fingerprint(hash) * entries) >>> FINGERPRINT_BITS);
  }

  static long slot(long hash, long address) {
    return ((long) fingerprint(hash) << ADDRESS_BITS) | address;
  }

  static int slotFingerprint(long slot) {
    return (int) (slot >>> ADDRESS_BITS);
  }

  /** Whether the bit of the fingerprint behind the first {@code depth} is 1. */
  static boolean isInUpperHalf(long slot, int depth) {
    return (slotFingerprint(slot) >>> (FINGERPRINT_BITS - 1 - depth) & 1) == 1;
  }

  static long address(long slot) {
    return slot & ADDRESS_MASK;
  }

  /** The bits of a key's hash that a table knows; the others are 0. */
  static long knownHash(int shard, long slot, byte tag) {
    return ((long) shard << SHARD_SHIFT)
        | ((long) slotFingerprint(slot) << FINGERPRINT_SHIFT)
        | (tag & TAG_MASK);
  }
}
