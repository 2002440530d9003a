package dev.cairn.testkit;

import dev.cairn.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an operation can be replaced by to make a failing list easier to read. */
final class Simplification {
  private Simplification() {}

  /** Simpler operations, the simplest first; each is strictly smaller, so that simplifying ends. */
  static List<Operation> of(Operation operation) {
    return switch (operation) {
      case Operation.Put(Bytes key, Bytes value) -> ofValue(value, v -> new Operation.Put(key, v));
      case Operation.CompareAndSet(Bytes key, Bytes expected, Bytes update) ->
          ofValue(update, value -> new Operation.CompareAndSet(key, expected, value));
      case Operation.Write write -> ofWrite(write);
      case Operation.Fill(NavigableMap<Bytes, Bytes> pairs) -> ofFill(pairs);
      case Operation.GetAll(List<Bytes> keys) -> {
        List<Operation> simpler = new ArrayList<>();
        withoutOne(keys).forEach(fewer -> simpler.add(new Operation.GetAll(fewer)));
        if (keys.size() == 1) {
          simpler.add(new Operation.Get(keys.getFirst()));
        }
        yield simpler;
      }
      case Operation.Walk(KeyRange range, List<Operation.Move> moves) -> {
        List<Operation> simpler = new ArrayList<>();
        withoutOne(moves).forEach(fewer -> simpler.add(new Operation.Walk(range, fewer)));
        if (!range.equals(KeyRange.all())) {
          simpler.add(new Operation.Walk(KeyRange.all(), moves));
        }
        yield simpler;
      }
      case Operation.Scan(KeyRange range, Operation.Direction direction)
          when !range.equals(KeyRange.all()) ->
          List.of(new Operation.Scan(KeyRange.all(), direction));
      default -> List.of();
    };
  }

  private static List<Operation> ofValue(
      @Nullable Bytes value, Function<Bytes, Operation> withValue) {
    List<Operation> simpler = new ArrayList<>();
    if (value != null && value.length() > 0) {
      simpler.add(withValue.apply(Bytes.EMPTY));
      if (value.length() > 1) {
        simpler.add(withValue.apply(value.head(1)));
        simpler.add(withValue.apply(value.head(value.length() / 2)));
      }
    }
    return simpler;
  }

  private static List<Operation> ofWrite(Operation.Write write) {
    List<Operation> simpler = new ArrayList<>();
    if (write.entries().size() == 1) {
      simpler.add(write.entries().getFirst());
    }
    for (List<Operation.BatchEntry> fewer : withoutOne(write.entries())) {
      simpler.add(new Operation.Write(fewer, write.durability()));
    }
    for (int i = 0; i < write.entries().size(); i++) {
      for (Operation entry : of(write.entries().get(i))) {
        List<Operation.BatchEntry> changed = new ArrayList<>(write.entries());
        changed.set(i, (Operation.BatchEntry) entry);
        simpler.add(new Operation.Write(changed, write.durability()));
      }
    }
    return simpler;
  }

  private static List<Operation> ofFill(NavigableMap<Bytes, Bytes> pairs) {
    List<Operation> simpler = new ArrayList<>();
    for (Bytes key : pairs.keySet()) {
      NavigableMap<Bytes, Bytes> fewer = new TreeMap<>(pairs);
      fewer.remove(key);
      simpler.add(new Operation.Fill(fewer));
    }
    return simpler;
  }

  private static <T> List<List<T>> withoutOne(List<T> list) {
    List<List<T>> shorter = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      List<T> without = new ArrayList<>(list);
      without.remove(i);
      shorter.add(without);
    }
    return shorter;
  }
}
