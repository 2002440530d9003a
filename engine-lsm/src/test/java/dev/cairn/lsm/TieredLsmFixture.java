package dev.cairn.lsm;

/** Small LSM stores whose tables are merged by their sizes. */
final class TieredLsmFixture extends LsmFixture {
  TieredLsmFixture() {
    super(CompactionStyle.TIERED);
  }
}
