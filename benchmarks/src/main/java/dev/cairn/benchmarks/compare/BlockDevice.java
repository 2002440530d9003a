package dev.cairn.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The device on which a file system keeps what is in a directory, as Linux counts what it is given.
 * That includes what the file system writes for itself, and what other processes write meanwhile.
 *
 * @param name its name
 * @param directory that is on it
 * @param statistics the file with its counts
 */
public record BlockDevice(String name, Path directory, Path statistics) {
  /** What readers of figures must know where there is none. */
  public static final String ABSENT =
      "device writes are what Linux accounts to the process: the block device's counts cannot be"
          + " had";

  private static final Path DEVICES = Path.of("/sys/dev/block");

  /** Of this length whatever the device's own sectors are. */
  private static final int SECTOR_BYTES = 512;

  /** Where a device's sectors written come among its counts. */
  private static final int SECTORS_WRITTEN = 6;

  /**
   * Finds the device.
   *
   * @param directory a directory that exists
   * @return nothing where the system does not tell, or the file system has no device of its own,
   *     such as one in memory or one that is made of others
   */
  static Optional<BlockDevice> of(Path directory) {
    try {
      long id = ((Number) Files.getAttribute(directory, "unix:dev")).longValue();
      Path device = DEVICES.resolve(major(id) + ":" + minor(id));
      Path statistics = device.resolve("stat");
      return Files.isReadable(statistics)
          ? Optional.of(
              new BlockDevice(device.toRealPath().getFileName().toString(), directory, statistics))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** The two numbers of a device lie in the bits of its id in pieces. */
  private static long major(long id) {
    return ((id >>> 8) & 0xfff) | ((id >>> 32) & ~0xfffL);
  }

  private static long minor(long id) {
    return (id & 0xff) | ((id >>> 12) & ~0xffL);
  }

  /**
   * Has the file system write all that it still holds back, and tells how much was written.
   *
   * @return bytes since the machine was started
   */
  long writtenBytes() {
    try {
      Process sync =
          new ProcessBuilder("sync", "-f", directory.toString()).redirectErrorStream(true).start();
      String complaint = new String(sync.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (sync.waitFor() != 0) {
        throw new IOException(complaint.strip());
      }
      String[] counts = Files.readString(statistics).strip().split("\\s+", -1);
      return Long.parseLong(counts[SECTORS_WRITTEN]) * SECTOR_BYTES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a file system was synced", e);
    }
  }
}
