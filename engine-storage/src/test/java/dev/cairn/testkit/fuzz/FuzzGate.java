package dev.cairn.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.gate.Scale;
import dev.cairn.testkit.gate.Seeds;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes do no harm to some targets: those that were kept because they led somewhere, those that
 * chance gives, and in a night those that coverage leads to.
 *
 * <p>A failure prints the input. As a line of the target's {@link FuzzCorpus} it is tried in each
 * build.
 */
public abstract class FuzzGate {
  /** Far longer than all inputs of a target take: only one that hangs gets there. */
  private static final Duration HANG_IN_A_BUILD = Duration.ofMinutes(4);

  private static final Duration HANG_IN_A_NIGHT = Duration.ofHours(3);

  private static final int LONGEST_RANDOM = 120;
  private static final int FIRST_INPUTS = 20;
  private static final byte[] LIKELY = {0, 1, 2, 7, 8, 12, 16, 63, 64, 127, -128, -8, -1};
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What was given to a target last. */
  private static volatile byte[] latest = {};

  private final Scale scale;
  private final int inputs;

  /**
   * Makes the test.
   *
   * @param scale how long it works
   * @param inputs how many random ones each target gets in a build; {@code cairn.fuzzInputs} says
   *     otherwise
   */
  protected FuzzGate(Scale scale, int inputs) {
    this.scale = scale;
    this.inputs = scale.count("cairn.fuzzInputs", inputs, 100_000);
  }

  /**
   * What takes the bytes.
   *
   * @return each target by its name, which no other of its module has
   */
  protected abstract Map<String, FuzzTarget> targets();

  @TestFactory
  final Stream<DynamicTest> inputsThatLedSomewhereDoNoHarm() {
    return each((name, target) -> {
      FuzzCorpus corpus = new FuzzCorpus(name);
      List<byte[]> inputs = corpus.inputs();
      assertThat(inputs).as("%s, which a night writes", corpus.file()).isNotEmpty();
      for (byte[] input : inputs) {
        run(name, target, input);
      }
    });
  }

  @TestFactory
  final Stream<DynamicTest> randomInputsDoNoHarm() {
    return each((name, target) -> {
      Seed seed = Seeds.given(name.hashCode());
      for (int i = 0; i < inputs; i++) {
        run(name, target, random(name, seed.derive(i).random()));
      }
    });
  }

  @TestFactory
  final Stream<DynamicTest> inputsThatCoverageLeadsToDoNoHarm(@TempDir Path directory) {
    Assumptions.assumeTrue(scale == Scale.NIGHTLY);
    return each((name, target) -> {
      Path home = Files.createDirectory(directory.resolve(name.replace(' ', '-')));
      List<byte[]> first = new ArrayList<>();
      for (int i = 0; i < FIRST_INPUTS; i++) {
        first.add(random(name, Seeds.given(name.hashCode()).derive(i).random()));
      }
      new GuidedSearch(getClass(), name, first, home).run();
    });
  }

  private Stream<DynamicTest> each(Plan plan) {
    return targets().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                // A timeout of a factory would not reach what the factory makes.
                () ->
                    assertTimeoutPreemptively(
                        scale == Scale.BUILD ? HANG_IN_A_BUILD : HANG_IN_A_NIGHT,
                        () -> plan.run(entry.getKey(), entry.getValue()),
                        () -> "it hangs with the input " + HexFormat.of().formatHex(latest))));
  }

  /** What is done to each target. */
  private interface Plan {
    void run(String name, FuzzTarget target) throws Exception;
  }

  /**
   * What chance gives a target.
   *
   * @param target its name
   * @param random chance
   * @return any bytes; here half of them such as often stand where lengths and counts do
   */
  protected byte[] random(String target, SplittableRandom random) {
    byte[] input = new byte[random.nextInt(LONGEST_RANDOM)];
    for (int i = 0; i < input.length; i++) {
      input[i] = random.nextBoolean() ? (byte) random.nextInt() : likely(random);
    }
    return input;
  }

  private static byte likely(SplittableRandom random) {
    return LIKELY[random.nextInt(LIKELY.length)];
  }

  private static void run(String name, FuzzTarget target, byte[] input) {
    latest = input;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.accept(input);
    } catch (Exception | Error harm) {
      throw harm(name, input, harm);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > target.mostAllocatedBytes()) {
      throw harm(name, input, new OutOfMemoryError(allocated + " bytes were allocated"));
    }
  }

  /** What says which input did harm, and how to repeat it. */
  static AssertionError harm(String name, byte[] input, Throwable harm) {
    return new AssertionError(
        "%s: %s; to repeat it, make this a line of %s: %s"
            .formatted(name, harm, new FuzzCorpus(name).file(), HexFormat.of().formatHex(input)),
        harm);
  }
}
