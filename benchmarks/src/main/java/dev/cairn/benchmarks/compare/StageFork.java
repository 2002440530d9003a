package dev.cairn.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a stage in a new JVM and collects its figures; kills it when it asks for that. */
final class StageFork {
  /** A line by which a stage says that it may be killed from now on. */
  static final String KILL_SIGN = "kill me";

  private static final int SIGNS_BEFORE_KILL = 3;
  private static final String OPEN_TO_ALL = "=ALL-UNNAMED";

  /** What Chronicle Map's manual asks for. All stores get the same flags. */
  private static final List<String> FLAGS =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-exports=java.base/jdk.internal.ref" + OPEN_TO_ALL,
          "--add-exports=java.base/sun.nio.ch" + OPEN_TO_ALL,
          "--add-exports=jdk.unsupported/sun.misc" + OPEN_TO_ALL,
          "--add-exports=jdk.compiler/com.sun.tools.javac.file" + OPEN_TO_ALL,
          "--add-opens=jdk.compiler/com.sun.tools.javac" + OPEN_TO_ALL,
          "--add-opens=java.base/java.lang" + OPEN_TO_ALL,
          "--add-opens=java.base/java.lang.reflect" + OPEN_TO_ALL,
          "--add-opens=java.base/java.io" + OPEN_TO_ALL,
          "--add-opens=java.base/java.util" + OPEN_TO_ALL);

  private final List<String> jvmFlags;

  /** Takes the flags that every JVM gets besides those above. */
  StageFork(List<String> jvmFlags) {
    this.jvmFlags = jvmFlags;
  }

  List<Figure> run(Stage stage, Trial trial) throws StageFailure {
    try {
      Files.createDirectories(trial.directory());
      Path errors = trial.directory().resolve(stage + ".err");
      Process process =
          new ProcessBuilder(command(stage, trial))
              .redirectError(Redirect.to(errors.toFile()))
              .start();
      return collect(stage, process, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Stage stage, Trial trial) {
    long heapBytes = trial.peer().heapBytes(trial.pairCount());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms" + heapBytes);
    command.add("-Xmx" + heapBytes);
    command.addAll(jvmFlags);
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Stage.class.getName(), stage.name()));
    command.addAll(trial.toArguments());
    return command;
  }

  private static List<Figure> collect(Stage stage, Process process, Path errors)
      throws IOException, StageFailure {
    List<Figure> figures = new ArrayList<>();
    int signs = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      while (signs < SIGNS_BEFORE_KILL) {
        String line = lines.readLine();
        if (line == null) {
          break;
        }
        Figure.ofLine(line).ifPresent(figures::add);
        signs += line.equals(KILL_SIGN) ? 1 : 0;
      }
    }
    boolean killed = signs == SIGNS_BEFORE_KILL;
    if (killed) {
      process.destroyForcibly();
    }
    int exit = exitOf(process);
    if (exit != 0 && !killed) {
      throw new StageFailure(stage, exit, Files.readString(errors));
    }
    return figures;
  }

  private static int exitOf(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a stage was running", e);
    }
  }
}
