package dev.cairn.testkit.gate;

import dev.cairn.testkit.Seed;
import org.jspecify.annotations.Nullable;

/** Where the campaigns of a gate begin. */
public final class Seeds {
  /** With what a property begins that {@link #property} makes. */
  static final String PROPERTY = "-Dcairn.seed=";

  /** One for all gates of a JVM, so that each of them can print it. */
  private static final @Nullable Seed GIVEN = parse(System.getProperty("cairn.seed"));

  /** Where the gate that runs began. */
  private static volatile @Nullable Seed latest;

  private Seeds() {}

  private static @Nullable Seed parse(@Nullable String given) {
    if (given == null) {
      return null;
    }
    return given.equals("random") ? new Seed(System.nanoTime()).derive(0) : Seed.parse(given);
  }

  /**
   * The seed that {@code -Dcairn.seed} names, otherwise the one that every build has.
   *
   * @param otherwise the seed of every build
   * @return the seed
   */
  public static Seed given(long otherwise) {
    Seed seed = GIVEN == null ? new Seed(otherwise) : GIVEN;
    latest = seed;
    return seed;
  }

  /** What makes a campaign begin there again. */
  static String property(Seed base) {
    return PROPERTY + base;
  }

  /** What makes the gate that runs begin where it did, with a space before it. */
  static String latestProperty() {
    Seed seed = latest;
    return seed == null ? "" : " " + property(seed);
  }
}
