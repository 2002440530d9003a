package dev.cairn.lsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Settings that no store can have are refused with their names and what they may be. */
class LsmOptionsTest {
  private static LsmOptions with(UnaryOperator<LsmOptions.Builder> change) {
    return change.apply(LsmOptions.builder()).build();
  }

  private static void requireRefused(UnaryOperator<LsmOptions.Builder> change, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> with(change)).withMessage(message);
  }

  @Test
  void whatIsOutOfItsRangeIsRefused() {
    requireRefused(
        o -> o.memoryBudgetBytes((1 << 20) - 1),
        "memoryBudgetBytes 1048575: expected at least 1048576");
    requireRefused(
        o -> o.memoryBudgetBytes(Long.MIN_VALUE),
        "memoryBudgetBytes -9223372036854775808: expected at least 1048576");
    requireRefused(
        o -> o.memtableBytes((4 << 10) - 1), "memtableBytes 4095: expected 4096 to 536870912");
    requireRefused(
        o -> o.memoryBudgetBytes(1L << 40).memtableBytes((512 << 20) + 1),
        "memtableBytes 536870913: expected 4096 to 536870912");
    requireRefused(
        o -> o.memoryBudgetBytes(8 << 20).memtableBytes((1 << 20) + 1),
        "memtableBytes 1048577: expected at most an eighth of memoryBudgetBytes 8388608");
    requireRefused(o -> o.blockBytes(1023), "blockBytes 1023: expected 1024 to 32768");
    requireRefused(o -> o.blockBytes(32769), "blockBytes 32769: expected 1024 to 32768");
    requireRefused(o -> o.bloomBitsPerKey(-1), "bloomBitsPerKey -1: expected 0 to 30");
    requireRefused(o -> o.bloomBitsPerKey(31), "bloomBitsPerKey 31: expected 0 to 30");
    requireRefused(o -> o.compressedFromLevel(-1), "compressedFromLevel -1: expected 0 to 7");
    requireRefused(o -> o.compressedFromLevel(8), "compressedFromLevel 8: expected 0 to 7");
    requireRefused(o -> o.compactionThreads(0), "compactionThreads 0: expected 1 to 64");
    requireRefused(o -> o.compactionThreads(65), "compactionThreads 65: expected 1 to 64");
    requireRefused(
        o -> o.compactionBytesPerSecond(-1), "compactionBytesPerSecond -1: expected 0 or more");
    requireRefused(o -> o.fifoBytes(-1), "fifoBytes -1: expected 0 or more");
  }

  @Test
  @SuppressWarnings("NullAway") // What Java lets callers do.
  void whatIsMissingIsNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> with(o -> o.durability(null)))
        .withMessage("durability");
    assertThatNullPointerException()
        .isThrownBy(() -> with(o -> o.compaction(null)))
        .withMessage("compaction");
    assertThatNullPointerException()
        .isThrownBy(() -> with(o -> o.compression(null)))
        .withMessage("compression");
  }

  @Test
  void theEndsOfTheRangesAreTaken() {
    LsmOptions least =
        with(o ->
            o.memoryBudgetBytes(1 << 20)
                .memtableBytes(4 << 10)
                .blockBytes(1 << 10)
                .bloomBitsPerKey(0)
                .compressedFromLevel(0)
                .compactionThreads(1)
                .compactionBytesPerSecond(0)
                .fifoBytes(0));
    LsmOptions most =
        with(o ->
            o.memoryBudgetBytes(4L << 30)
                .memtableBytes(512 << 20)
                .blockBytes(32 << 10)
                .bloomBitsPerKey(30)
                .compressedFromLevel(7)
                .compactionThreads(64)
                .compactionBytesPerSecond(Long.MAX_VALUE)
                .fifoBytes(Long.MAX_VALUE));

    assertThat(least.memtableBytes()).isEqualTo(4 << 10);
    assertThat(most.compactionThreads()).isEqualTo(64);
  }

  @Test
  void aMemtableIsAnEighthOfTheBudgetUnlessThatIsTooMuch() {
    assertThat(with(o -> o.memoryBudgetBytes(8 << 20)).memtableBytes()).isEqualTo(1 << 20);
    assertThat(with(o -> o.memoryBudgetBytes(64L << 30)).memtableBytes()).isEqualTo(64 << 20);
  }

  @Test
  void onlyTheLevelsBelowTheTopAreCompressedUnlessOtherwiseSaid() {
    LsmOptions options = LsmOptions.defaults();

    assertThat(options.shape(0, 0).compression()).isSameAs(Compression.NONE);
    assertThat(options.shape(1, 0).compression()).isSameAs(Compression.NONE);
    assertThat(options.shape(2, 0).compression()).isSameAs(Compression.LZ4);
  }
}
