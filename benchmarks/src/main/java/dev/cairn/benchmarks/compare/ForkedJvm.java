package dev.cairn.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a task in a new JVM and collects what it prints; kills it when it asks for that. */
final class ForkedJvm {
  /** The exit code of a JVM in which the store cannot be had. */
  static final int UNAVAILABLE = 3;

  private static final int SIGNS_BEFORE_KILL = 600;

  /** Exit codes above are those of JVMs that a signal has ended. */
  private static final int FIRST_SIGNAL = 128;

  private static final String LINUX = "Linux";
  private static final String OPEN_TO_ALL = "=ALL-UNNAMED";

  /**
   * Cairn asks the system for huge pages where it may call native code, which all may here. With
   * this a heap and what C's {@code malloc} gives ask for them too.
   */
  private static final String HUGE_PAGES_OF_THE_HEAP = "-XX:+UseTransparentHugePages";

  private static final String TUNABLES = "GLIBC_TUNABLES";
  private static final String HUGE_PAGES_OF_MALLOC = "glibc.malloc.hugetlb=1";

  /** What the manuals of Chronicle Map and others ask for. All get the same flags. */
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
          "--add-opens=java.base/java.nio" + OPEN_TO_ALL,
          "--add-opens=java.base/sun.nio.ch" + OPEN_TO_ALL,
          "--add-opens=java.base/java.util" + OPEN_TO_ALL);

  private final List<String> jvmFlags;
  private final Object lock = new Object();
  private @Nullable Process running;
  private boolean stopped;

  /** Takes the flags that every JVM gets besides those above. */
  ForkedJvm(List<String> jvmFlags) {
    this.jvmFlags = jvmFlags;
  }

  void run(Task task, Trial trial, Consumer<String> output) throws TrialFailure {
    try {
      Path parent = Files.createDirectories(trial.directory().getParent());
      Path errors = parent.resolve(trial.directory().getFileName() + ".err");
      Process process = start(builder(task, trial).redirectError(Redirect.to(errors.toFile())));
      collect(process, errors, trial.limit(), output);
      Files.delete(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(ProcessBuilder builder) throws IOException {
    synchronized (lock) {
      if (!stopped) {
        running = builder.start();
        return running;
      }
    }
    awaitTheEnd();
    throw new AssertionError("there is nothing after the end");
  }

  /** Ends what runs, and lets nothing else begin: the process is about to end. */
  void stop() {
    synchronized (lock) {
      stopped = true;
      if (running != null) {
        running.destroyForcibly();
        running.onExit().join();
      }
    }
  }

  private boolean isStopped() {
    synchronized (lock) {
      return stopped;
    }
  }

  /** Keeps the caller from whatever it would do while others clean up behind it. */
  private static void awaitTheEnd() {
    while (true) {
      LockSupport.park();
    }
  }

  /** What starts the JVM of a task. */
  ProcessBuilder builder(Task task, Trial trial) {
    ProcessBuilder builder = new ProcessBuilder(command(task, trial));
    builder.environment().put(TUNABLES, HUGE_PAGES_OF_MALLOC);
    return builder;
  }

  private List<String> command(Task task, Trial trial) {
    long heapBytes = trial.peer().heapBytes(trial.home());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xms" + heapBytes);
    command.add("-Xmx" + heapBytes);
    command.addAll(jvmFlags);
    command.addAll(FLAGS);
    if (System.getProperty("os.name").equals(LINUX)) {
      command.add(HUGE_PAGES_OF_THE_HEAP); // Which JVMs of other systems do not know.
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Task.class.getName(), task.name()));
    command.addAll(trial.toArguments());
    return command;
  }

  /** Reads all that a process prints, and kills it if it goes on for too long. */
  void collect(Process process, Path errors, Duration limit, Consumer<String> output)
      throws IOException, TrialFailure {
    AtomicBoolean isOverdue = new AtomicBoolean();
    Thread.startVirtualThread(() -> killOverdue(process, limit, isOverdue));
    int signs = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      // What it has said before it dies is read too.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accept(line);
        signs += KillSign.ofLine(line).isPresent() ? 1 : 0;
        if (signs == SIGNS_BEFORE_KILL) {
          process.toHandle().destroyForcibly(); // Which leaves its output open.
        }
      }
    }
    boolean killed = signs >= SIGNS_BEFORE_KILL;
    int exit = exitOf(process);
    if (exit > FIRST_SIGNAL && !killed && !isOverdue.get()) {
      // Ctrl-C goes to both processes, and this one may learn of it a moment later.
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }
    if (isStopped()) {
      awaitTheEnd();
    }
    if (exit != 0 && !killed) {
      long usableBytes = Files.getFileStore(errors).getUsableSpace();
      // Native code may say what is no text, or half of a character when it is killed.
      String said = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8);
      throw isOverdue.get()
          ? TrialFailure.noEnd(limit, exit, said, usableBytes)
          : new TrialFailure(exit, said, usableBytes);
    }
  }

  private static void killOverdue(Process process, Duration limit, AtomicBoolean isOverdue) {
    try {
      if (!process.waitFor(limit)) {
        isOverdue.set(true);
        process.toHandle().destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  private static int exitOf(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a trial was running", e);
    }
  }
}
