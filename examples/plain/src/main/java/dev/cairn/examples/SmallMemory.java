package dev.cairn.examples;

import dev.cairn.StoreStats;
import dev.cairn.hash.HashOptions;
import dev.cairn.hash.HashStore;
import dev.cairn.map.Codecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A store that is much larger than the memory it may use, as in a container with a limit. */
final class SmallMemory {
  private static final int VALUE_BYTES = 1000;
  private static final Path STATUS = Path.of("/proc/self/status");

  private SmallMemory() {}

  /**
   * Runs the example.
   *
   * @param arguments the store's directory, the store's memory and the size of the data, both in
   *     MiB
   * @throws IOException if the system does not tell the process's memory
   */
  public static void main(String[] arguments) throws IOException {
    long budgetBytes = Long.parseLong(arguments[1]) << 20;
    int pairs = Math.toIntExact((Long.parseLong(arguments[2]) << 20) / VALUE_BYTES);
    HashOptions options = HashOptions.builder().memoryBudgetBytes(budgetBytes).build();
    try (HashStore store = HashStore.open(Path.of(arguments[0]), options)) {
      for (int i = 0; i < pairs; i++) {
        store.put(Codecs.INT.encode(i), value(i));
      }
      for (int i = 0; i < pairs; i += 97) {
        if (!Arrays.equals(store.get(Codecs.INT.encode(i)), value(i))) {
          throw new AssertionError("pair " + i);
        }
      }
      StoreStats stats = store.stats();
      System.out.println(stats.entryCount() + " pairs");
      System.out.println("disk " + (stats.diskBytes() >> 20) + " MiB");
      System.out.println(
          "memory of the store " + (stats.memoryBytes() >> 20) + " of " + arguments[1] + " MiB");
    }
    if (Files.exists(STATUS)) {
      // Resident memory: what a limit counts besides the page cache, which the system takes back.
      try (var lines = Files.lines(STATUS)) {
        lines.filter(line -> line.startsWith("VmHWM")).forEach(System.out::println);
      }
    }
  }

  private static byte[] value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) number);
    return value;
  }
}
