package dev.cairn.testkit;

import java.util.SplittableRandom;

/**
 * What all randomness of a test run comes from: the same seed, the same run.
 *
 * @param value the seed
 */
public record Seed(long value) {
  /**
   * A generator that begins with this seed.
   *
   * @return a new generator; two from one seed give the same numbers
   */
  public SplittableRandom random() {
    return new SplittableRandom(value);
  }

  /**
   * A seed for a part of the run that draws numbers of its own, such as a thread.
   *
   * @param part which part
   * @return the part's seed, always the same for the same part
   */
  public Seed derive(long part) {
    return new Seed(mix(value + mix(part)));
  }

  /** The finalizer of SplitMix64: neighbouring numbers give unrelated ones. */
  private static long mix(long number) {
    long mixed = number + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /**
   * Reads what {@link #toString()} gives.
   *
   * @param text hexadecimal with {@code 0x} before it, or decimal
   * @return the seed
   * @throws NumberFormatException if it is neither
   */
  public static Seed parse(String text) {
    return new Seed(
        text.startsWith("0x")
            ? Long.parseUnsignedLong(text, 2, text.length(), 16)
            : Long.parseLong(text));
  }

  /** The seed in hexadecimal, such as {@code 0x00000000000000ff}. */
  @Override
  public String toString() {
    return String.format("0x%016x", value);
  }
}
