package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.StoreReader;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Lets the threads of some roles work for a while. Throughput and latency are measured in passes of
 * their own: a clock read before and after each operation would be a good part of what a fast store
 * does.
 */
final class Pass {
  private static final Duration SETTLING = Duration.ofSeconds(1);
  private static final int MOST_SETTLING_PASSES = 30;

  /** So that each store has been written to for as long when it is measured. */
  private static final int WRITING_SETTLING_PASSES = 3;

  /** One for the throughput and one for latencies. */
  private static final int MEASURED_PASSES = 2;

  /** Of a pass's duration: then a store that cannot keep its rate has shown that. */
  private static final int MOST_PACED_DURATIONS = 2;

  private static final int RUNS_BETWEEN_CLOCK_READS = 16;

  private final StoreUnderTest store;
  private final List<Role> roles;
  private final Pairs pairs;
  private final Population population;
  private final Ledger ledger;
  private final SplittableRandom random;
  private final OptionalLong pacedRate;
  private final int threadsOfARole;
  private final LongAdder readPairs = new LongAdder();
  private final LongAdder writtenPairs = new LongAdder();

  Pass(StoreUnderTest store, Bench bench, List<Role> roles) {
    CompareOptions options = bench.trial().options();
    this.store = store;
    this.roles = roles;
    this.pairs = bench.pairs();
    this.population = new Population(bench.trial().pairCount());
    this.random = bench.random();
    this.pacedRate = options.pacedRate();
    this.threadsOfARole = roles.size() == 1 ? options.threadCount() : 1;
    this.ledger = new Ledger(bench.trial().pairCount(), roles.size() * threadsOfARole);
  }

  /** How long all passes take that write, if those that are measured have a duration. */
  static Duration ofWriting(Duration duration) {
    return settling(duration)
        .multipliedBy(WRITING_SETTLING_PASSES)
        .plus(duration.multipliedBy(MEASURED_PASSES));
  }

  private static Duration settling(Duration duration) {
    return SETTLING.compareTo(duration) < 0 ? SETTLING : duration;
  }

  /**
   * What a thread of a role does with its operation; it says how often it ran it and what it saw.
   */
  private interface Measurement<R> {
    Measured<R> of(Role role, Operation operation);
  }

  private record Measured<R>(long runs, R result) {}

  /**
   * What a pass gave.
   *
   * @param rates counts a second of each role, its threads together
   * @param cpuNanos what the process took for it on all cores
   * @param pairs that were read or written
   */
  record Throughput(List<Double> rates, long cpuNanos, long pairs) {}

  /**
   * Measures after passes that do not count, in which caches get used to it and the code is
   * compiled. Writes leave more and more to do to a store, so that their number is then the same
   * for all, and compilers that are idle at once do not make a difference.
   */
  Throughput settled(Duration duration) {
    Duration settling = settling(duration);
    if (roles.stream().anyMatch(role -> role.access().writes())) {
      for (int i = 0; i < WRITING_SETTLING_PASSES; i++) {
        rates(settling);
      }
    } else {
      Compilation.repeatUntilQuiet(MOST_SETTLING_PASSES, () -> rates(settling));
    }
    return throughput(duration);
  }

  private Throughput throughput(Duration duration) {
    long pairsBefore = pairsTouched();
    ProcessUse before = ProcessUse.now();
    List<Double> rates = rates(duration);
    long cpuNanos = ProcessUse.now().since(before).cpuNanos();
    return new Throughput(rates, cpuNanos, pairsTouched() - pairsBefore);
  }

  private long pairsTouched() {
    return readPairs.sum() + writtenPairs.sum();
  }

  private List<Double> rates(Duration duration) {
    List<Double> rates = new ArrayList<>();
    List<List<Double>> threads = run((role, operation) -> rate(role, operation, duration));
    for (int i = 0; i < roles.size(); i++) {
      double runs = threads.get(i).stream().mapToDouble(Double::doubleValue).sum();
      rates.add(runs * roles.get(i).access().countPerRun());
    }
    return rates;
  }

  private static Measured<Double> rate(Role role, Operation operation, Duration duration) {
    long begin = System.nanoTime();
    long runs = 0;
    long elapsed;
    do {
      for (int i = 0; i < RUNS_BETWEEN_CLOCK_READS; i++) {
        operation.run();
      }
      runs += RUNS_BETWEEN_CLOCK_READS;
      awaitTurn(role, begin, runs);
      elapsed = System.nanoTime() - begin;
    } while (elapsed < duration.toNanos());
    return new Measured<>(runs, runs * 1e9 / elapsed);
  }

