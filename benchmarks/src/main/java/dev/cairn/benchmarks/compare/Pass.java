package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Runs a scenario for a while. Throughput and latency are measured in passes of their own: a clock
 * read before and after each operation would be a good part of what a fast store does.
 */
final class Pass {
  private static final Duration SETTLING = Duration.ofSeconds(1);
  private static final int RUNS_BETWEEN_CLOCK_READS = 16;

  private final StoreUnderTest store;
  private final Population population;
  private final SplittableRandom random;

  Pass(StoreUnderTest store, Population population, SplittableRandom random) {
    this.store = store;
    this.population = population;
    this.random = random;
  }

  /** Pairs a second of each role, its threads together. */
  List<Double> throughput(Scenario scenario, Duration duration) {
    List<Double> rates = new ArrayList<>();
    for (List<Double> threads : run(scenario, operation -> rate(operation, duration))) {
      rates.add(threads.stream().mapToDouble(Double::doubleValue).sum());
    }
    for (int i = 0; i < rates.size(); i++) {
      rates.set(i, rates.get(i) * scenario.roles().get(i).access().pairsPerRun());
    }
    return rates;
  }

  /**
   * The same after a pass that does not count, in which caches and compiled code get used to it.
   */
  List<Double> settledThroughput(Scenario scenario, Duration duration) {
    throughput(scenario, SETTLING.compareTo(duration) < 0 ? SETTLING : duration);
    return throughput(scenario, duration);
  }

  private static double rate(Operation operation, Duration duration) {
    long begin = System.nanoTime();
    long runs = 0;
    long elapsed;
    do {
      for (int i = 0; i < RUNS_BETWEEN_CLOCK_READS; i++) {
        operation.run();
      }
      runs += RUNS_BETWEEN_CLOCK_READS;
      elapsed = System.nanoTime() - begin;
    } while (elapsed < duration.toNanos());
    return runs * 1e9 / elapsed;
  }

  /** Nanoseconds that an operation of each role took, the making of its keys included. */
  List<Histogram> latency(Scenario scenario, Duration duration) {
    List<Histogram> roles = new ArrayList<>();
    for (List<Histogram> threads : run(scenario, operation -> nanos(operation, duration))) {
      Histogram sum = threads.getFirst();
      threads.subList(1, threads.size()).forEach(sum::add);
      roles.add(sum);
    }
    return roles;
  }

  private static Histogram nanos(Operation operation, Duration duration) {
    Histogram nanos = new Histogram(3);
    long end = System.nanoTime() + duration.toNanos();
    long after;
    do {
      long before = System.nanoTime();
      operation.run();
      after = System.nanoTime();
      nanos.recordValue(after - before);
    } while (after < end);
    return nanos;
  }

  /** What a thread does with its operation. */
  private interface Measurement<R> {
    R of(Operation operation);
  }

  /** Starts all threads at once, and returns their results by role. */
  private <R> List<List<R>> run(Scenario scenario, Measurement<R> measurement) {
    int threadCount = scenario.roles().stream().mapToInt(Scenario.Role::threadCount).sum();
    CyclicBarrier start = new CyclicBarrier(threadCount);
    try (ExecutorService threads = Executors.newFixedThreadPool(threadCount)) {
      List<List<Future<R>>> working = new ArrayList<>();
      for (Scenario.Role role : scenario.roles()) {
        List<Future<R>> crew = new ArrayList<>();
        for (int i = 0; i < role.threadCount(); i++) {
          Operation operation = role.access().on(store, population, random.split());
          crew.add(threads.submit(() -> atOnce(start, operation, measurement)));
        }
        working.add(crew);
      }
      return working.stream().map(crew -> crew.stream().map(Pass::result).toList()).toList();
    }
  }

  private static <R> R atOnce(CyclicBarrier start, Operation operation, Measurement<R> measurement)
      throws InterruptedException, BrokenBarrierException {
    start.await();
    return measurement.of(operation);
  }

  private static <R> R result(Future<R> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a measuring thread failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }
}
