package dev.cairn.cli;

import dev.cairn.Stores;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    @Nullable String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "cairn " + (version == null ? "(not packaged)" : version),
      "engines: " + String.join(", ", Stores.engines()),
      "java: " + Runtime.version() + " on " + System.getProperty("os.arch")
    };
  }
}
