package dev.cairn.testkit.vfs;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was opened and not closed, with the stacks that opened it. */
final class OpenResources {
  private final Map<Object, Throwable> open = new LinkedHashMap<>();

  /** Notes that something was opened; the key is whatever stands for this one opening. */
  synchronized void opened(Object key, String what) {
    open.put(key, new Throwable(what + " was opened here"));
  }

  synchronized void closed(Object key) {
    open.remove(key);
  }

  synchronized void assertNone() {
    if (open.isEmpty()) {
      return;
    }
    var error = new AssertionError(open.size() + " not closed");
    open.values().forEach(error::addSuppressed);
    throw error;
  }
}
