package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The memory that is taken before a fill must not count as the store's. */
class HostMemoryTest {
  private static final long STORE_BYTES = 128L << 20;

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatWasProvidedIsNotInThePeak() {
    long taken = HostMemory.provide(STORE_BYTES);

    assumeThat(taken).isEqualTo(2 * STORE_BYTES);
    assertThat(ProcessUse.peakResidentBytes().orElseThrow())
        .isLessThan(ProcessUse.residentBytes().orElseThrow() + STORE_BYTES);
  }
}
