package dev.cairn.testkit.gate;

/** How long a gate works. */
public enum Scale {
  /** As long as everyone who builds can wait. */
  BUILD,
  /** As long as a machine has time that nobody waits for. */
  NIGHTLY;

  /**
   * A number that the scale decides, unless a system property does.
   *
   * @param property the property's name
   * @param build the number for a build
   * @param nightly the number for a night
   * @return how many
   */
  public int count(String property, int build, int nightly) {
    return Integer.getInteger(property, this == BUILD ? build : nightly);
  }
}
