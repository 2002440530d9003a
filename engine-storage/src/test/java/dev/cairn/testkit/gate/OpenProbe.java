package dev.cairn.testkit.gate;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that tries to open a store, says how that went, and holds it until its input ends. */
final class OpenProbe {
  static final String OPENED = "opened";

  private OpenProbe() {}

  /** The arguments: the engine's fixture, the directory. */
  public static void main(String[] arguments) throws Exception {
    EngineFixture engine = EngineFixture.named(arguments[0]);
    try (KeyValueStore store = engine.open(Path.of(arguments[1]), Durability.PROCESS)) {
      byte[] key = {1};
      store.put(key, key);
      say(OPENED);
      while (System.in.read() >= 0) {}
    } catch (StoreException refused) {
      say(refused.toString());
    }
  }

  private static void say(String what) throws IOException {
    System.out.write((what + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}
