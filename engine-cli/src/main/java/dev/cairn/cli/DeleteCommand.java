package dev.cairn.cli;

import dev.cairn.Durability;
import dev.cairn.KeyValueStore;
import dev.cairn.WriteBatch;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cairn delete}: removes keys. */
@Command(
    name = "delete",
    header = "Remove keys.",
    description = {
      "Removes all the keys or, if something fails, none of them. A key that is absent is no"
          + " mistake."
    },
    footer = {"  cairn delete addresses alice bob"})
final class DeleteCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();
  @Mixin private final Notation notation = new Notation();

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "The keys.")
  private List<String> keys = List.of();

  DeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    WriteBatch batch = new WriteBatch();
    keys.forEach(key -> batch.delete(notation.parse(key)));
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      open.get().write(batch, Durability.DEVICE);
    }
    return ExitCode.OK;
  }
}
