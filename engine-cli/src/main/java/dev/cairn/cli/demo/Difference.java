package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Says what a store holds and should not, or should and does not. */
final class Difference {
  private Difference() {}

  static void requireEqual(
      String where, byte[] key, byte @Nullable [] expected, byte @Nullable [] found) {
    if (!Arrays.equals(expected, found)) {
      throw failure(
          where
              + ": key '"
              + new String(key, UTF_8)
              + "': expected "
              + describe(expected)
              + ", found "
              + describe(found)
              + (expected != null && found != null
                  ? ", different from byte " + Arrays.mismatch(expected, found)
                  : ""));
    }
  }

  static void requireEqual(String where, long expected, long found) {
    if (expected != found) {
      throw failure(where + ": expected " + expected + ", found " + found);
    }
  }

  static CommandFailure failure(String message) {
    return new CommandFailure(ExitCode.MISMATCH, message);
  }

  private static String describe(byte @Nullable [] value) {
    return value == null ? "no value" : value.length + " bytes";
  }
}
