package dev.cairn.cli.bench;

/** What one thread does in a phase. */
@FunctionalInterface
interface Workload {
  /**
   * Makes one call of the store.
   *
   * @param call counts the thread's calls of the phase from 0
   * @return how many pairs the call was about
   */
  int call(long call);
}
