package dev.cairn.testkit.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the main method of a class of the tests in a JVM of its own. */
final class ChildProcess {
  private ChildProcess() {}

  /** Starts it; what it says about its own end goes to a file. */
  static Process start(Path errors, Class<?> main, String... arguments) throws IOException {
    return start(errors, List.of(), main, arguments);
  }

  /** Likewise with more arguments for the JVM. */
  static Process start(Path errors, List<String> jvmArguments, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-ea"));
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }
}
