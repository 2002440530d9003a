package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.store.StoreReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads by key. */
final class PointReads {
  private PointReads() {}

  static Operation get(Site site) {
    StoreReader reader = site.reader();
    return () -> {
      long number = site.anyPresent();
      Answers.requireValue(site.pairs(), number, reader.get(site.pairs().key(number)));
    };
  }

  static Operation getNewest(Site site) {
    StoreReader reader = site.reader();
    return () -> readNewest(site, reader, site.anyPresent());
  }

  /** Reads a pair that is there, and must see what was acknowledged before. */
  static void readNewest(Site site, StoreReader reader, long number) {
    site.author().beginRead(number);
    reader.refresh();
    byte[] value = reader.get(site.pairs().key(number));
    site.author().requireNewest(number, Answers.requireValue(site.pairs(), number, value));
  }

  static Operation getInto(Site site) {
    StoreReader reader = site.reader();
    byte[] buffer = new byte[site.pairs().valueBytes()];
    return () -> {
      long number = site.anyPresent();
      boolean found = reader.getInto(site.pairs().key(number), buffer);
      Answers.requireValue(site.pairs(), number, found ? buffer : null);
    };
  }

  static Operation getMissing(Site site) {
    StoreReader reader = site.reader();
    return () -> {
      long number = site.anyMissing();
      Answers.requireNone(number, reader.get(site.pairs().key(number)));
    };
  }

  static Operation getAll(Site site) {
    StoreReader reader = site.reader();
    long[] numbers = new long[Access.BATCH_PAIRS];
    byte[][] keys = new byte[Access.BATCH_PAIRS][];
    return () -> {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = site.anyPresent();
        keys[i] = site.pairs().key(numbers[i]);
      }
      List<byte @Nullable []> values = reader.getAll(Arrays.asList(keys));
      for (int i = 0; i < numbers.length; i++) {
        Answers.requireValue(site.pairs(), numbers[i], values.get(i));
      }
    };
  }
}
