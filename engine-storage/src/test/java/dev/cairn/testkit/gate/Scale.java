package dev.cairn.testkit.gate;

/** How long a gate works. */
public enum Scale {
  /** As long as everyone who builds can wait. */
  BUILD,
  /** A quarter of that, for an engine whose operations cost several times what others' do. */
  SHORT_BUILD,
  /** Twice that, for one whose operations cost little: it makes up for the other. */
  LONG_BUILD,
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
    int count =
        switch (this) {
          case BUILD -> build;
          case SHORT_BUILD -> build / 4;
          case LONG_BUILD -> 2 * build;
          case NIGHTLY -> nightly;
        };
    return Integer.getInteger(property, count);
  }
}
