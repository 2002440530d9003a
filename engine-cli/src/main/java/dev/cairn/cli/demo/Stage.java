package dev.cairn.cli.demo;

import org.jspecify.annotations.Nullable;

/** How far the demonstration has changed what it loaded. */
enum Stage {
  /** Every pair is as it is in the source. */
  LOADED {
    @Override
    byte @Nullable [] expected(byte[] key, byte[] original) {
      return original;
    }
  },

  /** Every pair has met its {@link Fate}. */
  CHANGED {
    @Override
    byte @Nullable [] expected(byte[] key, byte[] original) {
      return Fate.of(key).applyTo(original);
    }
  };

  /** The value that a pair of the source has by now, or null if it was deleted. */
  abstract byte @Nullable [] expected(byte[] key, byte[] original);
}
