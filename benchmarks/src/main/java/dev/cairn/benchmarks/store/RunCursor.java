package dev.cairn.benchmarks.store;

import org.jspecify.annotations.Nullable;

/** A cursor made of runs, for stores that offer iterators and no cursors. */
final class RunCursor implements PairCursor {
  /** What a store offers. */
  interface Source {
    /** Keys equal to or greater than a key, or all; in ascending order. */
    PairRun ascending(byte @Nullable [] from);

    /** Keys equal to or smaller than a key, or all; in descending order. */
    PairRun descending(byte @Nullable [] from);
  }

  private final Source source;
  private final Runnable closing;
  private @Nullable PairRun run;
  private boolean ascends;

  RunCursor(Source source) {
    this(source, () -> {});
  }

  /** Takes what gives back what the runs need while there are any. */
  RunCursor(Source source, Runnable closing) {
    this.source = source;
    this.closing = closing;
  }

  @Override
  public boolean first() {
    return begin(source.ascending(null), true);
  }

  @Override
  public boolean last() {
    return begin(source.descending(null), false);
  }

  @Override
  public boolean seek(byte[] key) {
    return begin(source.ascending(key), true);
  }

  private boolean begin(PairRun begun, boolean ascending) {
    run = begun;
    ascends = ascending;
    return begun.next();
  }

  @Override
  public boolean next() {
    // A run the other way begins with the pair that the cursor stands on.
    return (ascends || begin(source.ascending(run().key()), true)) && run().next();
  }

  @Override
  public boolean previous() {
    return (!ascends || begin(source.descending(run().key()), false)) && run().next();
  }

  @Override
  public long keyHead() {
    return HeapValues.keyHead(run().key());
  }

  @Override
  public long valueHead() {
    return HeapValues.valueHead(run().value());
  }

  @Override
  public byte valueTail() {
    return HeapValues.valueTail(run().value());
  }

  @Override
  public void close() {
    closing.run();
  }

  private PairRun run() {
    if (run == null) {
      throw new IllegalStateException("the cursor was not moved yet");
    }
    return run;
  }
}
