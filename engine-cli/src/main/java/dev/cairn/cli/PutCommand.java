package dev.cairn.cli;

import dev.cairn.KeyValueStore;
import dev.cairn.Limits;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn put}: sets the value of a key. */
@Command(
    name = "put",
    header = "Set the value of a key.",
    description = {
      "Sets the value of a key, whether or not it has one. The store is created if the directory is"
          + " absent or empty. When the command ends the value is on the device.",
      "",
      "A key or value that begins with - stands behind --, after all options."
    },
    footer = {
      "  cairn put addresses alice 'Main Street 1'",
      "  cairn put pictures cat.png - < cat.png",
      "  cairn put numbers --hex 0001 cafe",
      "  cairn put -- balances alice -5"
    })
final class PutCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();
  @Mixin private final Notation notation = new Notation();

  @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private String key;

  @Parameters(
      index = "2",
      paramLabel = "VALUE",
      description = "The value, or - to take the bytes of standard input as they are.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private String value;

  PutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    byte[] keyBytes = notation.parse(key);
    byte[] valueBytes = valueBytes();
    Limits.requireKeyBytes(keyBytes.length);
    Limits.requireValueBytes(valueBytes.length);
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.CREATE)) {
      open.get().put(keyBytes, valueBytes);
    }
    return ExitCode.OK;
  }

  private byte[] valueBytes() throws IOException {
    return value.equals(STANDARD_INPUT)
        ? session.in().readNBytes(Limits.MAX_VALUE_BYTES + 1)
        : notation.parse(value);
  }
}
