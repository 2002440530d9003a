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

  private static final class InPlace implements PairCursor {
    private final Cursor cursor;
    // Both ends of the value, read from one segment as whoever uses a cursor would. The segment is
    // not kept: if it does not leave the method that asks for it, it need not become an object.
    private boolean isSeen;
    private long valueHead;
    private byte valueTail;

    InPlace(Cursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean first() {
      return moved(cursor.seek(LEAST));
    }

    @Override
    public boolean last() {
      return moved(cursor.seekFloor(ABOVE_ALL));
    }

    @Override
    public boolean seek(byte[] key) {
      return moved(cursor.seek(key));
    }

    @Override
    public boolean next() {
      return moved(cursor.next());
    }

    @Override
    public boolean previous() {
      return moved(cursor.previous());
    }

    private boolean moved(boolean found) {
      isSeen = false;
      return found;
    }

    @Override
    public long keyHead() {
      return cursor.keySegment().get(BIG, 0);
    }

    @Override
    public long valueHead() {
      see();
      return valueHead;
    }

    @Override
    public byte valueTail() {
      see();
      return valueTail;
    }

    private void see() {
      if (!isSeen) {
        MemorySegment value = cursor.valueSegment();
        valueHead = value.get(LITTLE, 0);
        valueTail = value.get(ValueLayout.JAVA_BYTE, value.byteSize() - 1);
        isSeen = true;
      }
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
