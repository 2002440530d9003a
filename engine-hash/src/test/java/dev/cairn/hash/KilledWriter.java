package dev.cairn.hash;

import dev.cairn.Durability;
import dev.cairn.WriteBatch;
import dev.cairn.testkit.Bytes;
import dev.cairn.testkit.Seed;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Writes to a store until it is killed, and says so with one byte after each write. */
final class KilledWriter {
  static final HashOptions OPTIONS =
      HashOptions.builder().memoryBudgetBytes(4 << 20).segmentBytes(64 << 10).build();
  private static final int KEYS = 2_000;

  private KilledWriter() {}

  /** What is set, or with null removed, at once. */
  record Change(List<Map.Entry<Bytes, @Nullable Bytes>> entries, Durability durability) {
    void applyTo(Map<Bytes, Bytes> content) {
      for (Map.Entry<Bytes, @Nullable Bytes> entry : entries) {
        if (entry.getValue() == null) {
          content.remove(entry.getKey());
        } else {
          content.put(entry.getKey(), entry.getValue());
        }
      }
    }

    void applyTo(HashStore store) {
      if (entries.size() == 1) {
        Map.Entry<Bytes, @Nullable Bytes> only = entries.getFirst();
        if (only.getValue() == null) {
          store.delete(only.getKey().toArray());
        } else {
          store.put(only.getKey().toArray(), only.getValue().toArray());
        }
        return;
      }
      WriteBatch batch = new WriteBatch();
      for (Map.Entry<Bytes, @Nullable Bytes> entry : entries) {
        if (entry.getValue() == null) {
          batch.delete(entry.getKey().toArray());
        } else {
          batch.put(entry.getKey().toArray(), entry.getValue().toArray());
        }
      }
      store.write(batch, durability);
    }
  }

  /** The changes of a seed, in their order. */
  static final class Script {
    private final SplittableRandom random;

    Script(Seed seed) {
      random = seed.random();
    }

    Change next() {
      int count = random.nextInt(10) == 0 ? random.nextInt(2, 20) : 1;
      List<Map.Entry<Bytes, @Nullable Bytes>> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Bytes key = Bytes.of("key " + random.nextInt(KEYS));
        byte[] value = new byte[random.nextInt(400)];
        random.nextBytes(value);
        entries.add(
            new AbstractMap.SimpleImmutableEntry<>(
                key, random.nextInt(5) == 0 ? null : Bytes.of(value)));
      }
      Durability durability = random.nextInt(20) == 0 ? Durability.DEVICE : Durability.PROCESS;
      return new Change(entries, durability);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Script script = new Script(Seed.parse(arguments[1]));
    try (HashStore store = HashStore.open(Path.of(arguments[0]), OPTIONS);
        OutputStream acknowledgements = new FileOutputStream(FileDescriptor.out)) {
      while (!Thread.interrupted()) {
        script.next().applyTo(store);
        acknowledgements.write(1);
      }
    }
  }
}
