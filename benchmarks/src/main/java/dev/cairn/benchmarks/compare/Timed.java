package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Peer;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Threads that use a filled store for a while, each in its way.
 *
 * @param roles what they do
 */
record Timed(List<Role> roles) implements Procedure {
  /** Long enough for memtables to be filled and written out while that is measured. */
  private static final int WRITING_PASSES = 3;

  /** Of a thread, of whose operations one in twenty is an insert. */
  private static final int MOST_INSERTS_PER_SECOND = 100_000;

  /** A writer that comes so close to its rate has done the work of one that keeps it. */
  private static final double KEPT_RATE = 0.98;

  /** Different threads beside each other. */
  Timed(Role... roles) {
    this(List.of(roles));
  }

  /** One kind of threads, of which the options may ask for several. */
  Timed(Access access) {
    this(new Role("", access));
  }

  @Override
  public Start start() {
    return Start.FILLED;
  }

  @Override
  public boolean writes() {
    return roles.stream().anyMatch(role -> role.access().writes());
  }

  @Override
  public long mostInserts(Trial trial) {
    if (roles.stream().noneMatch(role -> role.access().inserts())) {
      return 0;
    }
    Duration passes = Pass.ofWriting(duration(trial));
    return MOST_INSERTS_PER_SECOND * passes.toMillis() / 1000 * trial.options().threadCount();
  }

  private Duration duration(Trial trial) {
    return trial.pass().multipliedBy(writes() ? WRITING_PASSES : 1);
  }

  @Override
  public boolean suits(Peer peer) {
    return peer.isOrdered() || roles.stream().noneMatch(role -> role.access().needsOrder());
  }

  @Override
  public void run(Bench bench) throws IOException {
    Trial trial = bench.trial();
    Recorder recorder = bench.recorder();
    String workload = trial.workload().label();
    StoreUnderTest store = bench.openFilled();
    Meter meter = Meter.begin(bench, store);
    Pass pass = new Pass(store, bench, roles);
    Duration duration = duration(trial);
    Pass.Throughput throughput = pass.settled(duration);
    List<Latencies> latencies = pass.latencies(duration);
    for (int i = 0; i < roles.size(); i++) {
      String label = (workload + " " + roles.get(i).label()).strip();
      recorder.rate(label, scope(), throughput.rates().get(i));
      recorder.latencies(label, scope(), latencies.get(i));
    }
    recorder.cpu(workload, scope(), throughput.cpuNanos(), throughput.pairs());
    Scope useScope = useScope(throughput.rates());
    Traffic traffic = pass.traffic(Pairs.KEY_BYTES + trial.options().valueBytes());
    meter.recordStore(store, traffic, useScope);
    if (writes()) {
      meter.leaveOut(pass::requireNewest);
    }
    store.close();
    meter.recordUse(traffic, useScope);
    if (writes()) {
      bench.recordDisk(workload, pass.pairCount(), useScope);
    }
  }

  /** A store that is faster writes more, unless all writers have a rate, and have kept it. */
  Scope useScope(List<Double> rates) {
    for (int i = 0; i < roles.size(); i++) {
      Role role = roles.get(i);
      if (role.access().writes()
          && (role.rate().isEmpty() || rates.get(i) < KEPT_RATE * role.rate().getAsLong())) {
        return Scope.NONE;
      }
    }
    return scope();
  }
}
