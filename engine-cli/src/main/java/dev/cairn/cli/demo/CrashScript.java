package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the process that will be killed writes: an endless sequence of groups of writes, known
 * beforehand, so that whoever knows how many groups were written knows every byte that must be
 * there.
 *
 * <p>A group puts new keys, overwrites one that an earlier group wrote, deletes those of a much
 * earlier group, and ends with its own number under {@link #MARKER}. Every other group is one
 * batch, the rest are single writes.
 */
final class CrashScript {
  static final String PREFIX = "crash/";
  static final String MARKER = PREFIX + "marker";

  private static final int NEW_KEYS = 6;
  private static final int SLOTS = 16;
  private static final long GROUPS_KEPT = 50;
  private static final int USUAL_VALUE_BYTES = 512;
  private static final int LARGE_VALUE_BYTES = 64 << 10;
  private static final int ONE_IN_LARGE = 40;

  private CrashScript() {}

  static boolean ownsKey(byte[] key) {
    byte[] prefix = PREFIX.getBytes(US_ASCII);
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  static boolean isBatch(long group) {
    return group % 2 == 0;
  }

  /** The writes of a group, in their order; the first group is 1. */
  static List<ScriptWrite> group(long group) {
    SplittableRandom random = new SplittableRandom(group);
    List<ScriptWrite> writes = new ArrayList<>();
    for (int i = 0; i < NEW_KEYS; i++) {
      writes.add(new ScriptWrite(newKey(group, i), value(random)));
    }
    writes.add(new ScriptWrite(PREFIX + "slot/" + group % SLOTS, value(random)));
    for (int i = 0; group > GROUPS_KEPT && i < NEW_KEYS; i++) {
      writes.add(new ScriptWrite(newKey(group - GROUPS_KEPT, i), null));
    }
    writes.add(new ScriptWrite(MARKER, Long.toString(group).getBytes(US_ASCII)));
    return writes;
  }

  private static String newKey(long group, int index) {
    return PREFIX + group + "/" + index;
  }

  private static byte[] value(SplittableRandom random) {
    int most = random.nextInt(ONE_IN_LARGE) == 0 ? LARGE_VALUE_BYTES : USUAL_VALUE_BYTES;
    byte[] value = new byte[random.nextInt(most)];
    random.nextBytes(value);
    return value;
  }

  /** What the store holds under the script's keys after so many groups. */
  static Map<String, byte[]> contentAfter(long groups) {
    Map<String, byte[]> content = new TreeMap<>();
    // Of what earlier groups wrote, nothing is left.
    for (long group = Math.max(1, groups - GROUPS_KEPT - SLOTS); group <= groups; group++) {
      group(group).forEach(write -> apply(write, content));
    }
    return content;
  }

  static void apply(ScriptWrite write, Map<String, byte[]> content) {
    if (write.value() == null) {
      content.remove(write.key());
    } else {
      content.put(write.key(), write.value());
    }
  }

  /** How many groups a store has seen whole. */
  static long groupsIn(KeyValueStore store) {
    byte @Nullable [] marker = store.get(MARKER.getBytes(US_ASCII));
    return marker == null ? 0 : Long.parseLong(new String(marker, US_ASCII));
  }

  /** Writes a group so that it survives the end of the process. */
  static void write(long group, KeyValueStore store) {
    WriteBatch batch = new WriteBatch();
    for (ScriptWrite write : group(group)) {
      if (write.value() == null) {
        batch.delete(write.keyBytes());
      } else {
        batch.put(write.keyBytes(), write.value());
      }
      if (!isBatch(group)) {
        store.write(batch, Durability.PROCESS);
        batch.clear();
      }
    }
    if (isBatch(group)) {
      store.write(batch, Durability.PROCESS);
    }
  }
}
