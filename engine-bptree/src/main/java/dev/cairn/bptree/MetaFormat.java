package dev.cairn.bptree;

/**
 * Layout of the meta page, which is page 0 and, as a second copy, page 1 of the file {@code PAGES};
 * see docs/formats/pages.md.
 */
final class MetaFormat {
  /** "CAIRNBPT" as it stands in the file. */
  static final long MAGIC = 0x5450424e52494143L;

  static final int VERSION = 1;

  static final int MAGIC_OFFSET = 0;
  static final int VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int PAGE_BYTES_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final int STORE_SEED_OFFSET = PAGE_BYTES_OFFSET + Integer.BYTES;
  static final int EPOCH_OFFSET = STORE_SEED_OFFSET + Long.BYTES;
  static final int ROOT_ID_OFFSET = EPOCH_OFFSET + Long.BYTES;
  static final int ROOT_LEVEL_OFFSET = ROOT_ID_OFFSET + Integer.BYTES;
  static final int COUNT_OFFSET = ROOT_LEVEL_OFFSET + Integer.BYTES;
  static final int MAP_PAGE_OFFSET = COUNT_OFFSET + Long.BYTES;
  static final int MAP_PAGES_OFFSET = MAP_PAGE_OFFSET + Integer.BYTES;
  static final int REPLAY_POSITION_OFFSET = MAP_PAGES_OFFSET + Integer.BYTES;
  static final int CHAIN_POSITION_OFFSET = REPLAY_POSITION_OFFSET + Long.BYTES;
  static final int NEXT_SEGMENT_ID_OFFSET = CHAIN_POSITION_OFFSET + Long.BYTES;
  static final int RESERVED_OFFSET = NEXT_SEGMENT_ID_OFFSET + Long.BYTES;

  /** CRC-32C of all before it. */
  static final int CHECKSUM_OFFSET = RESERVED_OFFSET + Integer.BYTES;

  /** The rest of the page is zeros. */
  static final int META_BYTES = CHECKSUM_OFFSET + Integer.BYTES;

  private MetaFormat() {}
}
