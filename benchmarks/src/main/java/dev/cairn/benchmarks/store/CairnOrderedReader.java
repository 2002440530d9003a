package dev.cairn.benchmarks.store;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.OrderedReader;
import dev.cairn.benchmarks.Pairs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads of an ordered Cairn store. */
final class CairnOrderedReader extends CairnReader implements OrderedStoreReader {
  private static final ValueLayout.OfLong BIG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LITTLE =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final byte[] LEAST = {};
  private static final byte[] ABOVE_ALL = new byte[Pairs.KEY_BYTES + 1];

  static {
    Arrays.fill(ABOVE_ALL, (byte) 0xff);
  }

  private final OrderedReader store;

  CairnOrderedReader(OrderedReader store) {
    super(store);
    this.store = store;
  }

  @Override
  public PairCursor cursor() {
    return new InPlace(store.scan(KeyRange.all()));
  }

  private record InPlace(Cursor cursor) implements PairCursor {
    @Override
    public boolean first() {
      return cursor.seek(LEAST);
    }

    @Override
    public boolean last() {
      return cursor.seekFloor(ABOVE_ALL);
    }

    @Override
    public boolean seek(byte[] key) {
      return cursor.seek(key);
    }

    @Override
    public boolean next() {
      return cursor.next();
    }

    @Override
    public boolean previous() {
      return cursor.previous();
    }

    @Override
    public long keyHead() {
      return cursor.keySegment().get(BIG, 0);
    }

    @Override
    public long valueHead() {
      return cursor.valueSegment().get(LITTLE, 0);
    }

    @Override
    public byte valueTail() {
      MemorySegment value = cursor.valueSegment();
      return value.get(ValueLayout.JAVA_BYTE, value.byteSize() - 1);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
