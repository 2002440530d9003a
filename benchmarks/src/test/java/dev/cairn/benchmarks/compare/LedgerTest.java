package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What was lost, and what is stale, of the writes of two threads. */
class LedgerTest {
  private static final long NUMBER = 3;

  private final Ledger ledger = new Ledger(10, 2);
  private final Ledger.Author one = ledger.author(0);
  private final Ledger.Author other = ledger.author(1);

  @Test
  void versionsDifferAndAreNotThatOfTheFill() {
    assertThat(new int[] {one.nextVersion(), one.nextVersion(), other.nextVersion(), 0})
        .doesNotHaveDuplicates();
  }

  @Test
  void lastWriteOfEitherThreadMayBeThere() {
    int mine = write(one);
    int theirs = write(other);

    ledger.requireLast(NUMBER, mine);
    ledger.requireLast(NUMBER, theirs);
  }

  @Test
  void writeThatWasReplacedIsALoss() {
    int replaced = write(one);
    write(one);

    requireLoss(NUMBER, replaced);
    requireLoss(NUMBER, 0);
    requireLoss(NUMBER, other.nextVersion());
  }

  @Test
  void pairThatNobodyWroteIsAsItWasFilled() {
    ledger.requireLast(NUMBER, 0);
    ledger.requireLast(10, 0);

    requireLoss(NUMBER, one.nextVersion());
    requireLoss(10, one.nextVersion());
  }

  private void requireLoss(long number, int version) {
    assertThatThrownBy(() -> ledger.requireLast(number, version))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void readMaySeeWhatCameLaterButNotWhatWasReplaced() {
    int replaced = write(one);
    int newest = write(one);
    other.beginRead(NUMBER);
    int later = write(one);

    for (int fresh : new int[] {newest, later, other.nextVersion()}) {
      assertThatCode(() -> other.requireNewest(NUMBER, fresh)).doesNotThrowAnyException();
    }
    for (int stale : new int[] {0, replaced}) {
      assertThatThrownBy(() -> other.requireNewest(NUMBER, stale))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void ofManyPairsAPartIsLookedAt() {
    Ledger large = new Ledger(1_000_000, 1);
    assertThat(large.stride()).isBetween(200L, 400L);
    assertThat(new Ledger(4096, 1).stride()).isEqualTo(1);
    assertThat(new Ledger(4097, 1).stride()).isEqualTo(2);
    long lastLookedAt = 999_999 / large.stride() * large.stride();
    int version = large.author(0).nextVersion();

    large.author(0).acknowledge(lastLookedAt, version);

    large.requireLast(lastLookedAt, version);
  }

  private static int write(Ledger.Author author) {
    int version = author.nextVersion();
    author.acknowledge(NUMBER, version);
    return version;
  }
}
