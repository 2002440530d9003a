package dev.cairn.benchmarks.compare;

import dev.cairn.benchmarks.Directories;
import dev.cairn.benchmarks.KeyOrder;
import dev.cairn.benchmarks.Pairs;
import dev.cairn.benchmarks.store.Home;
import dev.cairn.benchmarks.store.OrderedStoreReader;
import dev.cairn.benchmarks.store.PairCursor;
import dev.cairn.benchmarks.store.StoreReader;
import dev.cairn.benchmarks.store.StoreUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.SplittableRandom;

/** What a procedure works with: a trial, and somewhere to say what was measured. */
final class Bench {
  private static final int FILLING_BATCH_PAIRS = 1000;

  /** A batch of large values must not be what a small memory has no room for. */
  private static final int FILLING_BATCH_BYTES = 1 << 20;

  private final Trial trial;
  private final Recorder recorder;
  private final Optional<BlockDevice> device;
  private final Pairs pairs;

  private Bench(Trial trial, Recorder recorder, Optional<BlockDevice> device) {
    this.trial = trial;
    this.recorder = recorder;
    this.device = device;
    this.pairs = pairs(KeyOrder.RANDOM);
  }

  /** The store of a trial lies on the device of the directory that all of them are made in. */
  Bench(Trial trial, Recorder recorder) {
    this(trial, recorder, BlockDevice.of(trial.options().directory()));
  }

  /** For what nobody wants to know the figures of, nor waits for the device. */
  static Bench ofRehearsal(Trial trial) {
    return new Bench(trial, Recorder.mute(), Optional.empty());
  }

  Trial trial() {
    return trial;
  }

  Recorder recorder() {
    return recorder;
  }

  /** What writes are counted at, if it can be had. */
  Optional<BlockDevice> device() {
    return device;
  }

  /** The pairs of a store that is filled in no order. */
  Pairs pairs() {
    return pairs;
  }

  Pairs pairs(KeyOrder order) {
    return new Pairs(trial.options().valueBytes(), order);
  }

  SplittableRandom random() {
    return new SplittableRandom(trial.round());
  }

  /** Opens a store that is empty. */
  StoreUnderTest openEmpty() {
    return trial.peer().open(trial.home());
  }

  /** Opens a store with all pairs: one that was prepared, or one that is filled now. */
  StoreUnderTest openFilled() {
    if (!trial.peer().outlivesProcess()) {
      StoreUnderTest store = trial.peer().open(trial.home());
      fill(store);
      return store;
    }
    if (!Files.exists(trial.directory())) {
      prepare();
    }
    StoreUnderTest store = trial.peer().open(trial.home());
    store.settle();
    readAll(store);
    return store;
  }

  /** Reads all pairs once: what a store keeps in memory of what it has on disk is there then. */
  private void readAll(StoreUnderTest store) {
    try (StoreReader reader = store.reader()) {
      if (reader instanceof OrderedStoreReader ordered) {
        try (PairCursor cursor = ordered.cursor()) {
          for (boolean found = cursor.first(); found; found = cursor.next()) {
            Answers.requirePair(pairs, cursor);
          }
        }
      } else {
        for (long number = 0; number < trial.pairCount(); number++) {
          Answers.requireValue(pairs, number, reader.get(pairs.key(number)));
        }
      }
    }
  }

  /** Fills a new store and closes it. */
  void prepare() {
    try (StoreUnderTest store = trial.peer().open(trial.fillingHome())) {
      fill(store);
      store.sync();
      store.settle();
    }
  }

  private void fill(StoreUnderTest store) {
    int mostPairs = Math.clamp(FILLING_BATCH_BYTES / pairs.valueBytes(), 1, FILLING_BATCH_PAIRS);
    long number = 0;
    while (number < trial.pairCount()) {
      int batchPairs = (int) Math.min(mostPairs, trial.pairCount() - number);
      byte[][] keys = new byte[batchPairs][];
      byte[][] values = new byte[batchPairs][];
      for (int i = 0; i < batchPairs; i++) {
        keys[i] = pairs.key(number);
        values[i] = pairs.value(number);
        number++;
      }
      store.putAll(keys, values);
    }
  }

  /** Records what the store takes on the device, against the content of so many pairs. */
  void recordDisk(String name, long pairCount, Scope scope) throws IOException {
    if (trial.peer().outlivesProcess()) {
      Home home = trial.home();
      long bytes = Directories.allocatedBytes(home.directory());
      double contentBytes = (double) pairCount * (Pairs.KEY_BYTES + home.valueBytes());
      recorder.megabytes(name + " disk", Detail.MAIN, scope, bytes);
      recorder.amplification(name + " space amplification", scope, bytes / contentBytes);
    }
  }
}
