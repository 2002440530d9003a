package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyValueStore;
import dev.cairn.internal.log.Log;
import dev.cairn.internal.simd.Xxh3;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The program in README.md compiles and does what its comments say. */
@Tag("once")
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

  @Test
  void programInReadmeRuns(@TempDir Path directory) throws Exception {
    Path program = Files.writeString(directory.resolve("Readme.java"), javaBlock());

    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    int exitCode =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                program.toString())
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();

    assertThat(exitCode).as(() -> text(errors)).isZero();
    // The JVM itself says there that a module incubates.
    assertThat(text(output).lines().toList().getLast()).isEqualTo("dog: woof, cat: null");
    assertThat(directory.resolve("pets")).isDirectoryContaining("glob:**/STORE");
  }

  private static String javaBlock() throws IOException {
    Matcher block = JAVA_BLOCK.matcher(Files.readString(README));
    assertThat(block.find()).as("a block of Java in README.md").isTrue();
    return block.group(1);
  }

  /** What the dependency in README.md brings along, and nothing else. */
  private static String classPath() {
    return Stream.of(
            HashStore.class, KeyValueStore.class, Log.class, Xxh3.class, LoggerFactory.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
