package dev.cairn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples as their user starts them: in a JVM of their own, with no flag that is not named.
 */
class ExamplesTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @TempDir private Path directory;

  /** What the program needs, without what its tests do. */
  private static String path() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry ->
            entry.contains("engine-")
                || entry.contains("slf4j")
                || Path.of(entry).endsWith(Path.of("target", "classes")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private enum Start {
    CLASS_PATH,
    MODULE_PATH;

    List<String> flags(String main) {
      return this == CLASS_PATH
          ? List.of("-cp", path(), "dev.cairn.examples." + main)
          : List.of("-p", path(), "-m", "dev.cairn.examples/dev.cairn.examples." + main);
    }
  }

  private List<String> run(List<String> flags, Start start, String main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(start.flags(main));
    command.add(directory.resolve("store").toString());
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = process.waitFor();
    List<String> lines = Files.readAllLines(output);
    assertThat(exitCode).as(() -> String.join("\n", lines)).isZero();
    return lines;
  }

  @ParameterizedTest
  @CsvSource({"CLASS_PATH", "MODULE_PATH"})
  void withoutAnyFlag(Start start) throws Exception {
    run(List.of(), start, "VisitCounts", "/index", "/about", "/index");
    List<String> lines = run(List.of(), start, "VisitCounts", "/index");

    // Nothing else: no warning of the JVM's.
    assertThat(lines).hasSize(3).startsWith("/about 1", "/index 3");
    assertThat(lines.getLast()).startsWith("kernels: scalar");
  }

  @ParameterizedTest
  @CsvSource({"CLASS_PATH", "MODULE_PATH"})
  void withTheVectorModule(Start start) throws Exception {
    List<String> lines = run(List.of(VECTORS), start, "VisitCounts", "/index");

    assertThat(lines).contains("/index 1");
    assertThat(lines.getLast()).startsWith("kernels: vector");
  }

  @Test
  void aStoreLargerThanItsMemory() throws Exception {
    List<String> lines = run(List.of("-Xmx64m"), Start.CLASS_PATH, "SmallMemory", "64", "96");

    assertThat(lines).startsWith("100663 pairs");
    assertThat(lines.get(2)).matches("memory of the store ([0-9]|[1-5][0-9]|6[0-4]) of 64 MiB");
  }

  @Test
  void tenThousandVirtualThreads() throws Exception {
    List<String> lines = run(List.of("-Xmx256m"), Start.CLASS_PATH, "ManyThreads");

    assertThat(lines).containsExactly("100 accounts, sum 0");
  }
}
