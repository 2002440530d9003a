package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Footprint;
import dev.cairn.benchmarks.store.ReadCount;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a store costs the machine from a moment on. The device has been given by then all that was
 * written before, and at the end all that was written since: so a page that is changed twice before
 * it reaches the device counts once, and one that only waits in the system's cache does count.
 */
final class Meter {
  private final String name;
  private final Bench bench;
  private final Optional<BlockDevice> device;
  private final OptionalLong countedBefore;
  private final Optional<ReadCount> readsBefore;
  private final OptionalLong deviceBefore;
  private final ProcessUse before;
  private ProcessUse leftOut = ProcessUse.NONE;

  private Meter(Bench bench, Footprint footprint) {
    this.name = bench.trial().workload().label();
    this.bench = bench;
    this.device = reachesDevice(bench.trial()) ? bench.device() : Optional.empty();
    this.countedBefore = footprint.writtenBytes();
    this.readsBefore = footprint.reads();
    this.deviceBefore = deviceWrittenBytes();
    this.before = ProcessUse.now();
  }

  /** Begins before a new store is opened. */
  static Meter beforeOpening(Bench bench) {
    return new Meter(bench, Footprint.NONE);
  }

  /** Begins with an open store. What it did until now does not count. */
  static Meter begin(Bench bench, StoreUnderTest store) {
    return new Meter(bench, store.footprint());
  }

  /** Nobody waits for the device where nothing but what others write would be counted. */
  private static boolean reachesDevice(Trial trial) {
    return trial.procedure().writes() && trial.peer().outlivesProcess();
  }

  private OptionalLong deviceWrittenBytes() {
    return device.isPresent() ? OptionalLong.of(device.get().writtenBytes()) : OptionalLong.empty();
  }

  /**
   * Records what the store itself counts, once it has ended the work that its writes left to it:
   * they cost that too, and a store that puts it off is no better for it.
   */
  void recordStore(StoreUnderTest store, Traffic traffic, Scope scope) {
    if (bench.trial().procedure().writes()) {
      long begin = System.nanoTime();
      store.settle();
      bench.recorder().millis(name + " settling", scope, System.nanoTime() - begin);
    }
    Footprint footprint = store.footprint();
    OptionalLong counted =
        footprint.writtenBytes().isPresent()
            ? OptionalLong.of(footprint.writtenBytes().getAsLong() - countedBefore.orElse(0))
            : OptionalLong.empty();
    Optional<ReadCount> reads =
        footprint.reads().map(now -> readsBefore.map(now::since).orElse(now));
    ProcessUse use = ProcessUse.now().since(before);
    bench.recorder().countedWrites(name, counted, use, traffic);
    bench.recorder().countedReads(name, reads, use);
    bench.recorder().details(footprint);
  }

  /**
   * Does what is no part of the workload: what the process uses meanwhile does not count. May be
   * called several times. A store that has work of its own left must have it done before, or gets a
   * bit of that for nothing.
   */
  void leaveOut(Runnable look) {
    ProcessUse begin = ProcessUse.now();
    look.run();
    leftOut = leftOut.plus(ProcessUse.now().since(begin));
  }

  private ProcessUse use() {
    return ProcessUse.now().since(before).since(leftOut);
  }

  /** Records the CPU time until now, of a workload that is measured as a whole. */
  void recordCpu(Traffic traffic, Scope scope) {
    bench.recorder().cpu(name, scope, use().cpuNanos(), traffic.pairs());
  }

  /**
   * Records what the machine counts, after the store has been closed.
   *
   * @param traffic what was asked of the store
   * @param scope cut short for a store that could not do what others did: what it has written for a
   *     part says little of what it would have for all
   */
  void recordUse(Traffic traffic, Scope scope) {
    ProcessUse use = use();
    bench.recorder().use(name, scope, use, deviceWritten(use), traffic);
  }

  private OptionalLong deviceWritten(ProcessUse use) {
    OptionalLong now = deviceWrittenBytes();
    if (now.isPresent() && deviceBefore.isPresent()) {
      return OptionalLong.of(now.getAsLong() - deviceBefore.getAsLong());
    }
    return reachesDevice(bench.trial()) ? use.accountedWrittenBytes() : OptionalLong.empty();
  }
}
