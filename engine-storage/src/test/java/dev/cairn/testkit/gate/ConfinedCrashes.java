package dev.cairn.testkit.gate;

import dev.cairn.internal.memory.Block;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;

/**
 * Runs a {@link CrashCampaign} with an engine whose off-heap memory belongs to the thread that took
 * it.
 *
 * <p>All that a store of a campaign does, it does in one thread. To free memory that any thread
 * might use, the JVM stops all of them; to free a thread's own costs nothing. So more states fit in
 * the same time, and an access by another thread would be a failure.
 */
final class ConfinedCrashes {
  private static final Map<String, Edit> CONFINED =
      Map.of(Block.class.getName(), Edit.callInstead("tryAllocate", "ofShared", "ofConfined"));

  private ConfinedCrashes() {}

  /** How many states of how many workloads were looked at. */
  record Counts(long states, int workloads) {}

  static Counts run(EngineFixture engine, Seed seed, long states) throws InterruptedException {
    try {
      Method run =
          new EditingLoader(CONFINED)
              .loadClass(ConfinedCrashes.class.getName())
              .getDeclaredMethod("runHere", String.class, long.class, long.class);
      run.setAccessible(true);
      long[] counts = (long[]) run.invoke(null, engine.getClass().getName(), seed.value(), states);
      return new Counts(counts[0], (int) counts[1]);
    } catch (InvocationTargetException failure) {
      throw new AssertionError(failure.getCause().getMessage(), failure.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("the campaign", impossible);
    }
  }

  /** Likewise, in the classes that were loaded; only types of the JDK are the same there. */
  private static long[] runHere(String fixture, long seed, long states) throws Exception {
    CrashCampaign campaign = new CrashCampaign(EngineFixture.named(fixture), new Seed(seed));
    Crew.run(() -> campaign.run(states));
    return new long[] {campaign.stateCount(), campaign.workloadCount()};
  }
}
