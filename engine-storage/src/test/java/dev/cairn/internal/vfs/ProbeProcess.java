package dev.cairn.internal.vfs;

import dev.cairn.StoreException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Processes of their own that try something in a directory and say how it went. */
final class ProbeProcess {
  private ProbeProcess() {}

  static Process start(Class<?> main, Path directory, String... jvmArguments) throws IOException {
    return start(command(main, directory, jvmArguments));
  }

  /** The same with less of something than others have: what the shell's {@code ulimit} is given. */
  static Process startWithin(String limit, Class<?> main, Path directory) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit " + limit + " && exec \"$@\"", "sh"));
    // So that the JVM itself neither writes files nor opens any while the probe runs.
    command.addAll(command(main, directory, "-XX:-UsePerfData", "-XX:-UseContainerSupport"));
    return start(command);
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static List<String> command(Class<?> main, Path directory, String... jvmArguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(jvmArguments));
    command.addAll(List.of("-cp", classPath(), main.getName(), directory.toString()));
    return command;
  }

  /** Lets it end after the next that it says, and returns that. */
  static String answerOf(Process probe) throws IOException, InterruptedException {
    try (BufferedReader answer = probe.inputReader()) {
      String line = answer.readLine();
      probe.getOutputStream().close();
      probe.waitFor();
      return Objects.requireNonNull(line);
    }
  }

  /** Found by resource, because as modules the classes are on no class path. */
  private static String classPath() {
    return Stream.of(ProbeProcess.class, OsVfs.class, StoreException.class)
        .map(ProbeProcess::root)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String root(Class<?> type) {
    String resource = type.getName().replace('.', '/') + ".class";
    String url = Objects.requireNonNull(type.getResource("/" + resource)).toString();
    String root = url.substring(0, url.length() - resource.length());
    return root.startsWith("jar:")
        ? Path.of(URI.create(root.substring("jar:".length(), root.length() - "!/".length())))
            .toString()
        : Path.of(URI.create(root)).toString();
  }
}
