package dev.cairn.benchmarks.store;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** The runs of a sorted map. */
record MapRuns(NavigableMap<byte[], byte[]> map) implements RunCursor.Source {
  @Override
  public PairRun ascending(byte @Nullable [] from) {
    return new EntryRun(from == null ? map : map.tailMap(from, true));
  }

  @Override
  public PairRun descending(byte @Nullable [] from) {
    return new EntryRun((from == null ? map : map.headMap(from, true)).descendingMap());
  }

  private static final class EntryRun implements PairRun {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;
    private Map.@Nullable Entry<byte[], byte[]> entry;

    EntryRun(NavigableMap<byte[], byte[]> map) {
      entries = map.entrySet().iterator();
    }

    @Override
    public boolean next() {
      boolean found = entries.hasNext();
      entry = found ? entries.next() : null;
      return found;
    }

    @Override
    public byte[] key() {
      return entry().getKey();
    }

    @Override
    public byte[] value() {
      return entry().getValue();
    }

    private Map.Entry<byte[], byte[]> entry() {
      if (entry == null) {
        throw new IllegalStateException("the run stands on no pair");
      }
      return entry;
    }
  }
}
