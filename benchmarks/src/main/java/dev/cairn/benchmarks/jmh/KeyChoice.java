package dev.cairn.benchmarks.jmh;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.cairn.benchmarks.Pairs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Chooses keys at random, for one thread. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public class KeyChoice {
  /** Keys in a call of {@code getAll} and operations in a batch. */
  static final int BATCH_PAIRS = 100;

  private static final int PERCENT = 100;

  /** How many of a hundred keys that are looked for are there. */
  @Param("100")
  public int hitPercent;

  // Collected with this object: a JMH state has no other end that is sure to come.
  private final Arena arena = Arena.ofAuto();
  private MemorySegment pairKey;
  private MemorySegment pairValue;
  private Pairs pairs;
  private SplittableRandom random;
  private long pairCount;
  private long nextNew;
  private long nativeNumber;

  /** JMH makes it. */
  public KeyChoice() {}

  /**
   * Makes choices differ between threads and not between runs.
   *
   * @param filled tells how many pairs there are
   * @param thread tells which thread this is for
   */
  @Setup
  public void prepare(FilledStore filled, ThreadParams thread) {
    random = new SplittableRandom(thread.getThreadIndex());
    pairs = filled.content();
    pairKey = arena.allocate(pairs.keyBytes());
    pairValue = arena.allocate(pairs.valueBytes());
    pairCount = filled.pairs;
    nextNew = (thread.getThreadIndex() + 1L) << Integer.SIZE;
  }

  long present() {
    return random.nextLong(pairCount);
  }

  byte[] key(long number) {
    return pairs.key(number);
  }

  byte[] value(long number) {
    return pairs.value(number);
  }

  /** A key that is there as often as asked for. */
  byte[] wantedKey() {
    return hitPercent == PERCENT || random.nextInt(PERCENT) < hitPercent
        ? presentKey()
        : missingKey();
  }

  private byte[] presentKey() {
    return pairs.key(present());
  }

  byte[] missingKey() {
    return pairs.key(-1 - present());
  }

  /** A present key in native memory that is used again. */
  MemorySegment nativeKey() {
    nativeNumber = present();
    byte[] key = pairs.key(nativeNumber);
    MemorySegment.copy(key, 0, pairKey, JAVA_BYTE, 0, key.length);
    return pairKey;
  }

  /** The value that belongs to it, likewise. */
  MemorySegment nativeValue() {
    byte[] value = pairs.value(nativeNumber);
    MemorySegment.copy(value, 0, pairValue, JAVA_BYTE, 0, value.length);
    return pairValue;
  }

  /** A number that was not chosen before and is not in the store. */
  long fresh() {
    return nextNew++;
  }
}
