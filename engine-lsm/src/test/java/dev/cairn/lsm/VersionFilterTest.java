package dev.cairn.lsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept when tables are written anew. */
class VersionFilterTest {
  private static final byte[] A = {'a'};
  private static final byte[] B = {'b'};

  private static VersionFilter filter(
      boolean isBottom, RangeTombstones tombstones, long... readers) {
    return new VersionFilter(readers, tombstones, (from, to) -> true, isBottom);
  }

  private static boolean keepsPut(VersionFilter filter, byte[] key, long sequence) {
    return filter.keeps(key, key.length, sequence, false);
  }

  private static boolean keepsDelete(VersionFilter filter, byte[] key, long sequence) {
    return filter.keeps(key, key.length, sequence, true);
  }

  @Test
  void onlyTheNewestOfAKeyIsKeptIfNobodyReadsAnOlderOne() {
    VersionFilter filter = filter(false, RangeTombstones.NONE);

    assertThat(keepsPut(filter, A, 9)).isTrue();
    assertThat(keepsPut(filter, A, 5)).isFalse();
    assertThat(keepsPut(filter, B, 7)).isTrue();
  }

  @Test
  void whatAReaderSeesIsKept() {
    VersionFilter filter = filter(false, RangeTombstones.NONE, 6, 6 + 2);

    assertThat(keepsPut(filter, A, 9)).isTrue();
    assertThat(keepsPut(filter, A, 7)).isTrue();
    assertThat(keepsPut(filter, A, 6)).isFalse();
    assertThat(keepsPut(filter, A, 5)).isTrue();
    assertThat(keepsPut(filter, A, 4)).isFalse();
  }

  @Test
  void deletesGoAtTheBottomAndTakeWhatTheyHideAlong() {
    VersionFilter filter = filter(true, RangeTombstones.NONE);

    assertThat(keepsDelete(filter, A, 9)).isFalse();
    assertThat(keepsPut(filter, A, 5)).isFalse();
    assertThat(keepsDelete(filter(false, RangeTombstones.NONE), A, 9)).isTrue();
  }

  @Test
  void aDeleteStaysAtTheBottomWhileAReaderSeesWhatItHides() {
    VersionFilter filter = filter(true, RangeTombstones.NONE, 6);

    assertThat(keepsDelete(filter, A, 9)).isTrue();
    assertThat(keepsPut(filter, A, 5)).isTrue();
  }

  @Test
  void whatARangeRemovesGoesUnlessAReaderStandsBetween() {
    RangeTombstones removed = RangeTombstones.NONE.with(A, B, 8);

    assertThat(keepsPut(filter(false, removed), A, 5)).isFalse();
    assertThat(keepsPut(filter(false, removed), A, 9)).isTrue();
    assertThat(keepsPut(filter(false, removed), B, 5)).isTrue();
    assertThat(keepsPut(filter(false, removed, 7), A, 5)).isTrue();
    assertThat(keepsPut(filter(false, removed, 9), A, 5)).isFalse();
    assertThat(filter(false, removed).tombstonesToKeep().isEmpty()).isFalse();
    assertThat(filter(true, removed).tombstonesToKeep().isEmpty()).isTrue();
    assertThat(filter(true, removed, 7).tombstonesToKeep().isEmpty()).isFalse();
  }

  @Test
  void sequencesGoAtTheBottomIfEverybodySeesTheEntry() {
    assertThat(filter(true, RangeTombstones.NONE).sequenceToKeep(5)).isZero();
    assertThat(filter(true, RangeTombstones.NONE, 4).sequenceToKeep(5)).isEqualTo(5);
    assertThat(filter(false, RangeTombstones.NONE).sequenceToKeep(5)).isEqualTo(5);
    assertThat(filter(true, RangeTombstones.NONE.with(A, B, 3)).sequenceToKeep(5)).isEqualTo(5);
  }

  @Test
  void theEmptyKeyIsAKey() {
    VersionFilter filter = filter(false, RangeTombstones.NONE);

    assertThat(keepsPut(filter, "".getBytes(UTF_8), 5)).isTrue();
    assertThat(keepsPut(filter, "".getBytes(UTF_8), 4)).isFalse();
    assertThat(filter.replacedCount()).isZero();
  }
}
