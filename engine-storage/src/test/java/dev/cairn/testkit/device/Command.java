package dev.cairn.testkit.device;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs a program of the system. */
final class Command {
  private Command() {}

  /** Runs it, and returns what it printed. */
  static String run(List<String> words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = await(process);
    if (code != 0) {
      throw new IOException(String.join(" ", words) + ": " + code + ": " + printed.strip());
    }
    return printed.strip();
  }

  private static int await(Process process) throws InterruptedIOException {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("waiting for " + process.info());
    }
  }

  static String run(String... words) throws IOException {
    return run(List.of(words));
  }

  static List<String> with(List<String> words, String last) {
    List<String> all = new ArrayList<>(words);
    all.add(last);
    return all;
  }
}
