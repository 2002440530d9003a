package dev.cairn.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ForkedJvmTest {
  private final ForkedJvm jvm = new ForkedJvm(List.of());
  private final List<String> output = new ArrayList<>();

  @TempDir private Path directory;

  @Test
  void processThatDoesNotEndIsKilled() throws IOException {
    Path errors = Files.createFile(directory.resolve("errors"));
    Process process = start("echo begun; exec sleep 20", errors);

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

  private static Process start(String script, Path errors) throws IOException {
    return new ProcessBuilder("sh", "-c", script)
        .redirectError(Redirect.to(errors.toFile()))
        .start();
  }
}
