package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir private Path directory;

  @Test
  void modeOfHugePagesIsTheOneInBrackets() throws IOException {
    Path modes = Files.writeString(directory.resolve("enabled"), "always [madvise] never\n");

    assertThat(Machine.hugePages(modes)).isEqualTo("madvise");
    assertThat(Machine.hugePages(directory.resolve("absent"))).isEmpty();
  }
}
