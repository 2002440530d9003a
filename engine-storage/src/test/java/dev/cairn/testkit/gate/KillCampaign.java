package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Operation;
import dev.cairn.testkit.OperationGenerator;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.Promises.Promise;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process that writes, compacts, closes and opens, at a random moment, or all that it
 * writes to, again and again on the same store: what it had been promised is there, after it only
 * writes that it had begun, in their order, and nothing else.
 */
public final class KillCampaign {
  private static final int MOST_ACKNOWLEDGED = 3_000;

  /** Likewise where each write waits for the device. */
  private static final int MOST_FORCED = 400;

  /** That of single writes, in turns: what survives the process is what is most often asked for. */
  private static final List<Durability> DURABILITIES =
      List.of(Durability.PROCESS, Durability.PROCESS, Durability.MEMORY, Durability.DEVICE);

  /** How a process ends. */
  public interface Ending {
    /** The process is killed. */
    Ending KILLED =
        new Ending() {
          @Override
          public void strike() {}

          @Override
          public int promised(Promise promise) {
            return promise.process();
          }
        };

    /**
     * Does harm to what the process writes to, before the process is killed.
     *
     * @throws Exception if that fails
     */
    void strike() throws Exception;

    /**
     * Makes the store's directory usable again, when the process is dead.
     *
     * @throws Exception if that fails
     */
    default void repair() throws Exception {}

    /** Of what was promised, how much must be there. */
    int promised(Promise promise);
  }

  private final EngineFixture engine;
  private final Ending ending;
  private final boolean isOrdered;
  private final Path directory;
  private final Path errors;
  private final Seed base;
  private int rounds;
  private Map<Bytes, Bytes> content = Map.of();

  /**
   * Prepares a campaign.
   *
   * @param engine whose processes are killed
   * @param directory a directory of a real disk, in which the store gets its own
   * @param base what all randomness comes from
   */
  public KillCampaign(EngineFixture engine, Path directory, Seed base) {
    this(engine, directory, directory.resolve("errors"), Ending.KILLED, base);
  }

  /** Likewise with another ending, and what processes say about theirs in a file elsewhere. */
  KillCampaign(EngineFixture engine, Path directory, Path errors, Ending ending, Seed base) {
    this.engine = engine;
    this.ending = ending;
    this.isOrdered = engine.isOrdered();
    this.directory = directory.resolve("store");
    this.errors = errors;
    this.base = base;
  }

  /**
   * How many processes were killed.
   *
   * @return the count
   */
  public int roundCount() {
    return rounds;
  }

  /**
   * Kills.
   *
   * @param roundCount how many processes
   * @throws Exception if a process cannot be started
   */
  public void run(int roundCount) throws Exception {
    for (; rounds < roundCount; rounds++) {
      Seed seed = base.derive(rounds);
      Durability durability = DURABILITIES.get(rounds % DURABILITIES.size());
      long acknowledged = writeAndKill(seed, durability);
      Promises promises = promisesAfter(acknowledged, seed, durability);
      try (KeyValueStore store = engine.open(directory, Durability.PROCESS)) {
        content = Contents.of(store);
        Promise promise = promises.promise();
        promises.check(content, ending.promised(promise), promise.issued());
        store.verify();
        if (rounds % 10 == 9) {
          Reading.checkEach(store, Reading.content(store), promises.history().keys());
        }
      } catch (RuntimeException | Error failure) {
        throw new AssertionError(
            "round %d, %s, %d acknowledged: %s"
                .formatted(rounds, durability, acknowledged, failure),
            failure);
      }
    }
  }

  /** What the killed process had done, and begun: one operation may have been under way. */
  private Promises promisesAfter(long acknowledged, Seed seed, Durability durability) {
    Promises promises = new Promises();
    List<Operation.BatchEntry> before = new ArrayList<>();
    content.forEach((key, value) -> before.add(new Operation.Put(key, value)));
    promises.issue(new Operation.Write(before, Durability.DEVICE));
    promises.acknowledgeAll();
    OperationGenerator operations = KilledWriter.operations(seed, base, isOrdered);
    for (long i = 0; i < acknowledged; i++) {
      Operation operation = operations.next();
      promises.acknowledge(operation, promises.issue(operation), durability);
      if (operation instanceof Operation.Reopen) {
        promises.acknowledgeAll(); // Closing has brought everything to the device.
      }
    }
    promises.issue(operations.next());
    return promises;
  }

  private long writeAndKill(Seed seed, Durability durability) throws Exception {
    Process writer =
        ChildProcess.start(
            errors,
            KilledWriter.class,
            engine.getClass().getName(),
            directory.toString(),
            seed.toString(),
            base.toString(),
            durability.name());
    int most = durability == Durability.DEVICE ? MOST_FORCED : MOST_ACKNOWLEDGED;
    int killAfter = seed.derive(1).random().nextInt(1, most);
    long acknowledged = 0;
    try (DataInputStream acknowledgements =
        new DataInputStream(new BufferedInputStream(writer.getInputStream()))) {
      acknowledged = count(acknowledgements, 0, killAfter);
      if (acknowledged == killAfter) {
        ending.strike();
      } else {
        writer.waitFor(60, TimeUnit.SECONDS); // It says no more, but is not yet done with why.
      }
      writer.toHandle().destroyForcibly(); // Process would also close the pipe.
      // What it said before it died counts.
      acknowledged = count(acknowledgements, acknowledged, Long.MAX_VALUE);
    } finally {
      writer.destroyForcibly();
      writer.waitFor();
    }
    ending.repair();
    if (acknowledged < killAfter) {
      throw new AssertionError(
          "round %d: the writer died by itself after %d writes, with exit code %d: %s"
              .formatted(rounds, acknowledged, writer.exitValue(), Files.readString(errors)));
    }
    return acknowledged;
  }

  /** Counts on from a number to another, or until the writer is dead. */
  private static long count(DataInputStream acknowledgements, long from, long to) {
    long count = from;
    try {
      while (count < to) {
        acknowledgements.readByte();
        count++;
      }
    } catch (IOException endOrBrokenPipe) {
      // It is dead, as it should be if it wrote enough.
    }
    return count;
  }
}
