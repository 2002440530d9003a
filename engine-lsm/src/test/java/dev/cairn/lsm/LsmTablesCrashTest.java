package dev.cairn.lsm;

import static dev.cairn.testkit.edit.Edit.forgetCall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.WriteBatch;
import dev.cairn.testkit.RandomizedTest;
import dev.cairn.testkit.Seed;
import dev.cairn.testkit.mutant.EditedTest;
import dev.cairn.testkit.vfs.CrashPlan;
import dev.cairn.testkit.vfs.CrashableVfs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A crash while pairs are ingested, a range is compacted or a memtable is flushed: a store opens
 * with the effect of all writes that had returned, and of the one that had begun wholly or not; and
 * what is written next is there, and nothing else.
 */
@Tag("gate")
class LsmTablesCrashTest {
  private static final LsmFixture ENGINE = new LsmFixture();
  private static final int OPERATIONS = 30;
  private static final int KEYS = 300;
  private static final int STEPS_PER_CRASH = 3;
  private static final String VALUE_AFTER = "value after the crash";

  /** How many operations had returned at a step; the next may have begun. */
  private record Done(int count) {}

  private final List<Map<String, String>> states = new ArrayList<>();

  @RandomizedTest(runs = 3)
  void nothingThatReturnedIsLostAndNothingIsThereInPart(Seed seed) {
    CrashableVfs disk = new CrashableVfs(seed.value());
    ENGINE.create(disk, seed.value());
    int created = disk.steps();
    disk.mark(new Done(0));

    work(disk, seed.random());

    SplittableRandom random = seed.derive(1).random();
    for (int step = created; step <= disk.steps(); step++) {
      if (random.nextInt(STEPS_PER_CRASH) == 0) {
        check(disk, step, CrashPlan.keepAll(), random);
        check(disk, step, CrashPlan.dropAll(), random);
        check(disk, step, CrashPlan.random(random.nextLong()), random);
      }
    }
  }

  @Test
  void anIngestWhoseSequenceIsNotOnTheDeviceIsNoticed() throws ReflectiveOperationException {
    new EditedTest(getClass(), LsmWriter.class)
        .requireKilled(
            "nothingThatReturnedIsLostAndNothingIsThereInPart", forgetCall("addIngested", "sync"));
  }

  private void work(CrashableVfs disk, SplittableRandom random) {
    TreeMap<String, String> model = new TreeMap<>();
    states.add(Map.copyOf(model));
    try (LsmStore store = (LsmStore) ENGINE.open(disk, Durability.DEVICE)) {
      for (int i = 0; i < OPERATIONS; i++) {
        operate(store, model, i, random);
        states.add(Map.copyOf(model));
        disk.mark(new Done(states.size() - 1));
      }
    }
  }

  private static void operate(
      LsmStore store, TreeMap<String, String> model, int number, SplittableRandom random) {
    switch (random.nextInt(5)) {
      case 0 -> {
        TreeMap<String, String> pairs = pairs(number, random);
        store.ingest(
            pairs.entrySet().stream()
                .map(pair -> Map.entry(bytes(pair.getKey()), bytes(pair.getValue())))
                .iterator());
        model.putAll(pairs);
      }
      case 1 -> {
        String from = key(random);
        String to = key(random);
        store.compact(
            from.compareTo(to) < 0 ? KeyRange.of(bytes(from), bytes(to)) : KeyRange.all());
      }
      case 2 -> store.flush();
      case 3 -> {
        String from = key(random);
        String to = from + "~";
        store.deleteRange(KeyRange.of(bytes(from), bytes(to)));
        model.subMap(from, to).clear();
      }
      default -> {
        WriteBatch batch = new WriteBatch();
        pairs(number, random)
            .forEach((key, value) -> {
              batch.put(bytes(key), bytes(value));
              model.put(key, value);
            });
        store.write(batch, Durability.DEVICE);
      }
    }
  }

  private static TreeMap<String, String> pairs(int number, SplittableRandom random) {
    TreeMap<String, String> pairs = new TreeMap<>();
    for (int i = 0; i <= random.nextInt(60); i++) {
      pairs.put(key(random), "value of operation " + number);
    }
    return pairs;
  }

  private static String key(SplittableRandom random) {
    return String.format("key %04d", random.nextInt(KEYS));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private void check(CrashableVfs disk, int step, CrashPlan plan, SplittableRandom random) {
    Done done = disk.lastMarkAt(step, Done.class);
    int least = done == null ? 0 : done.count();
    String crash =
        "step %d of %d (%s), %s".formatted(step, disk.steps(), disk.describeStep(step), plan);
    try (LsmStore store = (LsmStore) ENGINE.open(disk.stateAfter(step, plan), Durability.DEVICE)) {
      Map<String, String> found = content(store);
      boolean isAllowed =
          found.equals(states.get(least))
              || (least + 1 < states.size() && found.equals(states.get(least + 1)));
      if (!isAllowed) {
        throw new AssertionError(
            "%s: the content is neither that after %d operations nor after one more: %s"
                .formatted(crash, least, found));
      }
      store.verify();

      // Tables with a sequence that the log has lost would hide it, or show what was not there.
      String key = key(random);
      found.put(key, VALUE_AFTER);
      store.put(bytes(key), bytes(VALUE_AFTER));
      assertThat(content(store)).as("%s, and one more write", crash).isEqualTo(found);
    }
  }

  private static Map<String, String> content(LsmStore store) {
    Map<String, String> content = new TreeMap<>();
    try (Cursor cursor = store.scan(KeyRange.all())) {
      while (cursor.next()) {
        content.put(new String(cursor.key(), UTF_8), new String(cursor.value(), UTF_8));
      }
    }
    return content;
  }
}
