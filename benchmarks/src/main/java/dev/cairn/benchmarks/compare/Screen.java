package dev.cairn.benchmarks.compare;

/**
 * What the table is read on.
 *
 * @param columns characters that fit in a line
 */
record Screen(int columns) {
  /** Of a file or pipe: as wide as can still be read beside each other. */
  private static final int USUAL_COLUMNS = 260;

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
