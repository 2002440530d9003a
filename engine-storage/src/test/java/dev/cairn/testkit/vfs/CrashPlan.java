package dev.cairn.testkit.vfs;

/**
 * What a crash does to what was not yet on the device.
 *
 * @param kind what it does in general
 * @param seed what {@link Kind#RANDOM} chooses by
 * @param lyingSync the step of a sync that only pretended to work, or {@link #NO_LIE}
 */
public record CrashPlan(Kind kind, long seed, int lyingSync) {
  /** All syncs did what they said. */
  public static final int NO_LIE = 0;

  /** What a crash does in general. */
  public enum Kind {
    /** The process dies and the system lives: everything written is there. */
    KEEP_ALL,
    /** The power fails with nothing written back: only what was synced is there. */
    DROP_ALL,
    /**
     * The power fails with some of it written back: each sector, each file's size and the changes
     * of names are each chosen on their own, from the last synced state to the latest.
     */
    RANDOM
  }

  /**
   * The process dies and the system lives.
   *
   * @return the plan
   */
  public static CrashPlan keepAll() {
    return new CrashPlan(Kind.KEEP_ALL, 0, NO_LIE);
  }

  /**
   * Only what was synced survives.
   *
   * @return the plan
   */
  public static CrashPlan dropAll() {
    return new CrashPlan(Kind.DROP_ALL, 0, NO_LIE);
  }

  /**
   * What was synced survives, and some of the rest.
   *
   * @param seed what chooses
   * @return the plan
   */
  public static CrashPlan random(long seed) {
    return new CrashPlan(Kind.RANDOM, seed, NO_LIE);
  }

  /**
   * The same with a device that lied once.
   *
   * @param step the step of the sync that pretended; one of {@link CrashableVfs#syncSteps}
   * @return the plan
   */
  public CrashPlan lyingAt(int step) {
    return new CrashPlan(kind, seed, step);
  }
}
