package dev.cairn.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store of many times its budget stays within it under load, by its own count at every moment,
 * and by the system's, which also sees memory that the store forgot to count.
 */
@Gate
public abstract class BudgetGate {
  /** Room for what the JVM itself takes meanwhile: compiled code, buffers of threads. */
  private static final long NOISE_BYTES = 48 << 20;

  private static final long FILLED_BYTES = 64 << 20;

  private final EngineFixture engine;

  /**
   * Makes the test.
   *
   * @param engine whose stores are filled
   */
  protected BudgetGate(EngineFixture engine) {
    this.engine = engine;
  }

  @Test
  final void aStoreOfManyTimesItsBudgetNeverExceedsIt(@TempDir Path directory) throws Exception {
    Path errors = directory.resolve("errors");
    Process filler =
        ChildProcess.start(
            errors,
            List.of("-Xms128m", "-XX:+AlwaysPreTouch"), // The heap does not grow then.
            BudgetedFiller.class,
            engine.getClass().getName(),
            directory.resolve("store").toString(),
            Long.toString(FILLED_BYTES));
    String line;
    try (var output = filler.inputReader()) {
      line = output.readLine();
    }
    assertThat(filler.waitFor()).as(Files.readString(errors)).isZero();

    long[] found = Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
    System.out.printf(
        "bytes counted at most %d of %d, given by the system at most %d, written %d%n",
        found[0], found[1], found[2], FILLED_BYTES);
    assertThat(FILLED_BYTES).isGreaterThan(4 * found[1]);
    assertThat(found[0]).isPositive().isLessThanOrEqualTo(found[1]);
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(found[2]).as("RssAnon").isPositive();
    }
    assertThat(found[2]).isLessThan(found[1] + NOISE_BYTES);
  }
}
