package dev.cairn.benchmarks.jmh;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Chooses keys at random, for one thread. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets what is not set here.
public class KeyChoice extends PairChoice {
  private static final int PERCENT = 100;

  /** How many of a hundred keys that are looked for are there. */
  @Param("100")
  public int hitPercent;

  // Collected with this object: a JMH state has no other end that is sure to come.
  private final Arena arena = Arena.ofAuto();
  private MemorySegment pairKey;
  private MemorySegment pairValue;
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
    begin(filled, thread);
    pairKey = arena.allocate(filled.content().keyBytes());
    pairValue = arena.allocate(filled.content().valueBytes());
    nextNew = (thread.getThreadIndex() + 1L) << Integer.SIZE;
  }

  /** A key that is there as often as asked for. */
  byte[] wantedKey() {
    return hitPercent == PERCENT || random().nextInt(PERCENT) < hitPercent
        ? presentKey()
        : missingKey();
  }

  byte[] missingKey() {
    return key(-1 - present());
  }

  /** A present key in native memory that is used again. */
  MemorySegment nativeKey() {
    nativeNumber = present();
    byte[] key = key(nativeNumber);
    MemorySegment.copy(key, 0, pairKey, JAVA_BYTE, 0, key.length);
    return pairKey;
  }

  /** The value that belongs to it, likewise. */
  MemorySegment nativeValue() {
    byte[] value = value(nativeNumber);
    MemorySegment.copy(value, 0, pairValue, JAVA_BYTE, 0, value.length);
    return pairValue;
  }

  /** A number that was not chosen before and is not in the store. */
  long fresh() {
    return nextNew++;
  }
}
