package dev.cairn.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testkit.edit.Edit;
import dev.cairn.testkit.edit.EditingLoader;
import dev.cairn.testkit.gate.Confined;
import dev.cairn.testkit.gate.EngineFixture;
import dev.cairn.testkit.gate.Gate;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every mutant of an engine, and of what it stands on, is killed by the campaign it is meant for,
 * and by what that looks at: where a store lives in one thread, not before the first look.
 */
@Gate
@Tag("mutant")
public abstract class MutantGate {
  private static final int THREADS = 2;

  /** A night has many times the runs of a build. */
  private static final boolean IS_NIGHT = Integer.getInteger("cairn.runs", 1) > 1;

  private final EngineFixture engine;
  private final List<Mutant> mutants;

  /**
   * Makes the test.
   *
   * @param engine the engine
   * @param mutants its mutants
   */
  protected MutantGate(EngineFixture engine, List<Mutant> mutants) {
    this.engine = engine;
    this.mutants = mutants;
  }

  /** What came of a hunt: how far it came, and what it found. */
  private record Outcome(Mutant mutant, long count, @Nullable Throwable found) {
    boolean isFoundBeforeALook() {
      return found != null && count == 0 && mutant.killer().isOfOneThread();
    }

    /** Behind the row of the table: the run that found it, if the campaign can repeat it alone. */
    String report() {
      return found == null
          ? toString()
          : this + " " + String.valueOf(found.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public String toString() {
      return "| %s | %s | %s | %s |"
          .formatted(
              mutant.name(),
              mutant.killer().title(),
              found == null ? "**survived**" : count,
              mutant.killer().unit());
    }
  }

  /**
   * Fails unless the table of the document that is said to be this test's has each mutant and its
   * killer once, and no other.
   *
   * @throws IOException if there is no document
   */
  protected final void requireDocumented() throws IOException {
    assertThat(MutantTable.of(getClass().getSimpleName()))
        .containsExactlyInAnyOrderElementsOf(mutants.stream().map(MutantTable::row).toList());
  }

  @Test
  @Timeout(3_600)
  final void everyMutantIsKilled(@TempDir Path directory) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().daemon().factory());
    try {
      List<Future<Outcome>> hunts = new ArrayList<>();
      for (Mutant mutant : mutants) {
        Path home = directory.resolve("" + hunts.size());
        hunts.add(threads.submit((Callable<Outcome>) () -> hunt(mutant, home)));
      }
      for (Future<Outcome> hunt : hunts) {
        outcomes.add(hunt.get());
      }
    } finally {
      threads.shutdownNow();
      outcomes.forEach(outcome -> System.out.println(outcome.report()));
    }

    assertThat(outcomes).filteredOn(outcome -> outcome.found == null).isEmpty();
    assertThat(outcomes)
        .filteredOn(Outcome::isFoundBeforeALook)
        .as("found before anything was looked at")
        .isEmpty();
  }

  /** Where a hunt begins. */
  private record Beginning(Killer killer, int run) {
    static Beginning of(Mutant mutant) {
      return new Beginning(mutant.killer(), mutant.firstRun());
    }
  }

  /** A campaign that finds something where nothing is wrong would kill every mutant. */
  @Test
  @Timeout(3_600)
  final void theEngineWithoutAMutantIsNot(@TempDir Path directory) throws Exception {
    for (Beginning beginning : mutants.stream().map(Beginning::of).distinct().toList()) {
      Killer killer = beginning.killer;
      ClassLoader unchanged = new EditingLoader(edits(killer));
      long limit = IS_NIGHT ? killer.limit() : killer.controlLimit();
      Path home = directory.resolve(killer + "-" + beginning.run);
      Found found = hunt(unchanged, beginning, limit, home);

      assertThat(found.failure).as("found by %s", beginning).isNull();
      assertThat(found.count).as("%s looked at", killer.unit()).isPositive();
    }
  }

  /** A hunt is the campaign of a gate, and changes what the gate does. */
  private Map<String, Edit> edits(Killer killer) {
    return killer.isOfOneThread() ? Confined.edits(engine) : new HashMap<>();
  }

  private Outcome hunt(Mutant mutant, Path home) {
    Killer killer = mutant.killer();
    Map<String, Edit> edits = edits(killer);
    edits.put(mutant.className(), mutant.edit());
    ClassLoader loader = new EditingLoader(edits);
    try {
      Found found = hunt(loader, Beginning.of(mutant), killer.limit(), home);
      return new Outcome(mutant, found.count, found.failure);
    } catch (ReflectiveOperationException | AssertionError failure) {
      throw new AssertionError(mutant + ": " + failure, failure);
    }
  }

  /** How far a hunt came, and what it found. */
  private record Found(long count, @Nullable Throwable failure) {}

  private Found hunt(ClassLoader loader, Beginning beginning, long limit, Path home)
      throws ReflectiveOperationException {
    Method run =
        loader
            .loadClass(Trial.class.getName())
            .getDeclaredMethod(
                "run", String.class, String.class, int.class, long.class, String.class);
    run.setAccessible(true);
    try {
      Object[] result =
          (Object[])
              run.invoke(
                  null,
                  engine.getClass().getName(),
                  beginning.killer.name(),
                  beginning.run,
                  limit,
                  home.toString());
      return new Found((long) result[0], (Throwable) result[1]);
    } catch (InvocationTargetException failure) {
      throw new AssertionError("" + failure.getCause(), failure.getCause());
    }
  }
}
