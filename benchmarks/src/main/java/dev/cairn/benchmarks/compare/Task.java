package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Directories;
import dev.cairn.benchmarks.store.StoreUnderTest;
import dev.cairn.benchmarks.store.UnavailableException;
import java.io.IOException;
import java.util.List;

/** What a JVM of its own does with a trial. */
public enum Task {
  /** Fills a store and closes it, for others to open. */
  FILL {
    @Override
    void run(Trial trial, Recorder recorder) {
      new Bench(trial, recorder).prepare();
    }
  },

  /** Fills a store and then overwrites for ever, to be killed in the middle of writing. */
  FILL_TO_BE_KILLED {
    @Override
    void run(Trial trial, Recorder recorder) {
      Bench bench = new Bench(trial, recorder);
      StoreUnderTest store = bench.openFilled();
      Overwrites overwrites = new Overwrites(bench.pairs(), trial.pairCount());
      for (long index = 0; ; index++) {
        store.put(overwrites.key(index), overwrites.value(index));
        if ((index + 1) % PUTS_BETWEEN_SIGNS == 0) {
          System.out.println(new KillSign(index + 1).toLine());
        }
      }
    }
  },

  /** Measures, after rehearsals. */
  MEASURE {
    @Override
    void run(Trial trial, Recorder recorder) throws IOException {
      if (trial.procedure().isRehearsed()) {
        rehearse(trial);
      }
      if (trial.procedure().start() == Start.EMPTY) {
        long _ = HostMemory.provide(trial.home().budgetBytes());
      }
      trial.procedure().run(new Bench(trial, recorder));
      // However much was done, in rehearsals too, unless memory was provided after them.
      ProcessUse.peakResidentBytes()
          .ifPresent(bytes ->
              recorder.megabytes(
                  trial.workload().label() + " peak resident", Detail.ALL, Scope.NONE, bytes));
    }
  };

  /** Few, because what was acknowledged since the last sign may be lost unnoticed. */
  private static final int PUTS_BETWEEN_SIGNS = 100;

  private static final int MOST_REHEARSALS = 6;

  abstract void run(Trial trial, Recorder recorder) throws IOException;

  private static void rehearse(Trial trial) throws IOException {
    Trial rehearsal = trial.rehearsal();
    Compilation.repeatUntilQuiet(
        MOST_REHEARSALS,
        () -> {
          trial.procedure().run(Bench.ofRehearsal(rehearsal));
          Directories.delete(rehearsal.directory());
        });
  }

  /**
   * The main method of the JVM.
   *
   * @param arguments the task's name and the trial
   * @throws IOException if the disk fails
   */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    Trial trial = Trial.ofArguments(words.subList(1, words.size()));
    try {
      valueOf(words.getFirst()).run(trial, new Recorder(System.out));
    } catch (UnavailableException | LinkageError e) {
      e.printStackTrace();
      System.exit(ForkedJvm.UNAVAILABLE);
    }
    // A store's threads, if it has left some, must not keep the JVM.
    System.exit(0);
  }
}
