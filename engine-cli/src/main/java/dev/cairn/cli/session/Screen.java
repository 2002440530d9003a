package dev.cairn.cli.session;

import java.io.Console;
import java.util.Map;

/**
 * What standard error is shown on.
 *
 * @param style how progress is shown there
 * @param columns characters that fit in a line
 */
public record Screen(Style style, int columns) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 40;

  /** How progress is shown. */
  public enum Style {
    /** A bar that is drawn over and over. */
    BAR,
    /** Such a bar, in colour. */
    COLOUR_BAR,
    /** A new line now and then: for a log. */
    LINES
  }

  /** A file or pipe. */
  public static final Screen LOG = new Screen(Style.LINES, USUAL_COLUMNS);

  /** Says whether standard error is a terminal; the launcher knows, and no call of the JDK. */
  static final String WATCHED = "cairn.watched";

  /**
   * The screen of this process.
   *
   * @return a bar if a person is watching, otherwise lines
   */
  public static Screen ofProcess() {
    return of(isWatched() ? Watcher.PERSON : Watcher.LOG, System.getenv());
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 does return null, for a pipe.
  static boolean isWatched() {
    String watched = System.getProperty(WATCHED);
    if (watched != null) {
      return watched.equals("true");
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  enum Watcher {
    PERSON,
    LOG
  }

  static Screen of(Watcher watcher, Map<String, String> environment) {
    int columns = columns(environment.getOrDefault("COLUMNS", ""));
    if (watcher == Watcher.LOG || environment.getOrDefault("TERM", "").equals("dumb")) {
      return new Screen(Style.LINES, columns);
    }
    // Any value but the empty one asks for no colour: https://no-color.org
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Screen(plain ? Style.BAR : Style.COLOUR_BAR, columns);
  }

  private static int columns(String text) {
    try {
      return Math.max(FEWEST_COLUMNS, Integer.parseInt(text.strip()));
    } catch (NumberFormatException absentOrSilly) {
      return USUAL_COLUMNS;
    }
  }
}
