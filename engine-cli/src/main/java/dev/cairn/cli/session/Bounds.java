package dev.cairn.cli.session;

/** What an option may be. */
public final class Bounds {
  private Bounds() {}

  /**
   * Refuses what is out of bounds.
   *
   * @param option its name, such as {@code --threads}
   * @param value what the user wants
   * @param least the least that makes sense
   * @param most the most
   * @throws CommandFailure if the value is below or above
   */
  public static void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new CommandFailure(
          ExitCode.USAGE, option + " " + value + ": expected " + least + " to " + most);
    }
  }
}
