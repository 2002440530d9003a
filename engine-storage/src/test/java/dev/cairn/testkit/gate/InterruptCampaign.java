package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.Workers;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Interrupts threads that use a store on a real disk, most of whose values are not in memory: every
 * call does what it would have done, each interrupt is still to be seen after the call, nobody else
 * notices, and nothing is lost.
 */
public final class InterruptCampaign {
  private static final int USERS = 2;
  private static final int MOST_SPINS = 2_000;
  private static final int MOST_SPINS_IN_LONG_CALL = 500_000;

  private final EngineFixture engine;
  private final Path directory;
  private final Seed base;
  private final InterruptedUser[] users = new InterruptedUser[USERS];

  /**
   * Prepares a campaign.
   *
   * @param engine whose users are interrupted
   * @param directory where the store lives, on a real disk
   * @param base what all randomness comes from
   */
  public InterruptCampaign(EngineFixture engine, Path directory, Seed base) {
    this.engine = engine;
    this.directory = directory;
    this.base = base;
  }

  /**
   * How many interrupts there were.
   *
   * @return the count
   */
  public int interruptCount() {
    int count = 0;
    for (InterruptedUser user : users) {
      count += user == null ? 0 : user.interruptCount();
    }
    return count;
  }

  /**
   * Interrupts.
   *
   * @param interruptCount how many times in all
   */
  public void run(int interruptCount) {
    Map<Bytes, Bytes> expected = new TreeMap<>();
    try (KeyValueStore store = engine.open(directory, Durability.PROCESS)) {
      for (int i = 0; i < USERS; i++) {
        users[i] = new InterruptedUser(engine, store, i, base.derive(i), interruptCount / USERS);
      }
      Workers.run(
          USERS + 1,
          worker -> {
            if (worker < USERS) {
              users[worker].run();
            } else {
              interrupt(base.derive(USERS).random());
            }
          });
      for (InterruptedUser user : users) {
        expected.putAll(user.content());
      }
      check(store, expected);
      if (store.stats().failed()) {
        throw new AssertionError("an interrupt ended writing");
      }
      Thread.currentThread().interrupt(); // Also while the store is closed.
    }
    if (!Thread.interrupted()) {
      throw new AssertionError("closing swallowed an interrupt");
    }
    try (KeyValueStore store = engine.open(directory, Durability.PROCESS)) {
      check(store, expected);
      store.verify();
    }
  }

  /** One at a time for each user, so that each can be looked for. */
  private void interrupt(SplittableRandom random) {
    for (boolean any = true; any; ) {
      any = false;
      for (InterruptedUser user : users) {
        any |= user.wantsMore();
        int most = user.isInLongCall() ? MOST_SPINS_IN_LONG_CALL : MOST_SPINS;
        for (int spins = random.nextInt(most); spins > 0; spins--) {
          Thread.onSpinWait(); // Somewhere in a call, and each time somewhere else.
        }
        if (!user.tryInterrupt()) {
          Thread.yield(); // It has a call to end, perhaps on this very core.
        }
      }
    }
  }

  private static void check(KeyValueStore store, Map<Bytes, Bytes> expected) {
    Map<Bytes, Bytes> content = Reading.content(store);
    if (!content.equals(expected)) {
      throw new AssertionError(Contents.describeDifference(expected, content));
    }
  }
}
