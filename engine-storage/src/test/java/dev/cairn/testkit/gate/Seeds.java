package dev.cairn.testkit.gate;

import dev.cairn.testkit.Seed;

/** Where the campaigns of a gate begin. */
public final class Seeds {
  private Seeds() {}

  /**
   * The seed that {@code -Dcairn.seed} names, otherwise the one that every build has.
   *
   * @param otherwise the seed of every build
   * @return the seed
   */
  public static Seed given(long otherwise) {
    String given = System.getProperty("cairn.seed");
    if (given == null) {
      return new Seed(otherwise);
    }
    return given.equals("random") ? new Seed(System.nanoTime()).derive(0) : Seed.parse(given);
  }
}
