package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockDeviceTest {
  private static final int FILE_BYTES = 4 << 20;

  @TempDir private Path directory;

  @Test
  void countsWhatAFileWasGivenWithoutBeingForced() throws IOException {
    Optional<BlockDevice> device = BlockDevice.of(directory);
    assumeThat(device).isPresent();
    byte[] bytes = new byte[FILE_BYTES];
    new SplittableRandom(1).nextBytes(bytes);
    long before = device.get().writtenBytes();

    Files.write(directory.resolve("file"), bytes);

    assertThat(device.get().writtenBytes() - before).isGreaterThanOrEqualTo(FILE_BYTES);
  }

  @Test
  void nothingIsKnownOfWhatIsNotThere() {
    assertThat(BlockDevice.of(directory.resolve("absent"))).isEmpty();
  }

  @Test
  void fileSystemOfTheKernelHasNone() {
    Path processes = Path.of("/proc");
    assumeThat(processes).isDirectory();

    assertThat(BlockDevice.of(processes)).isEmpty();
  }
}
