package dev.cairn.cli.bench;

import dev.cairn.StoreStats;
import dev.cairn.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * The threads of a phase: they start together, and those in the background stop when the others are
 * done or one of them has failed.
 */
final class Crew implements AutoCloseable {
  private final Session session;
  private final CountDownLatch start = new CountDownLatch(1);
  private final List<Worker> workers = new ArrayList<>();
  private final List<Worker> background = new ArrayList<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("cairn-bench-", 0).factory());
  private long startNanos;
  private long endNanos;

  Crew(Session session) {
    this.session = session;
  }

  void add(Workload workload, long pairCount) {
    workers.add(new Worker(session, workload, pairCount, start));
  }

  void addBackground(Workload workload) {
    background.add(new Worker(session, workload, Long.MAX_VALUE, start));
  }

  long pairsDone() {
    return workers.stream().mapToLong(Worker::pairsDone).sum();
  }

  /** Works until all is done, and throws what a worker threw. */
  void run() {
    List<Future<Worker>> inForeground = workers.stream().map(threads::submit).toList();
    List<Future<Worker>> inBackground = background.stream().map(threads::submit).toList();
    startNanos = System.nanoTime();
    start.countDown();
    try {
      inForeground.forEach(Crew::await);
      endNanos = workers.stream().mapToLong(Worker::endNanos).max().orElse(startNanos);
    } finally {
      workers.forEach(Worker::stop);
      background.forEach(Worker::stop);
    }
    inBackground.forEach(Crew::await);
  }

  private static void await(Future<Worker> work) {
    try {
      work.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a thread of the measurement failed", failure.getCause());
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", interrupt);
    }
  }

  PhaseResult result(String label, int pairBytes, StoreStats stats) {
    return result(label, workers, pairBytes, stats);
  }

  PhaseResult backgroundResult(String label, int pairBytes, StoreStats stats) {
    return result(label, background, pairBytes, stats);
  }

  private PhaseResult result(String label, List<Worker> who, int pairBytes, StoreStats stats) {
    Histogram nanos = new Histogram(who.getFirst().nanos());
    who.forEach(worker -> nanos.add(worker.nanos()));
    long pairCount = who.stream().mapToLong(Worker::pairsDone).sum();
    return new PhaseResult(label, pairCount, pairBytes, endNanos - startNanos, nanos, stats);
  }

  @Override
  public void close() {
    threads.close();
  }
}
