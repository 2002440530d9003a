package dev.cairn.benchmarks.compare;

/** Writes of pairs that are there already. */
final class Writes {
  private Writes() {}

  static Operation overwrite(Site site) {
    return () -> {
      long number = site.anyPresent();
      site.store().put(site.pairs().key(number), site.pairs().value(number));
    };
  }

  static Operation overwriteBatch(Site site) {
    byte[][] keys = new byte[Access.BATCH_PAIRS][];
    byte[][] values = new byte[Access.BATCH_PAIRS][];
    return () -> {
      for (int i = 0; i < keys.length; i++) {
        long number = site.anyPresent();
        keys[i] = site.pairs().key(number);
        values[i] = site.pairs().value(number);
      }
      site.store().putAll(keys, values);
    };
  }
}
