package dev.cairn.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory that a virtual machine has from its host. Some hosts take back, within seconds, what is
 * free in the guest, and provide it anew when it is touched: a huge page for 4.4 ms in place of
 * 0.18, which a store that is filled would wait for, and which says nothing about the store.
 */
final class HostMemory {
  private static final long MOST_BYTES = 1L << 30;

  /** A store's own memory, and the system's cache of its files. */
  private static final int MEMORIES = 2;

  private static final int PART_OF_FREE = 4;

  private static final Path PEAK_RESET = Path.of("/proc/self/clear_refs");
  private static final String FORGET_PEAK = "5";

  private HostMemory() {}

  /**
   * Takes memory and gives it back at once, so that the guest has it when a store is filled. Only
   * where the peak of what the process took can be forgotten.
   *
   * @param storeBytes what the store may take
   * @return how much was taken
   */
  static long provide(long storeBytes) {
    if (!Files.isWritable(PEAK_RESET)) {
      return 0;
    }
    long free =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
    long bytes = Math.min(MEMORIES * storeBytes, Math.min(MOST_BYTES, free / PART_OF_FREE));
    try (Arena arena = Arena.ofConfined()) {
      arena.allocate(bytes); // All of it is set to zero.
    }
    try {
      Files.writeString(PEAK_RESET, FORGET_PEAK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }
}
