package dev.cairn.benchmarks.compare;

/**
 * One call of a store with the keys made for it and the answer checked, again and again. For one
 * thread, which closes it at the end.
 */
@FunctionalInterface
interface Operation extends AutoCloseable {
  void run();

  @Override
  default void close() {}
}
