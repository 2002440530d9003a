package dev.cairn.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** One write of the {@link CrashScript}: sets the value of a key, or deletes it. */
final class ScriptWrite {
  private final String key;
  private final byte @Nullable [] value;

  /** A null value deletes. */
  ScriptWrite(String key, byte @Nullable [] value) {
    this.key = key;
    this.value = value;
  }

  String key() {
    return key;
  }

  byte[] keyBytes() {
    return key.getBytes(UTF_8);
  }

  /** What the key gets, or null if it is deleted; not a copy. */
  byte @Nullable [] value() {
    return value;
  }
}
