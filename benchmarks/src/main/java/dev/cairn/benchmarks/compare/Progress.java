package dev.cairn.benchmarks.compare;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Says how far a run is: a line that is drawn over and over for a person who watches, a line for
 * each trial in a log. For one thread.
 */
final class Progress {
  private static final int CELLS = 24;
  private static final String BACK_TO_AN_EMPTY_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final Watcher watcher;
  private final int columns;
  private final int trialCount;
  private final long beginNanos;
  private int doneCount;

  /** Who reads it. */
  enum Watcher {
    PERSON,
    LOG;

    @SuppressWarnings("SystemConsoleNull") // JDK 25 does return null, for a pipe.
    static Watcher ofProcess() {
      Console console = System.console();
      return console != null && console.isTerminal() ? PERSON : LOG;
    }
  }

  /**
   * Begins a run.
   *
   * @param out where it is said
   * @param watcher who reads it
   * @param columns characters that fit in a line
   * @param trialCount trials of the run
   * @param nowNanos the instant, of {@link System#nanoTime}
   */
  Progress(PrintStream out, Watcher watcher, int columns, int trialCount, long nowNanos) {
    this.out = out;
    this.watcher = watcher;
    this.columns = columns;
    this.trialCount = trialCount;
    this.beginNanos = nowNanos;
  }

  /** Says what is being measured. */
  void begin(Trial trial, long nowNanos) {
    if (watcher == Watcher.PERSON) {
      int filled = CELLS * doneCount / trialCount;
      String line =
          "["
              + "#".repeat(filled)
              + " ".repeat(CELLS - filled)
              + "] "
              + counter()
              + left(nowNanos)
              + ": "
              + trial.title();
      // A line that wraps could not be drawn over.
      out.print(BACK_TO_AN_EMPTY_LINE + line.substring(0, Math.min(line.length(), columns - 1)));
      out.flush();
    }
  }

  /** Says what came of it. */
  void end(Trial trial, String outcome) {
    doneCount++;
    say(counter() + " " + trial.title() + ": " + outcome);
  }

  /** Leaves out what was counted, because a store cannot be had. */
  void skip() {
    doneCount++;
  }

  /** A message in a line of its own. */
  void say(String line) {
    out.println((watcher == Watcher.PERSON ? BACK_TO_AN_EMPTY_LINE : "") + line);
  }

  private String counter() {
    return doneCount + "/" + trialCount;
  }

  private String left(long nowNanos) {
    if (doneCount == 0) {
      return "";
    }
    double minutes = (nowNanos - beginNanos) / 60e9 / doneCount * (trialCount - doneCount);
    return String.format(Locale.ROOT, ", %.0f min left", Math.ceil(minutes));
  }
}
