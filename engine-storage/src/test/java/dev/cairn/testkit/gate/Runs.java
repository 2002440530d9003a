package dev.cairn.testkit.gate;

import dev.cairn.testkit.Seed;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a campaign: numbers, and for each a seed that comes from the campaign's base. So one
 * that fails can be repeated alone, by {@code -Dcairn.seed} with the base and {@code -Dcairn.run}
 * with the number. Several threads may take from it.
 */
final class Runs {
  private static final @Nullable Integer ONLY = Integer.getInteger("cairn.run");

  private final Seed base;
  private final int first;
  private final AtomicInteger begun = new AtomicInteger();

  Runs(Seed base) {
    this(base, 0);
  }

  /** Those from one on, which counts as the first. */
  Runs(Seed base, int first) {
    this.base = base;
    this.first = first;
  }

  /** Whether one run is wanted and no others. */
  static boolean isOnlyOne() {
    return ONLY != null;
  }

  /** The next run, or -1 if as many were begun as shall be. */
  int next(int end) {
    int number = begun.getAndIncrement();
    if (ONLY != null) {
      return number == 0 ? ONLY : -1;
    }
    return number < end ? first + number : -1;
  }

  /** How many were begun. */
  int begunCount() {
    return begun.get();
  }

  Seed seed(int run) {
    return base.derive(run);
  }

  /** What a failed run throws: first what repeats it, see {@link Gate}. */
  AssertionError failure(int run, Object what, Throwable cause) {
    return new AssertionError(
        "%s -Dcairn.run=%d%n%s: %s".formatted(Seeds.property(base), run, what, cause), cause);
  }
}
