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

  static Compilation begin() {
    return new Compilation();
  }

  boolean isQuiet() {
    long compiling = COMPILERS.getTotalCompilationTime() - beginMillis;
    long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
    return compiling * QUIET_DIVISOR <= elapsed;
  }
}
