package dev.cairn.testkit.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches inputs that lead to code where none has been, by a process of Jazzer, which is libFuzzer
 * for the JVM. It begins with those that were kept; with {@code -Dcairn.fuzzCorpus=write} some of
 * those that led to new code are kept too.
 */
final class GuidedSearch {
  private static final String DRIVER = "com.code_intelligence.jazzer.Jazzer";
  private static final int SECONDS = Integer.getInteger("cairn.fuzzSeconds", 600);
  private static final boolean KEEPS = "write".equals(System.getProperty("cairn.fuzzCorpus"));
  private static final int LONGEST_INPUT = 120;
  private static final int MOST_KEPT = 30;
  private static final int LAST_LINES = 40;
  private static final int HEAP_MEGABYTES = 256;

  /** The heap, what Jazzer and the JVM take beside it, and little more: native memory counts. */
  private static final int MOST_RESIDENT_MEGABYTES = 1_024;

  /** No call that takes this long ends. */
  private static final int HANGING_SECONDS = 20;

  private final Class<?> gate;
  private final String target;
  private final Path home;
  private final List<byte[]> first;

  /**
   * Plans a search.
   *
   * @param gate the class that has the target
   * @param target its name
   * @param first inputs to begin with, beside those that were kept
   * @param home an empty directory
   */
  GuidedSearch(Class<?> gate, String target, List<byte[]> first, Path home) {
    this.gate = gate;
    this.target = target;
    this.first = first;
    this.home = home;
  }

  /**
   * Searches.
   *
   * @throws AssertionError if an input did harm, with what the fuzzer said last
   */
  void run() throws IOException, InterruptedException {
    FuzzCorpus corpus = new FuzzCorpus(target);
    Path found = Files.createDirectory(home.resolve("found"));
    corpus.unpack(found);
    // A store is opened some hundred times a second: too few to begin with inputs of no length.
    for (int i = 0; i < first.size(); i++) {
      Files.write(found.resolve("first-" + i), first.get(i));
    }
    search(found);
    if (KEEPS) {
      corpus.pack(found, MOST_KEPT);
    }
  }

  private void search(Path found) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + HEAP_MEGABYTES + "m",
            "-XX:+UseSerialGC",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath(),
            DRIVER,
            "--target_class=" + GuidedTarget.class.getName(),
            "--target_args=" + gate.getName() + " " + target.replace(' ', '-'),
            "--instrumentation_includes=dev.cairn.**",
            "--instrumentation_excludes=dev.cairn.testkit.**",
            "--custom_hook_excludes=**",
            "--reproducer_path=" + home,
            "-artifact_prefix=" + home + File.separator,
            "-timeout=" + HANGING_SECONDS,
            "-max_len=" + LONGEST_INPUT,
            "-seed=1",
            "-len_control=0",
            "-rss_limit_mb=" + MOST_RESIDENT_MEGABYTES,
            "-print_final_stats=1",
            "-max_total_time=" + SECONDS,
            found.toString()));
    Path log = home.resolve("search.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int exit;
    try {
      exit = process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(log);
    String last =
        String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    if (exit != 0) {
      throw new AssertionError(target + ": the fuzzer ended with " + exit + ":\n" + last);
    }
    System.out.println(target + ":\n" + last);
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
