package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.BatchReads;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The ways a thread uses a store that holds its pairs already. Every answer is checked. */
enum Access {
  /** One present key, anywhere; the value is the caller's. */
  GET(1, Scope.ANY) {
    @Override
    Operation on(StoreUnderTest store, Population population, SplittableRandom random) {
      return () -> {
        long number = population.anyPresent(random);
        requireValue(number, store.get(Pairs.key(number)));
      };
    }
  },

  /** The same into an array that is used again. */
  GET_INTO(1, Scope.ANY) {
    @Override
    Operation on(StoreUnderTest store, Population population, SplittableRandom random) {
      byte[] buffer = new byte[Pairs.VALUE_BYTES];
      return () -> {
        long number = population.anyPresent(random);
        requireValue(number, store.getInto(Pairs.key(number), buffer) ? buffer : null);
      };
    }
  },

  /** One absent key. */
  GET_MISSING(1, Scope.ANY) {
    @Override
    Operation on(StoreUnderTest store, Population population, SplittableRandom random) {
      return () -> {
        long number = population.anyMissing(random);
        if (store.get(Pairs.key(number)) != null) {
          throw new IllegalStateException("number " + number + ": found, but was never put");
        }
      };
    }
  },

  /** Many present keys in one call. */
  GET_ALL(Access.BATCH_PAIRS, Scope.ANY) {
    @Override
    Operation on(StoreUnderTest store, Population population, SplittableRandom random) {
      BatchReads reads = (BatchReads) store;
      long[] numbers = new long[BATCH_PAIRS];
      byte[][] keys = new byte[BATCH_PAIRS][];
      return () -> {
        for (int i = 0; i < BATCH_PAIRS; i++) {
          numbers[i] = population.anyPresent(random);
          keys[i] = Pairs.key(numbers[i]);
        }
        List<byte @Nullable []> values = reads.getAll(Arrays.asList(keys));
        for (int i = 0; i < BATCH_PAIRS; i++) {
          requireValue(numbers[i], values.get(i));
        }
      };
    }
  },

  /** One present key gets a new value. */
  OVERWRITE(1, Scope.SAME_DURABILITY) {
    @Override
    Operation on(StoreUnderTest store, Population population, SplittableRandom random) {
      return () -> {
        long number = population.anyPresent(random);
        store.put(Pairs.key(number), Pairs.value(number));
      };
    }
  },

  /** Many present keys get new values in one call. */
  OVERWRITE_BATCH(Access.BATCH_PAIRS, Scope.SAME_DURABILITY) {
    @Override
    Operation on(StoreUnderTest store, Population population, SplittableRandom random) {
      byte[][] keys = new byte[BATCH_PAIRS][];
      byte[][] values = new byte[BATCH_PAIRS][];
      return () -> {
        for (int i = 0; i < BATCH_PAIRS; i++) {
          long number = population.anyPresent(random);
          keys[i] = Pairs.key(number);
          values[i] = Pairs.value(number);
        }
        store.putAll(keys, values);
      };
    }
  };

  private static final int BATCH_PAIRS = 100;

  private final int pairsPerRun;
  private final Scope scope;

  Access(int pairsPerRun, Scope scope) {
    this.pairsPerRun = pairsPerRun;
    this.scope = scope;
  }

  abstract Operation on(StoreUnderTest store, Population population, SplittableRandom random);

  boolean isOfferedBy(StoreUnderTest store) {
    return this != GET_ALL || store instanceof BatchReads;
  }

  int pairsPerRun() {
    return pairsPerRun;
  }

  Scope scope() {
    return scope;
  }

  private static void requireValue(long number, byte @Nullable [] value) {
    if (!Pairs.isValue(number, value)) {
      throw new IllegalStateException(
          "number "
              + number
              + ": expected its value, found "
              + (value == null ? "none" : value.length + " other bytes"));
    }
  }
}
