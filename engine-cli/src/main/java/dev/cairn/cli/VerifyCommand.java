package dev.cairn.cli;

import dev.cairn.Damage;
import dev.cairn.KeyValueStore;
import dev.cairn.StoreStats;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Interruption;
import dev.cairn.cli.session.Session;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn verify}: checks every byte of a store. */
@Command(
    name = "verify",
    header = "Check every byte of a store.",
    description = {
      "First reads all files, without opening the store, and compares all checksums. Names each"
          + " thing that is damaged, with its file and position, and ends with 4; such a store is"
          + " not opened, so that it stays as it is.",
      "",
      "A store of which nothing is lost is opened, and it is checked that its structure holds"
          + " and that index and data agree. What a crash left unfinished is put right, as by any"
          + " opening, and so is a damaged INDEX of a hash store; both are named, and no pair is"
          + " missing."
    },
    footer = {"  cairn verify store && cairn checkpoint store backup"})
final class VerifyCommand implements Callable<Integer> {
  private final Session session;
  private boolean isDamaged;

  @Mixin private final StoreArgument store = new StoreArgument();

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    try (Held<Interruption> _ = session.hold(new Interruption())) {
      store.examine(session, this::tell);
    }
    if (isDamaged) {
      return ExitCode.CORRUPTION;
    }
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      StoreStats stats =
          store.watch(
              session,
              "verify store",
              () -> {
                open.get().verify();
                return open.get().stats();
              });
      session.print(
          store.directory()
              + ": sound, "
              + Figures.count(stats.entryCount())
              + " entries, "
              + Figures.bytes(stats.diskBytes())
              + "\n");
    }
    return ExitCode.OK;
  }

  private void tell(Damage damage) {
    session.requireGoingOn();
    switch (damage.consequence()) {
      case PAIRS_MAY_BE_LOST, OLD_PAIRS_MAY_RETURN -> {
        isDamaged = true;
        session.say(store.directory() + File.separator + DamageText.of(damage));
      }
      case NONE, UNFORCED -> {
        try {
          session.print(DamageText.of(damage) + "\n");
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    }
  }
}
