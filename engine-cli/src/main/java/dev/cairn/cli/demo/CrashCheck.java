package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.KeyValueStore;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares a store whose writing process was killed with the {@link CrashScript}.
 *
 * <p>A store must hold the effect of a prefix of the writes. The marker says how many groups are
 * whole; of the next one, a batch must have left nothing and single writes may have left the first
 * few.
 */
final class CrashCheck {
  private final String where;
  private final KeyValueStore store;
  private long comparisonCount;

  /** Prepares; {@code where} begins the message about a difference. */
  CrashCheck(String where, KeyValueStore store) {
    this.where = where;
    this.store = store;
  }

  /** Compares everything, in both directions; so many groups are whole. */
  void run(long groups) {
    Map<String, byte[]> found = content();
    Map<String, byte[]> expected = nearestAllowed(groups, found);
    for (Map.Entry<String, byte[]> pair : expected.entrySet()) {
      byte[] key = pair.getKey().getBytes(UTF_8);
      Difference.requireEqual(where + ", walk", key, pair.getValue(), found.get(pair.getKey()));
      Difference.requireEqual(where + ", get", key, pair.getValue(), store.get(key));
      comparisonCount += 2;
    }
    for (Map.Entry<String, byte[]> pair : found.entrySet()) {
      byte[] key = pair.getKey().getBytes(UTF_8);
      Difference.requireEqual(where, key, expected.get(pair.getKey()), pair.getValue());
    }
  }

  private Map<String, byte[]> content() {
    Map<String, byte[]> content = new TreeMap<>();
    store.forEach((keySegment, value) -> {
      byte[] key = keySegment.toArray(ValueLayout.JAVA_BYTE);
      if (CrashScript.ownsKey(key)) {
        content.put(new String(key, UTF_8), value.toArray(ValueLayout.JAVA_BYTE));
      }
    });
    return content;
  }

  /** The allowed content that equals what was found, or one that does not, to show a difference. */
  private static Map<String, byte[]> nearestAllowed(long groups, Map<String, byte[]> found) {
    Map<String, byte[]> allowed = CrashScript.contentAfter(groups);
    if (CrashScript.isBatch(groups + 1)) {
      return allowed;
    }
    List<ScriptWrite> next = CrashScript.group(groups + 1);
    for (int i = 0; i < next.size() && !equal(allowed, found); i++) {
      CrashScript.apply(next.get(i), allowed);
    }
    return equal(allowed, found) ? allowed : CrashScript.contentAfter(groups);
  }

  private static boolean equal(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream()
            .allMatch(pair -> Arrays.equals(pair.getValue(), other.get(pair.getKey())));
  }

  /** Values that were compared. */
  long comparisonCount() {
    return comparisonCount;
  }
}
