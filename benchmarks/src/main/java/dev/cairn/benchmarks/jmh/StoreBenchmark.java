package dev.cairn.benchmarks.jmh;

import dev.cairn.StoreStats;
import dev.cairn.WriteBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Operations that every store has, in nanoseconds a pair; what is rarer, in microseconds a call.
 *
 * <p>Every operation makes its keys; {@link #makeKey} and {@link #makePair} say what that costs.
 */
public class StoreBenchmark extends CallBenchmark {
  private static final int INSERTS = 100_000;

  /** JMH makes it. */
  public StoreBenchmark() {}

  /** Pairs of one thread that were put in to be deleted. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
  public static class Doomed {
    private final List<byte[]> keys = new ArrayList<>();

    /** JMH makes it. */
    public Doomed() {}

    /**
     * Puts them in.
     *
     * @param filled the store
     * @param choice of the pairs
     */
    @Setup(Level.Invocation)
    public void put(FilledStore filled, KeyChoice choice) {
      keys.clear();
      for (int i = 0; i < INSERTS; i++) {
        long number = choice.fresh();
        keys.add(choice.key(number));
        filled.store().put(choice.key(number), choice.value(number));
      }
    }
  }

  /** A batch of one thread that is used again and again. */
  @State(Scope.Thread)
  public static class Reused {
    private final WriteBatch batch = new WriteBatch();

    /** JMH makes it. */
    public Reused() {}

    WriteBatch puts(KeyChoice choice) {
      batch.clear();
      for (int i = 0; i < KeyChoice.BATCH_PAIRS; i++) {
        long number = choice.present();
        batch.put(choice.key(number), choice.value(number));
      }
      return batch;
    }

    WriteBatch putsOfSegments(KeyChoice choice) {
      batch.clear();
      for (int i = 0; i < KeyChoice.BATCH_PAIRS; i++) {
        batch.put(choice.nativeKey(), choice.nativeValue());
      }
      return batch;
    }

    WriteBatch deletes(KeyChoice choice) {
      batch.clear();
      for (int i = 0; i < KeyChoice.BATCH_PAIRS; i++) {
        batch.delete(choice.presentKey());
      }
      return batch;
    }

    WriteBatch deletesAndPuts(KeyChoice choice) {
      batch.clear();
      for (int i = 0; i < KeyChoice.BATCH_PAIRS; i++) {
        long number = choice.present();
        byte[] key = choice.key(number);
        batch.delete(key).put(key, choice.value(number));
      }
      return batch;
    }
  }

  /**
   * A key, and nothing done with it.
   *
   * @param choice of the key
   * @return the key
   */
  @Benchmark
  public byte[] makeKey(KeyChoice choice) {
    return choice.wantedKey();
  }

  /**
   * A key and a value, and nothing done with them.
   *
   * @param choice of the pair
   * @param sink where they go
   */
  @Benchmark
  public void makePair(KeyChoice choice, Blackhole sink) {
    long number = choice.present();
    sink.consume(choice.key(number));
    sink.consume(choice.value(number));
  }

  /**
   * A copy of a value; {@code hitPercent} says how often there is one.
   *
   * @param filled the store
   * @param choice of the key
   * @return the value, or null
   */
  @Benchmark
  public byte @Nullable [] get(FilledStore filled, KeyChoice choice) {
    return filled.store().get(choice.wantedKey());
  }

  /**
   * A search that finds nothing.
   *
   * @param filled the store
   * @param choice of the key
   * @return null
   */
  @Benchmark
  public byte @Nullable [] getMissing(FilledStore filled, KeyChoice choice) {
    return filled.store().get(choice.missingKey());
  }

  /**
   * Whether a key is there.
   *
   * @param filled the store
   * @param choice of the key
   * @return whether it is
   */
  @Benchmark
  public boolean contains(FilledStore filled, KeyChoice choice) {
    return filled.store().contains(choice.wantedKey());
  }

  /**
   * A look at a value in place.
   *
   * @param filled the store
   * @param choice of the key
   * @return the value's first byte, or null
   */
  @Benchmark
  public @Nullable Byte read(FilledStore filled, KeyChoice choice) {
    return filled
        .store()
        .read(
            MemorySegment.ofArray(choice.wantedKey()),
            value -> value.get(ValueLayout.JAVA_BYTE, 0));
  }

  /**
   * Copies of many values in one call.
   *
   * @param filled the store
   * @param choice of the keys
   * @return the values, null where there is none
   */
  @Benchmark
  @OperationsPerInvocation(KeyChoice.BATCH_PAIRS)
  public List<byte @Nullable []> getAll(FilledStore filled, KeyChoice choice) {
    byte[][] keys = new byte[KeyChoice.BATCH_PAIRS][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = choice.wantedKey();
    }
    return filled.store().getAll(Arrays.asList(keys));
  }

  /**
   * A put of a new key. The store grows, so a fixed number is measured and not a fixed time.
   *
   * @param filled the store
   * @param choice of the pair
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 5)
  @Measurement(iterations = 10)
  @OperationsPerInvocation(INSERTS)
  public void put(FilledStore filled, KeyChoice choice) {
    for (int i = 0; i < INSERTS; i++) {
      long number = choice.fresh();
      filled.store().put(choice.key(number), choice.value(number));
    }
  }

  /**
   * A put of a key that is there.
   *
   * @param filled the store
   * @param choice of the pair
   */
  @Benchmark
  public void overwrite(FilledStore filled, KeyChoice choice) {
    long number = choice.present();
    filled.store().put(choice.key(number), choice.value(number));
  }

  /**
   * The same from native memory.
   *
   * @param filled the store
   * @param choice of the pair
   */
  @Benchmark
  public void overwriteFromSegments(FilledStore filled, KeyChoice choice) {
    filled.store().put(choice.nativeKey(), choice.nativeValue());
  }

  /**
   * Puts of keys that are there, in one batch; {@link WriteBatchBenchmark} says what making it
   * costs.
   *
   * @param filled the store
   * @param choice of the pairs
   * @param reused the batch
   */
  @Benchmark
  @OperationsPerInvocation(KeyChoice.BATCH_PAIRS)
  public void overwriteBatch(FilledStore filled, KeyChoice choice, Reused reused) {
    filled.store().write(reused.puts(choice), filled.durability);
  }

  /**
   * Deletes of keys that are there, and puts that bring them back, in one batch.
   *
   * @param filled the store
   * @param choice of the pairs
   * @param reused the batch
   */
  @Benchmark
  @OperationsPerInvocation(2 * KeyChoice.BATCH_PAIRS)
  public void deleteAndPutBatch(FilledStore filled, KeyChoice choice, Reused reused) {
    filled.store().write(reused.deletesAndPuts(choice), filled.durability);
  }

  /**
   * A delete of a key that is there. The store shrinks, so a fixed number is measured and not a
   * fixed time.
   *
   * @param filled the store
   * @param doomed the keys
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 5)
  @Measurement(iterations = 10)
  @OperationsPerInvocation(INSERTS)
  public void delete(FilledStore filled, Doomed doomed) {
    for (byte[] key : doomed.keys) {
      filled.store().delete(key);
    }
  }

  /**
   * A delete of a key that is there, and a put that brings it back.
   *
   * @param filled the store
   * @param choice of the key
   */
  @Benchmark
  @OperationsPerInvocation(2)
  public void deleteAndPut(FilledStore filled, KeyChoice choice) {
    long number = choice.present();
    filled.store().delete(choice.key(number));
    filled.store().put(choice.key(number), choice.value(number));
  }

  /**
   * A compare-and-set that succeeds and changes nothing.
   *
   * @param filled the store
   * @param choice of the pair
   * @return true, if no other thread does the same
   */
  @Benchmark
  public boolean compareAndSet(FilledStore filled, KeyChoice choice) {
    long number = choice.present();
    byte[] value = choice.value(number);
    return filled.store().compareAndSet(choice.key(number), value, value);
  }

  /**
   * A compare-and-set that finds another value than it expects.
   *
   * @param filled the store
   * @param choice of the pair
   * @return false
   */
  @Benchmark
  public boolean compareAndSetInVain(FilledStore filled, KeyChoice choice) {
    long number = choice.present();
    byte[] value = choice.value(number + 1);
    return filled.store().compareAndSet(choice.key(number), value, value);
  }

  /**
   * A compare-and-set that expects nothing and puts a new key. The store grows, so a fixed number
   * is measured and not a fixed time.
   *
   * @param filled the store
   * @param choice of the pair
   * @return how many were put: all
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 5)
  @Measurement(iterations = 10)
  @OperationsPerInvocation(INSERTS)
  public int compareAndSetNew(FilledStore filled, KeyChoice choice) {
    int puts = 0;
    for (int i = 0; i < INSERTS; i++) {
      long number = choice.fresh();
      if (filled.store().compareAndSet(choice.key(number), null, choice.value(number))) {
        puts++;
      }
    }
    return puts;
  }

  /**
   * Figures about the store.
   *
   * @param filled the store
   * @return the figures
   */
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public StoreStats stats(FilledStore filled) {
    return filled.store().stats();
  }
}
