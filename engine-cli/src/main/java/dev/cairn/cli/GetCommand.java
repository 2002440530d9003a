package dev.cairn.cli;

import dev.cairn.KeyValueStore;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn get}: prints the value of a key. */
@Command(
    name = "get",
    header = "Print the value of a key.",
    description = {
      "Prints the bytes of the value as they are, with nothing before or after them. An absent key"
          + " prints nothing and ends with 1."
    },
    footer = {"  cairn get addresses alice", "  cairn get pictures cat.png > cat.png"})
final class GetCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();
  @Mixin private final Notation notation = new Notation();

  @Parameters(index = "1", paramLabel = "KEY", description = "The key.")
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private String key;

  GetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    byte[] keyBytes = notation.parse(key);
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      byte @Nullable [] value = open.get().get(keyBytes);
      if (value == null) {
        throw new CommandFailure(ExitCode.MISMATCH, "no such key: " + key);
      }
      session.out().write(value);
      session.out().flush();
    }
    return ExitCode.OK;
  }
}
