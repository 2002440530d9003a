package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A child process that runs {@link DemoWriter} until it is killed. */
final class WriterProcess implements AutoCloseable {
  private static final String MAIN_CLASS = "dev.cairn.cli.Main";
  private static final String COMMAND = "demo-writer";

  private final Process process;
  private final Path errors;

  private WriterProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /**
   * Starts one on a store, with this process's Java and flags; {@code errors} takes what it
   * complains of.
   */
  static WriterProcess start(Path store, String engine, Path errors) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
    command.addAll(List.of(COMMAND, store.toString(), engine));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    return new WriterProcess(builder.start(), errors);
  }

  /**
   * Waits for some acknowledgements and kills the process with SIGKILL.
   *
   * @return the last group that was acknowledged, also in what was said between the decision and
   *     the death
   */
  long killAfter(int acknowledgements) throws IOException {
    long last = 0;
    try (InputStream out = process.getInputStream()) {
      int seen = 0;
      StringBuilder line = new StringBuilder();
      // By bytes up to the end of the stream: a line that the kill cut off acknowledges nothing.
      byte[] buffer = new byte[1 << 13];
      for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
        for (char c : new String(buffer, 0, count, US_ASCII).toCharArray()) {
          if (c != '\n') {
            line.append(c);
            continue;
          }
          last = acknowledgedGroup(line.toString(), last);
          line.setLength(0);
          seen++;
        }
        if (seen >= acknowledgements) {
          // Not Process.destroyForcibly, which closes the stream with what was said last.
          process.toHandle().destroyForcibly();
        }
      }
      requireKilled(seen, acknowledgements);
    }
    return last;
  }

  private static long acknowledgedGroup(String line, long previous) {
    return line.startsWith(DemoWriter.ACKNOWLEDGED)
        ? Long.parseLong(line.substring(DemoWriter.ACKNOWLEDGED.length()))
        : previous;
  }

  private void requireKilled(int seen, int acknowledgements) throws IOException {
    if (seen < acknowledgements) {
      throw Difference.failure(
          "the writing process ended by itself with "
              + process.onExit().join().exitValue()
              + ": "
              + Files.readString(errors).strip().replace('\n', ' '));
    }
    process.onExit().join();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
