package dev.cairn.benchmarks.compare;

/**
 * What the table is read on.
 *
 * @param columns characters that fit in a line
 */
record Screen(int columns) {
  private static final int USUAL_COLUMNS = 120;
  private static final int FEWEST_COLUMNS = 60;

  /** As wide as the launcher, or the shell, says. */
  static Screen ofProcess() {
    try {
      String columns = System.getenv().getOrDefault("COLUMNS", "");
      return new Screen(Math.max(FEWEST_COLUMNS, Integer.parseInt(columns.strip())));
    } catch (NumberFormatException absentOrSilly) {
      return new Screen(USUAL_COLUMNS);
    }
  }
}
