package dev.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.KeyValueStore;
import dev.cairn.OrderedStore;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The contract's tests fail on every store that does wrong, and by the part that promises the
 * thing.
 */
class MutantTest {
  /** What the suites below run. The launcher runs them on the thread of the test. */
  private static final ThreadLocal<Trial> CURRENT = new ThreadLocal<>();

  /** A mutant, and what the tests that failed on it threw. */
  private record Trial(Mutant mutant, List<Throwable> failures) implements TestExecutionListener {
    /** The mutant of the trial that is going on; skips the test if there is a failure already. */
    static Mutant nextMutant() {
      Trial trial = CURRENT.get();
      Assumptions.assumeTrue(trial.failures.isEmpty(), "the mutant is dead");
      return trial.mutant;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        failures.add(
            result.getThrowable().orElseGet(() -> new AssertionError(test.getDisplayName())));
      }
    }
  }

  /** The contract's tests, over a mutant. Its name keeps it from being run as a test by itself. */
  static final class ContractSuite extends OrderedStoreContract {
    private final Mutant mutant = Trial.nextMutant();

    @Override
    public OrderedStore openInMemory() {
      return mutant.open(null);
    }

    @Override
    public OrderedStore open(Path directory) {
      return mutant.open(directory);
    }
  }

  /** The model's tests, over a mutant. */
  static final class ModelSuite extends ModelContract {
    private final Mutant mutant = Trial.nextMutant();

    @Override
    protected KeyValueStore open(Path directory) {
      return mutant.open(directory);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isKilledByTheContract(Mutant mutant) {
    List<Throwable> failures = failuresOf(mutant);

    assertThat(failures).as("failures of %s", mutant.contract().getSimpleName()).isNotEmpty();
  }

  @Test
  void failureOfTheModelIsShrunkAndSaysHowToRepeatIt() {
    Throwable failure = failuresOf(Mutant.SECOND_DELETE_RESURRECTS).getFirst();

    assertThat(failure)
        .hasMessageContaining("-Dtest=ModelSuite#agreesWithModel")
        .hasMessageContaining("-Dcairn.seed=0x");
    // A put, two deletes and a look before the one at the end; some of them perhaps of one batch.
    assertThat(String.valueOf(failure.getMessage()).lines().filter(line -> line.startsWith("  ")))
        .hasSizeBetween(1, 4)
        .anySatisfy(line -> assertThat(line).contains("delete("));
  }

  private static List<Throwable> failuresOf(Mutant mutant) {
    Class<?> suite =
        mutant.contract() == ModelContract.class ? ModelSuite.class : ContractSuite.class;
    List<MethodSelector> tests =
        Stream.of(mutant.contract().getDeclaredMethods())
            .filter(MutantTest::isTest)
            // Reflection gives them in no order, and the first failure ends the trial.
            .sorted(Comparator.comparing(Method::getName))
            .map(method -> DiscoverySelectors.selectMethod(suite, method))
            .toList();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(tests).build();
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
    Trial trial = new Trial(mutant, new ArrayList<>());
    CURRENT.set(trial);
    try {
      launcher.execute(request, trial);
    } finally {
      CURRENT.remove();
    }
    return trial.failures;
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class)
        || method.isAnnotationPresent(RandomizedTest.class);
  }
}
