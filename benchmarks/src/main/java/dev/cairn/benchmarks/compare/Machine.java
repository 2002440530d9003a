package dev.cairn.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What figures were measured on.
 *
 * @param processor its name
 * @param processorCount cores that the JVM may use
 * @param memoryBytes memory of the machine
 * @param system the operating system
 * @param fileSystem the kind of that which holds the stores
 * @param device the block device below it at which writes are counted; empty if it cannot be had
 * @param hugePages when Linux gives transparent huge pages: always, to whoever asks (madvise) or
 *     never; empty if it does not tell
 * @param java the JVM
 */
record Machine(
    String processor,
    int processorCount,
    long memoryBytes,
    String system,
    String fileSystem,
    String device,
    String hugePages,
    String java) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  /** This machine, with stores in a directory. */
  static Machine here(Path directory) {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")),
        fileSystem(directory),
        BlockDevice.of(directory).map(BlockDevice::name).orElse(""),
        hugePages(HUGE_PAGES),
        System.getProperty("java.vendor.version", System.getProperty("java.vm.version")));
  }

  /** The name that Linux tells; elsewhere that of the instruction set. */
  private static String processorName() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException absent) {
      return System.getProperty("os.arch");
    }
  }

  private static String fileSystem(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      return store.type();
    } catch (IOException absent) {
      return "";
    }
  }

  /** Of all modes the one in brackets. */
  static String hugePages(Path file) {
    try {
      String modes = Files.readString(file);
      return modes.substring(modes.indexOf('[') + 1, modes.indexOf(']'));
    } catch (IOException | IndexOutOfBoundsException absent) {
      return "";
    }
  }
}
