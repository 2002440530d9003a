package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisabledOnOs(OS.WINDOWS)
class ForkedJvmTest {
  private final ForkedJvm jvm = new ForkedJvm(List.of());
  private final List<String> output = new ArrayList<>();

  @TempDir private Path directory;

  @Test
  void processThatDoesNotEndIsKilled() throws IOException {
    Path errors = Files.createFile(directory.resolve("errors"));
    Path begun = directory.resolve("begun");
    Process process = start("echo begun; : > '" + begun + "'; exec sleep 20", errors);
    while (process.isAlive() && !Files.exists(begun)) {
      Thread.onSpinWait();
    }

    TrialFailure failure =
        catchThrowableOfType(
            TrialFailure.class,
            () -> jvm.collect(process, errors, Duration.ofSeconds(1), output::add));

    assertThat(failure.reason()).isEqualTo("no end after 1 seconds");
    assertThat(failure.isUnavailable() || failure.isFullDisk()).isFalse();
    assertThat(process.isAlive()).isFalse();
    assertThat(output).containsExactly("begun");
  }

  @Test
  void processThatEndsInTimeIsNot() throws IOException, TrialFailure {
    Path errors = Files.createFile(directory.resolve("errors"));

    jvm.collect(start("echo done", errors), errors, Duration.ofMinutes(1), output::add);

    assertThat(output).containsExactly("done");
  }

  @Test
  void processMayPrintWhatIsNoText() throws IOException {
    Path errors = Files.createFile(directory.resolve("errors"));
    Process process = start("printf '\\377' >&2; exit 1", errors);

    TrialFailure failure =
        catchThrowableOfType(
            TrialFailure.class,
            () -> jvm.collect(process, errors, Duration.ofMinutes(1), output::add));

    assertThat(failure.reason()).isEqualTo("exit code 1");
  }

  @ParameterizedTest
  @EnumSource
  @EnabledOnOs(OS.LINUX)
  void everyStoreIsGivenHugePages(Peer peer) {
    CompareOptions options = CompareOptions.parse();
    Trial trial =
        new Trial(
            options, peer, Workload.READRANDOM, 1000, options.pass(), 0, Path.of("unused"), 0);

    ProcessBuilder builder = jvm.builder(Task.MEASURE, trial);

    assertThat(builder.command()).contains("-XX:+UseTransparentHugePages");
    assertThat(builder.environment()).containsEntry("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
  }

  private static Process start(String script, Path errors) throws IOException {
    return new ProcessBuilder("sh", "-c", script)
        .redirectError(Redirect.to(errors.toFile()))
        .start();
  }
}
