package dev.cairn.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Native access is granted to a whole JVM, so each case is one of its own. */
class HugePagesTest {
  /** What the JVMs run. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      MemoryBudget budget = new MemoryBudget(16L << 20);
      try (Block block = Block.tryAllocate(budget, 6L << 20)) {
        if (block == null) {
          throw new AssertionError("refused");
        }
        boolean zero = true;
        for (long at = 0; at < block.memory().byteSize(); at += 4096) {
          zero &= block.memory().get(ValueLayout.JAVA_BYTE, at) == 0;
        }
        block.memory().fill((byte) 1);
        System.out.println(
            "zero "
                + zero
                + ", aligned to 2 MiB "
                + (block.memory().address() % (2 << 20) == 0)
                + ", used "
                + budget.usedBytes());
      }
      System.out.println("used " + budget.usedBytes());
    }
  }

  @Test
  void largeBlocksAreAlignedToHugePagesWhereNativeAccessIsEnabled() throws Exception {
    String aligned = System.getProperty("os.name").equals("Linux") ? "true" : "";

    String output = run("--enable-native-access=ALL-UNNAMED");

    assertThat(output)
        .contains("zero true, aligned to 2 MiB " + aligned)
        .contains("used 6291456")
        .endsWith("used 0\n")
        .doesNotContain("WARNING");
  }

  @Test
  void withoutNativeAccessAllocationWorksAndTheJvmWarnsOfNothing() throws Exception {
    String output = run("-Dunused=true");

    assertThat(output)
        .contains("zero true")
        .contains("used 6291456")
        .endsWith("used 0\n")
        .doesNotContain("WARNING");
  }

  private static String run(String argument) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                argument,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replace("\r\n", "\n");
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
