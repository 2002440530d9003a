package dev.cairn.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What this process has used since its start, as the JVM and Linux account for it.
 *
 * <p>Linux accounts bytes as written when a clean folio of its cache becomes dirty: all of the
 * folio then, which may be megabytes, although a call has changed one block of it and the device is
 * given that block alone; and nothing if it is dirty already. So these are not the bytes that a
 * {@link BlockDevice} is given.
 *
 * @param cpuNanos time on all cores together
 * @param gcCount collections
 * @param gcMillis time that they took
 * @param accountedWrittenBytes bytes that Linux accounts as written to devices
 * @param deviceReadBytes bytes that the device gave
 * @param callWrittenBytes bytes in system calls that write
 * @param callReadBytes bytes in system calls that read
 */
record ProcessUse(
    long cpuNanos,
    long gcCount,
    long gcMillis,
    OptionalLong accountedWrittenBytes,
    OptionalLong deviceReadBytes,
    OptionalLong callWrittenBytes,
    OptionalLong callReadBytes) {
  /** Nothing. */
  static final ProcessUse NONE =
      new ProcessUse(
          0, 0, 0, OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(0));

  private static final Path PROCESS_IO = Path.of("/proc/self/io");
  private static final Path PROCESS_STATUS = Path.of("/proc/self/status");
  private static final long BYTES_PER_KILOBYTE = 1024;

  static ProcessUse now() {
    long gcCount = 0;
    long gcMillis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      gcCount += collector.getCollectionCount();
      gcMillis += collector.getCollectionTime();
    }
    return new ProcessUse(
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
        gcCount,
        gcMillis,
        field(PROCESS_IO, "write_bytes:"),
        field(PROCESS_IO, "read_bytes:"),
        field(PROCESS_IO, "wchar:"),
        field(PROCESS_IO, "rchar:"));
  }

  ProcessUse since(ProcessUse before) {
    return new ProcessUse(
        cpuNanos - before.cpuNanos,
        gcCount - before.gcCount,
        gcMillis - before.gcMillis,
        difference(accountedWrittenBytes, before.accountedWrittenBytes),
        difference(deviceReadBytes, before.deviceReadBytes),
        difference(callWrittenBytes, before.callWrittenBytes),
        difference(callReadBytes, before.callReadBytes));
  }

  ProcessUse plus(ProcessUse other) {
    return since(NONE.since(other));
  }

  private static OptionalLong difference(OptionalLong after, OptionalLong before) {
    return after.isPresent() && before.isPresent()
        ? OptionalLong.of(after.getAsLong() - before.getAsLong())
        : OptionalLong.empty();
  }

  /** The most memory the process had in use at once, mapped files included, if the system tells. */
  static OptionalLong peakResidentBytes() {
    return kilobytes("VmHWM:");
  }

  /** Memory that the process has in use now, mapped files included, if the system tells. */
  static OptionalLong residentBytes() {
    return kilobytes("VmRSS:");
  }

  private static OptionalLong kilobytes(String name) {
    OptionalLong kilobytes = field(PROCESS_STATUS, name);
    return kilobytes.isPresent()
        ? OptionalLong.of(kilobytes.getAsLong() * BYTES_PER_KILOBYTE)
        : kilobytes;
  }

  /** Bytes of live objects, after a full collection. */
  static long liveHeapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static OptionalLong field(Path file, String name) {
    if (!Files.isReadable(file)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(
              line -> Long.parseLong(line.substring(name.length()).replace("kB", "").strip()))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
