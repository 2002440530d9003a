package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.internal.store.Background;
import dev.cairn.internal.vfs.OpenMode;
import dev.cairn.internal.vfs.Vfs;
import dev.cairn.internal.vfs.VfsFile;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.StoreDriver;
import dev.cairn.testkit.Workers;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import dev.cairn.testkit.vfs.ForwardingFile;
import dev.cairn.testkit.vfs.ForwardingVfs;
import dev.cairn.testkit.vfs.KeptVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Crashes disks to which several threads write at once, each to keys of its own and each write for
 * the device, while the store's own threads work behind them. Whatever a crash leaves, a store
 * opens with the effect of a prefix of each thread's writes: all that had returned, none that was
 * not begun, and of each batch all or nothing.
 */
public final class ConcurrentCrashCampaign {
  private static final int WRITERS = 4;
  private static final int WRITES = 45;
  private static final int WRITES_PER_COMPACTION = 15;
  private static final int KEYS = 8;
  private static final int MAX_VALUE_BYTES = 600;

  /** One value of so many needs a segment of its own. */
  private static final int LARGE = 12;

  private static final int LARGE_BYTES = 5_000;

  private final EngineFixture engine;
  private final Runs runs;
  private final AtomicLong states = new AtomicLong();

  /**
   * Prepares a campaign.
   *
   * @param engine whose stores crash
   * @param base what all randomness comes from
   */
  public ConcurrentCrashCampaign(EngineFixture engine, Seed base) {
    this.engine = engine;
    this.runs = new Runs(base);
  }

  /**
   * How many states were looked at, the one that failed too.
   *
   * @return the count
   */
  public long stateCount() {
    return states.get();
  }

  /**
   * Crashes stores, each of them at the moments at which a write had just returned.
   *
   * @param stateCount how many states are looked at, or a few more
   */
  public void run(long stateCount) {
    for (int run; states.get() < stateCount && (run = runs.next(Integer.MAX_VALUE)) >= 0; ) {
      try {
        crash(runs.seed(run));
      } catch (RuntimeException | Error failure) {
        throw runs.failure(run, "a store", failure);
      }
    }
  }

  private void crash(Seed seed) {
    CrashableVfs disk = new CrashableVfs(seed.value());
    engine.create(disk, seed.value());
    List<Writer> writers =
        IntStream.range(0, WRITERS)
            .mapToObj(number -> new Writer(number, disk, seed.derive(number).random()))
            .toList();
    try (KeyValueStore store =
        engine.open(
            new KeptVfs(new SlowVfs(disk)),
            Durability.DEVICE,
            Background.threads("concurrent-crash"))) {
      Workers.run(WRITERS, number -> write(store, writers.get(number), number == 0));
    }

    SplittableRandom random = seed.derive(WRITERS).random();
    List<Integer> steps =
        writers.stream().flatMap(writer -> writer.returned.stream()).sorted().toList();
    for (int step : steps) {
      CrashPlan plan =
          switch (random.nextInt(4)) {
            case 0 -> CrashPlan.keepAll();
            case 1 -> CrashPlan.random(random.nextLong());
            default -> CrashPlan.dropAll();
          };
      states.incrementAndGet();
      try {
        examine(disk.stateAfter(step, plan), writers, step);
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "step %d of %d, %s: %s".formatted(step, disk.steps(), plan, failure), failure);
      }
    }
  }

  private void write(KeyValueStore store, Writer writer, boolean compacts) {
    StoreDriver driver = new StoreDriver(new Home(engine, store));
    for (int i = 1; i <= WRITES; i++) {
      writer.write(driver);
      if (compacts && i % WRITES_PER_COMPACTION == 0) {
        engine.compact(store);
      }
    }
  }

  private void examine(Vfs left, List<Writer> writers, int step) {
    try (KeyValueStore store = engine.open(left, Durability.PROCESS)) {
      NavigableMap<Bytes, Bytes> content = Reading.content(store);
      for (Writer writer : writers) {
        writer.requireKept(content, step);
      }
      if (!content.isEmpty()) {
        throw new AssertionError("nobody wrote " + content);
      }
      store.verify();
    }
  }

  /** Where the store is that the writers share. */
  private static final class Home extends EngineHome {
    private final KeyValueStore store;

    Home(EngineFixture engine, KeyValueStore store) {
      super(engine);
      this.store = store;
    }

    @Override
    public KeyValueStore open() {
      return store;
    }
  }

  /** What one thread writes, and when. */
  private static final class Writer {
    private final int number;
    private final CrashableVfs disk;
    private final SplittableRandom random;
    private final Promises promises = new Promises();

    /** The disk's step before each write, and after it. */
    private final List<Integer> begun = new ArrayList<>();

    private final List<Integer> returned = new ArrayList<>();

    Writer(int number, CrashableVfs disk, SplittableRandom random) {
      this.number = number;
      this.disk = disk;
      this.random = random;
    }

    void write(StoreDriver driver) {
      Operation.Update update = next();
      Object expected = promises.issue(update);
      begun.add(disk.steps());
      Object found = driver.apply(update);
      returned.add(disk.steps());
      if (!Objects.equals(found, expected)) {
        throw new AssertionError(update + ": expected " + expected + ", found " + found);
      }
    }

    private Operation.Update next() {
      Bytes key = key();
      return switch (random.nextInt(6)) {
        case 0 -> new Operation.Delete(key);
        case 1, 2 ->
            new Operation.Write(
                List.of(
                    new Operation.Delete(key),
                    new Operation.Put(key(), value()),
                    new Operation.Put(key, value())),
                Durability.DEVICE);
        case 3 ->
            new Operation.CompareAndSet(
                key, promises.history().model().content().get(key), value());
        default -> new Operation.Put(key, value());
      };
    }

    private Bytes key() {
      return Bytes.of("writer " + number + ", key " + random.nextInt(KEYS));
    }

    private Bytes value() {
      byte[] value =
          new byte[random.nextInt(LARGE) == 0 ? LARGE_BYTES : random.nextInt(MAX_VALUE_BYTES)];
      random.nextBytes(value);
      return Bytes.of(value);
    }

    /** Takes the writer's pairs out of what a crash after a step has left, and looks at them. */
    void requireKept(NavigableMap<Bytes, Bytes> content, int step) {
      NavigableMap<Bytes, Bytes> own = new TreeMap<>(content);
      own.keySet().retainAll(promises.history().keys());
      content.keySet().removeAll(own.keySet());
      promises.check(own, countUpTo(step, returned), countUpTo(step, begun));
    }

    private static int countUpTo(int step, List<Integer> steps) {
      return (int) steps.stream().filter(each -> each <= step).count();
    }
  }

  /**
   * A disk whose forces take long enough for other threads to come before what follows them, and
   * before names are on the device.
   */
  private static final class SlowVfs extends ForwardingVfs {
    private static final int SPINS = 500;

    SlowVfs(Vfs inner) {
      super(inner);
    }

    @Override
    public VfsFile open(String name, OpenMode mode) {
      return new ForwardingFile(super.open(name, mode)) {
        @Override
        public void sync() {
          super.sync();
          spin();
        }
      };
    }

    @Override
    public void syncDirectory() {
      spin();
      super.syncDirectory();
    }

    private static void spin() {
      for (int i = 0; i < SPINS; i++) {
        Thread.onSpinWait();
      }
    }
  }
}
