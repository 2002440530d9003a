package dev.cairn.cli.demo;

import dev.cairn.KeyValueStore;
import dev.cairn.Stores;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.nio.file.Path;

/**
 * The store that is tried.
 *
 * @param engine its engine
 * @param directory where it lives
 */
record Trial(String engine, Path directory) {
  Held<KeyValueStore> open(Session session) {
    return session.hold(Stores.open(directory, engine));
  }
}
