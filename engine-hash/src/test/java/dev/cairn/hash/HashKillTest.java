package dev.cairn.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Contents;
import dev.cairn.testkit.Seed;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes is killed at a random moment, again and again on the same store: all that
 * it said it had written is there, and nothing that it did not write.
 */
@Tag("gate")
class HashKillTest {
  private static final int ROUNDS = Integer.getInteger("cairn.killRounds", 60);
  private static final int MOST_ACKNOWLEDGED = 3_000;
  private static final Seed SEED = new Seed(0x1c111);

  @Test
  void acknowledgedWritesSurviveTheProcess(@TempDir Path directory) throws Exception {
    Map<Bytes, Bytes> expected = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Seed seed = SEED.derive(round);
      long acknowledged = writeAndKill(directory, seed);

      KilledWriter.Script script = new KilledWriter.Script(seed);
      for (long i = 0; i < acknowledged; i++) {
        script.next().applyTo(expected);
      }
      // The one after the last acknowledged may have been done: nobody lived to say so.
      Map<Bytes, Bytes> orOneMore = new HashMap<>(expected);
      script.next().applyTo(orOneMore);
      try (HashStore store = HashStore.open(directory, KilledWriter.OPTIONS)) {
        Map<Bytes, Bytes> content = Contents.of(store);
        if (!content.equals(expected) && !content.equals(orOneMore)) {
          throw new AssertionError(
              "seed %s, round %d, %d acknowledged: %s"
                  .formatted(
                      seed, round, acknowledged, Contents.describeDifference(expected, content)));
        }
        expected = new HashMap<>(content);
        if (round % 10 == 9) {
          store.verify();
        }
      }
    }
  }

  private static long writeAndKill(Path directory, Seed seed) throws Exception {
    Process writer =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledWriter.class.getName(),
                    directory.toString(),
                    seed.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int killAfter = seed.derive(1).random().nextInt(1, MOST_ACKNOWLEDGED);
    long acknowledged = 0;
    try (DataInputStream acknowledgements =
        new DataInputStream(new BufferedInputStream(writer.getInputStream()))) {
      while (acknowledged < killAfter) {
        acknowledgements.readByte();
        acknowledged++;
      }
      writer.toHandle().destroyForcibly(); // Process would also close the pipe.
      // What it said before it died counts.
      for (; ; ) {
        acknowledgements.readByte();
        acknowledged++;
      }
    } catch (EOFException end) {
      assertThat(acknowledged).as("writes of a writer that died by itself").isPositive();
    } catch (IOException brokenPipe) {
      assertThat(acknowledged).isGreaterThanOrEqualTo(killAfter);
    } finally {
      writer.destroyForcibly();
      writer.waitFor();
    }
    assertThat(acknowledged).isGreaterThanOrEqualTo(killAfter);
    return acknowledged;
  }
}
