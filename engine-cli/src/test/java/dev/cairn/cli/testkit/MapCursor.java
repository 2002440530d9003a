package dev.cairn.cli.testkit;

import dev.cairn.Cursor;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Moves over a map. */
final class MapCursor implements Cursor {
  private enum Place {
    BEFORE,
    ON,
    AFTER
  }

  private final NavigableMap<byte[], byte[]> map;
  private Place place = Place.BEFORE;
  private Map.@Nullable Entry<byte[], byte[]> entry;

  MapCursor(NavigableMap<byte[], byte[]> map) {
    this.map = map;
  }

  private boolean standOn(Map.@Nullable Entry<byte[], byte[]> found, Place otherwise) {
    entry = found;
    place = found == null ? otherwise : Place.ON;
    return found != null;
  }

  @Override
  public boolean next() {
    return switch (place) {
      case BEFORE -> standOn(map.firstEntry(), Place.AFTER);
      case ON -> standOn(map.higherEntry(key()), Place.AFTER);
      case AFTER -> false;
    };
  }

  @Override
  public boolean previous() {
    return switch (place) {
      case BEFORE -> false;
      case ON -> standOn(map.lowerEntry(key()), Place.BEFORE);
      case AFTER -> standOn(map.lastEntry(), Place.BEFORE);
    };
  }

  @Override
  public boolean seek(byte[] key) {
    return standOn(map.ceilingEntry(key), Place.AFTER);
  }

  @Override
  public boolean seekFloor(byte[] key) {
    return standOn(map.floorEntry(key), Place.BEFORE);
  }

  private Map.Entry<byte[], byte[]> here() {
    if (entry == null) {
      throw new IllegalStateException("on no pair");
    }
    return entry;
  }

  @Override
  public byte[] key() {
    return here().getKey();
  }

  @Override
  public byte[] value() {
    return here().getValue();
  }

  @Override
  public MemorySegment keySegment() {
    return MemorySegment.ofArray(key());
  }

  @Override
  public MemorySegment valueSegment() {
    return MemorySegment.ofArray(value());
  }

  @Override
  public void close() {
    entry = null;
  }
}
