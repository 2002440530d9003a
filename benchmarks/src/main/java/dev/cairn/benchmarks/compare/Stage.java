package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.Peer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What is measured in a JVM of its own, in this order. */
public enum Stage {
  /** Fill, use, close. */
  USE {
    @Override
    void run(Trial trial, Recorder recorder) throws IOException {
      Use.run(trial, recorder);
    }
  },

  /** Open what {@link #USE} closed. */
  REOPEN {
    @Override
    boolean suits(Peer peer) {
      return peer.outlivesProcess();
    }

    @Override
    void run(Trial trial, Recorder recorder) {
      Reopening.afterClose(trial, recorder);
    }
  },

  /** Fill again with an eye on each put, then be killed if that leaves something. */
  GROW {
    @Override
    void run(Trial trial, Recorder recorder) {
      Growth.run(trial, recorder);
    }
  },

  /** Open what {@link #GROW} left. */
  RECOVER {
    @Override
    boolean suits(Peer peer) {
      return peer.outlivesProcess();
    }

    @Override
    void run(Trial trial, Recorder recorder) {
      Reopening.afterKill(trial, recorder);
    }
  },

  /** Fill and use with too little memory. */
  STARVE {
    @Override
    boolean suits(Peer peer) {
      return peer.obeysBudget();
    }

    @Override
    void run(Trial trial, Recorder recorder) {
      Starvation.run(trial, recorder);
    }
  };

  static List<Stage> of(Peer peer) {
    return Arrays.stream(values()).filter(stage -> stage.suits(peer)).toList();
  }

  boolean suits(Peer peer) {
    return true;
  }

  abstract void run(Trial trial, Recorder recorder) throws IOException;

  /**
   * The main method of a measuring JVM.
   *
   * @param arguments the stage's name and the trial
   * @throws IOException if the disk fails
   */
  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    Trial trial = Trial.ofArguments(words.subList(1, words.size()));
    valueOf(words.getFirst()).run(trial, new Recorder());
  }
}
