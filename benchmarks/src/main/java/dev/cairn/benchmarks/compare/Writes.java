package dev.cairn.benchmarks.compare;

/** Writes of pairs that are there already: each puts another version. */
final class Writes {
  private Writes() {}

  static Operation overwrite(Site site) {
    return () -> site.overwrite(site.anyPresent());
  }

  static Operation overwriteBatch(Site site) {
    byte[][] keys = new byte[Access.BATCH_PAIRS][];
    byte[][] values = new byte[Access.BATCH_PAIRS][];
    long[] numbers = new long[Access.BATCH_PAIRS];
    int[] versions = new int[Access.BATCH_PAIRS];
    return () -> {
      for (int i = 0; i < keys.length; i++) {
        numbers[i] = site.anyPresent();
        versions[i] = site.author().nextVersion();
        keys[i] = site.pairs().key(numbers[i]);
        values[i] = site.pairs().value(numbers[i], versions[i]);
      }
      site.store().putAll(keys, values);
      for (int i = 0; i < keys.length; i++) {
        site.author().acknowledge(numbers[i], versions[i]);
      }
    };
  }
}
