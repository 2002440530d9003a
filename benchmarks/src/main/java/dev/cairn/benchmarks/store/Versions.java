package dev.cairn.benchmarks.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Which versions of the stores this module was built with. */
final class Versions {
  private static final Properties VERSIONS = read();

  private Versions() {}

  /** The product and its version, by the store's label. */
  static String of(String label) {
    return Objects.requireNonNull(VERSIONS.getProperty(label), label);
  }

  private static Properties read() {
    Properties versions = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      versions.load(Objects.requireNonNull(in, "versions.properties"));
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
