package dev.cairn.benchmarks.compare;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * How busy the compilers of this JVM have been since a moment. A store in Java runs for hours in
 * the processes that use it; what it does in the seconds before it is compiled says nothing about
 * that.
 */
final class Compilation {
  private static final CompilationMXBean COMPILERS = ManagementFactory.getCompilationMXBean();

  /** A compiler that works for a smaller part of the time has no more than leftovers to do. */
  private static final int QUIET_DIVISOR = 20;

  private final long beginNanos = System.nanoTime();
  private final long beginMillis = COMPILERS.getTotalCompilationTime();

  private Compilation() {}

  /** What makes the JVM compile. */
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E;
  }

  /** Does something again and again, until little is compiled meanwhile. */
  static <E extends Exception> void repeatUntilQuiet(int mostTimes, Work<E> work) throws E {
    boolean isQuiet = false;
    for (int i = 0; i < mostTimes && !isQuiet; i++) {
      Compilation compilation = new Compilation();
      work.run();
      isQuiet = compilation.isQuiet();
    }
  }

  private boolean isQuiet() {
    long compiling = COMPILERS.getTotalCompilationTime() - beginMillis;
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    return compiling * QUIET_DIVISOR <= elapsed;
  }
}
