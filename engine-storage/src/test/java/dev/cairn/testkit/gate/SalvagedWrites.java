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
import org.jspecify.annotations.Nullable;

/** The writes by which a salvage makes the new store, in their order. */
final class SalvagedWrites {
  /** One of them; of the delete of a range the value is its end. */
  private record Write(byte kind, Bytes key, @Nullable Bytes value) {}

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
      writes.add(new Write(operations.kind(), key, value));
    }
  }

  private void note(KeyRange range) {
    writes.add(
        new Write(RecordFormat.DELETE_RANGE, Bytes.of(range.from()), Bytes.ofNullable(range.to())));
  }

  /** How many of all writes are missing here, if they follow each other; otherwise -1. */
  int missingInARow(SalvagedWrites all) {
    int missing = all.writes.size() - writes.size();
    if (missing < 0) {
      return -1;
    }
    int same = 0;
    while (same < writes.size() && writes.get(same).equals(all.writes.get(same))) {
      same++;
    }
    List<Write> rest = all.writes.subList(same + missing, all.writes.size());
    return writes.subList(same, writes.size()).equals(rest) ? missing : -1;
  }
}
