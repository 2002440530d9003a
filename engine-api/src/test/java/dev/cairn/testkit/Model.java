package dev.cairn.testkit;

import dev.cairn.KeyRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store must do, as plainly as possible: a sorted map. Not thread-safe.
 *
 * <p>The outcome of an operation is a value with {@code equals}: a {@link Bytes}, a Boolean, a
 * list, a map, or null. {@link StoreDriver} gives the same for a store, so that the two can be
 * compared.
 */
public final class Model {
  private final NavigableMap<Bytes, Bytes> content = new TreeMap<>();
  private final Map<Integer, NavigableMap<Bytes, Bytes>> snapshots = new HashMap<>();
  private final ChangeListener listener;

  /** Hears of each change of the content. */
  @FunctionalInterface
  interface ChangeListener {
    /** Called with the key's value before and after the change; null is absent. */
    void changed(Bytes key, @Nullable Bytes before, @Nullable Bytes after);
  }

  /** Makes an empty store. */
  public Model() {
    this((key, before, after) -> {});
  }

  Model(ChangeListener listener) {
    this.listener = listener;
  }

  /**
   * All pairs of the store.
   *
   * @return an unmodifiable view
   */
  public NavigableMap<Bytes, Bytes> content() {
    return Collections.unmodifiableNavigableMap(content);
  }

  /**
   * Does an operation.
   *
   * @param operation what to do
   * @return what must come of it
   */
  public @Nullable Object apply(Operation operation) {
    return switch (operation) {
      case Operation.Put(Bytes key, Bytes value) -> set(key, value);
      case Operation.Delete(Bytes key) -> set(key, null);
      case Operation.CompareAndSet(Bytes key, Bytes expected, Bytes update) ->
          compareAndSet(key, expected, update);
      case Operation.Write write -> {
        write.entries().forEach(this::apply);
        yield null;
      }
      case Operation.Fill(NavigableMap<Bytes, Bytes> pairs) -> {
        pairs.forEach(this::set);
        yield null;
      }
      case Operation.DeleteRange(KeyRange range) -> {
        List.copyOf(within(content, range).keySet()).forEach(key -> set(key, null));
        yield null;
      }
      case Operation.Get(Bytes key) -> content.get(key);
      case Operation.Read(Bytes key) -> content.get(key);
      case Operation.Contains(Bytes key) -> content.containsKey(key);
      case Operation.GetAll(List<Bytes> keys) -> {
        List<@Nullable Bytes> values = new ArrayList<>();
        keys.forEach(key -> values.add(content.get(key)));
        yield values;
      }
      case Operation.ForEach _, Operation.Checkpoint _ -> new TreeMap<>(content);
      case Operation.Sync _, Operation.Verify _, Operation.Compact _, Operation.Flush _ -> null;
      case Operation.Reopen _ -> {
        snapshots.clear();
        yield null;
      }
      case Operation.Scan(KeyRange range, Operation.Direction direction) -> {
        List<Map.Entry<Bytes, Bytes>> entries = entries(within(content, range));
        yield direction == Operation.Direction.FORWARD ? entries : entries.reversed();
      }
      case Operation.Walk walk -> walk(within(content, walk.range()), walk.moves());
      case Operation.TakeSnapshot(int number) -> {
        snapshots.put(number, new TreeMap<>(content));
        yield null;
      }
      case Operation.ReadSnapshot read -> readSnapshot(read);
      case Operation.CloseSnapshot(int number) -> {
        snapshots.remove(number);
        yield null;
      }
    };
  }

  private @Nullable Object set(Bytes key, @Nullable Bytes value) {
    Bytes before = value == null ? content.remove(key) : content.put(key, value);
    listener.changed(key, before, value);
    return null;
  }

  private boolean compareAndSet(Bytes key, @Nullable Bytes expected, @Nullable Bytes update) {
    if (!Objects.equals(content.get(key), expected)) {
      return false;
    }
    set(key, update);
    return true;
  }

  private @Nullable Object readSnapshot(Operation.ReadSnapshot read) {
    NavigableMap<Bytes, Bytes> snapshot = snapshots.get(read.number());
    if (snapshot == null) {
      return null;
    }
    List<@Nullable Object> seen = new ArrayList<>();
    seen.add(snapshot.get(read.key()));
    seen.add(entries(within(snapshot, read.range())));
    return seen;
  }

  private static List<@Nullable Object> walk(
      NavigableMap<Bytes, Bytes> pairs, List<Operation.Move> moves) {
    List<@Nullable Object> seen = new ArrayList<>();
    // Before the first key and after the last are places of their own; on a key, both are false.
    boolean beforeFirst = true;
    Bytes at = null;
    for (Operation.Move move : moves) {
      Map.Entry<Bytes, Bytes> found =
          switch (move) {
            case Operation.Next _ ->
                at != null ? pairs.higherEntry(at) : beforeFirst ? pairs.firstEntry() : null;
            case Operation.Previous _ ->
                at != null ? pairs.lowerEntry(at) : beforeFirst ? null : pairs.lastEntry();
            case Operation.Seek(Bytes key) -> pairs.ceilingEntry(key);
            case Operation.SeekFloor(Bytes key) -> pairs.floorEntry(key);
          };
      at = found == null ? null : found.getKey();
      beforeFirst = move instanceof Operation.Previous || move instanceof Operation.SeekFloor;
      seen.add(found == null ? null : Map.entry(found.getKey(), found.getValue()));
    }
    return seen;
  }

  private static NavigableMap<Bytes, Bytes> within(NavigableMap<Bytes, Bytes> map, KeyRange range) {
    Bytes from = Bytes.of(range.from());
    Bytes to = Bytes.ofNullable(range.to());
    if (to == null) {
      return map.tailMap(from, true);
    }
    return range.isEmpty() ? Collections.emptyNavigableMap() : map.subMap(from, true, to, false);
  }

  private static List<Map.Entry<Bytes, Bytes>> entries(SortedMap<Bytes, Bytes> map) {
    List<Map.Entry<Bytes, Bytes>> entries = new ArrayList<>();
    map.forEach((key, value) -> entries.add(Map.entry(key, value)));
    return entries;
  }
}
