package dev.cairn.testkit.gate;

import dev.cairn.KeyRange;
import dev.cairn.OrderedStore;
import dev.cairn.WriteBatch;
import dev.cairn.internal.record.BatchReader;
import dev.cairn.internal.record.RecordFormat;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.ReferenceStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The writes by which a salvage makes the new store, in their order. */
final class SalvagedWrites {
  /** One of them; of a range delete there is no key. */
  private record Write(@Nullable Bytes key, Consumer<NavigableMap<Bytes, Bytes>> effect) {}

  private final List<Write> writes = new ArrayList<>();

  /** A store that notes what is written to it. */
  OrderedStore target() {
    OrderedStore store = ReferenceStores.inMemory();
    return (OrderedStore)
        Proxy.newProxyInstance(
            OrderedStore.class.getClassLoader(),
            new Class<?>[] {OrderedStore.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "write" -> note((WriteBatch) arguments[0]);
                case "deleteRange" -> note((KeyRange) arguments[0]);
                default -> {} // Changes nothing.
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private void note(WriteBatch batch) {
    BatchReader operations =
        batch.encoding((bytes, length) -> new BatchReader(Arrays.copyOf(bytes, length), length));
    while (operations.next()) {
      int keyEnd = operations.keyOffset() + operations.keyBytes();
      Bytes key = Bytes.of(Arrays.copyOfRange(operations.bytes(), operations.keyOffset(), keyEnd));
      Bytes value =
          Bytes.of(
              Arrays.copyOfRange(operations.bytes(), keyEnd, keyEnd + operations.valueBytes()));
      boolean isPut = operations.kind() == RecordFormat.PUT;
      writes.add(
          new Write(
              key,
              pairs -> {
                if (isPut) {
                  pairs.put(key, value);
                } else {
                  pairs.remove(key);
                }
              }));
    }
  }

  private void note(KeyRange range) {
    writes.add(
        new Write(null, pairs -> pairs.keySet().removeIf(key -> range.contains(key.toArray()))));
  }

  /** Whether pairs are what all writes leave but for one, of that key or of a range. */
  boolean leaveWithoutOne(Bytes key, NavigableMap<Bytes, Bytes> pairs) {
    for (int i = 0; i < writes.size(); i++) {
      Bytes own = writes.get(i).key;
      if ((own == null || own.equals(key)) && without(i).equals(pairs)) {
        return true;
      }
    }
    return false;
  }

  private NavigableMap<Bytes, Bytes> without(int index) {
    NavigableMap<Bytes, Bytes> pairs = new TreeMap<>();
    for (int i = 0; i < writes.size(); i++) {
      if (i != index) {
        writes.get(i).effect.accept(pairs);
      }
    }
    return pairs;
  }
}