  /** Lets the thread sleep if it has run ahead of its role's rate. */
  private static void awaitTurn(Role role, long begin, long runs) {
    if (role.rate().isPresent()) {
      long due = begin + runs * TimeUnit.SECONDS.toNanos(1) / role.rate().getAsLong();
      for (long left; (left = due - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
    }
  }

  /**
   * How long operations of each role took, the making of their keys included. In paced operation,
   * from the moment each was due.
   */
  List<Latencies> latencies(Duration duration) {
    List<Latencies> sums = new ArrayList<>();
    for (List<Latencies> threads : run((role, operation) -> latencies(role, operation, duration))) {
      Latencies sum = threads.getFirst();
      threads.subList(1, threads.size()).forEach(sum::add);
      sums.add(sum);
    }
    return sums;
  }

  private Measured<Latencies> latencies(Role role, Operation operation, Duration duration) {
    Latencies latencies = new Latencies(System.nanoTime());
    long runs =
        pacedRate.isPresent()
            ? paced(
                operation,
                duration,
                latencies,
                intervalNanos(role.rate().orElse(pacedRate.getAsLong())),
                System::nanoTime)
            : unpaced(role, operation, duration, latencies);
    return new Measured<>(runs, latencies);
  }

  private static long intervalNanos(long rate) {
    return Math.max(1, TimeUnit.SECONDS.toNanos(1) / rate);
  }

  private static long unpaced(
      Role role, Operation operation, Duration duration, Latencies latencies) {
    long end = latencies.beginNanos() + duration.toNanos();
    long runs = 0;
    long after;
    do {
      long before = System.nanoTime();
      operation.run();
      after = System.nanoTime();
      latencies.add(after - before, after);
      runs++;
      if (runs % RUNS_BETWEEN_CLOCK_READS == 0) {
        awaitTurn(role, latencies.beginNanos(), runs);
      }
    } while (after < end);
    return runs;
  }

  /**
   * An operation that is late because the one before it was slow has waited since it was due, and
   * its wait counts: a pause of the store then weighs as much as it would for its callers. Those
   * that have not begun after twice the duration do not any more; their wait until then counts.
   *
   * @return how many have been done
   */
  static long paced(
      Operation operation,
      Duration duration,
      Latencies latencies,
      long intervalNanos,
      LongSupplier clock) {
    long end = latencies.beginNanos() + duration.toNanos();
    long limit = latencies.beginNanos() + MOST_PACED_DURATIONS * duration.toNanos();
    long runs = 0;
    long after = latencies.beginNanos();
    long due = after;
    for (; due < end && after < limit; due += intervalNanos) {
      while (clock.getAsLong() < due) {
        Thread.onSpinWait();
      }
      operation.run();
      after = clock.getAsLong();
      latencies.add(after - due, after);
      runs++;
    }
    for (; due < end; due += intervalNanos) {
      latencies.addUnbegun(after - due);
    }
    return runs;
  }

  /** Pairs in the store now. */
  long pairCount() {
    return population.count();
  }

  /** Looks at a part of all pairs: each must be as the writes of all passes have left it. */
  void requireNewest() {
    try (StoreReader reader = store.reader()) {
      for (long number = 0; number < population.count(); number += ledger.stride()) {
        byte[] value = reader.get(pairs.key(number));
        ledger.requireLast(number, Answers.requireValue(pairs, number, value));
      }
    }
  }

  /** What all passes until now have asked of the store. */
  Traffic traffic(int pairBytes) {
    return new Traffic(readPairs.sum(), writtenPairs.sum(), pairBytes);
  }

  /** Starts all threads at once, and returns their results by role. */
  private <R> List<List<R>> run(Measurement<R> measurement) {
    int threadCount = roles.size() * threadsOfARole;
    CyclicBarrier start = new CyclicBarrier(threadCount);
    try (ExecutorService threads = Executors.newFixedThreadPool(threadCount)) {
      List<List<Future<R>>> working = new ArrayList<>();
      int index = 0;
      for (Role role : roles) {
        List<Future<R>> crew = new ArrayList<>();
        for (int i = 0; i < threadsOfARole; i++) {
          SplittableRandom choices = random.split();
          Ledger.Author author = ledger.author(index++);
          crew.add(threads.submit(() -> atOnce(start, role, author, choices, measurement)));
        }
        working.add(crew);
      }
      return working.stream().map(crew -> crew.stream().map(Pass::result).toList()).toList();
    }
  }

  private <R> R atOnce(
      CyclicBarrier start,
      Role role,
      Ledger.Author author,
      SplittableRandom choices,
      Measurement<R> measurement)
      throws InterruptedException, BrokenBarrierException {
    Access access = role.access();
    try (Site site = new Site(store, pairs, population, author, choices);
        Operation operation = access.on(site)) {
      start.await();
      Measured<R> measured = measurement.of(role, operation);
      readPairs.add(Math.round(measured.runs() * access.readPairsPerRun()));
      writtenPairs.add(Math.round(measured.runs() * access.writtenPairsPerRun()));
      return measured.result();
    }
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
