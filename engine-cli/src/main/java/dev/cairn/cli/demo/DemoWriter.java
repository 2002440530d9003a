package dev.cairn.cli.demo;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreSettings;
import dev.cairn.Stores;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The process that is killed: writes group after group of the {@link CrashScript} and says so after
 * each, until it is killed or nobody listens.
 */
public final class DemoWriter {
  static final String ACKNOWLEDGED = "acknowledged ";

  private DemoWriter() {}

  /**
   * Writes, and never returns normally.
   *
   * @param session where each acknowledgement goes
   * @param directory the store
   * @param engine its engine
   * @throws IOException when nobody listens any more
   */
  public static void run(Session session, Path directory, String engine) throws IOException {
    StoreSettings settings =
        new StoreSettings(Durability.PROCESS, StoreSettings.DEFAULT.memoryBudgetBytes());
    try (KeyValueStore store = Stores.open(directory, engine, settings)) {
      for (long group = CrashScript.groupsIn(store) + 1; ; group++) {
        CrashScript.write(group, store);
        session.print(ACKNOWLEDGED + group + "\n");
      }
    }
  }
}
