package dev.cairn.cli;

import dev.cairn.Cursor;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.Limits;
import dev.cairn.OrderedReader;
import dev.cairn.cli.session.CommandFailure;
import dev.cairn.cli.session.ExitCode;
import dev.cairn.cli.session.Held;
import dev.cairn.cli.session.Session;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn scan}: prints pairs, in key order if the engine knows one. */
@Command(
    name = "scan",
    aliases = "list",
    header = "Print pairs.",
    description = {
      "Prints a line for each pair: key, tab, value. What a line cannot show is escaped as \\t,"
          + " \\n, \\r, \\\\ or \\xff; to get the bytes back, use export.",
      "",
      "An engine with key order prints in that order, unsigned byte by byte. An engine without one,"
          + " such as hash, prints in its own order and says so; it looks at every pair to find a"
          + " prefix, and refuses --from, --to and --reverse."
    },
    footer = {
      "  cairn scan addresses --limit 10",
      "  cairn scan events --from 2026-01 --to 2026-02 --keys",
      "  cairn scan pictures --prefix cat --hex"
    })
final class ScanCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final StoreArgument store = new StoreArgument();

  @Option(names = "--prefix", paramLabel = "KEY", description = "Only keys that begin so.")
  private @Nullable String prefix;

  @Option(names = "--from", paramLabel = "KEY", description = "Only this key and those above it.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "KEY", description = "Only keys below this one.")
  private @Nullable String to;

  @Option(names = "--reverse", description = "From the last key to the first.")
  private boolean reverse;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      converter = CountConverter.class,
      description = "Stop after so many pairs, such as 10 or 5K.")
  private Long limit = Long.MAX_VALUE;

  @Option(names = "--keys", description = "Print the keys only.")
  private boolean keysOnly;

  @Mixin private final Notation notation = new Notation();

  private long printedCount;

  ScanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    try (Held<KeyValueStore> open = store.open(session, StoreArgument.IfAbsent.REFUSE)) {
      if (open.get() instanceof OrderedReader ordered) {
        printInOrder(ordered);
      } else {
        printUnordered(open.get());
      }
      session.out().flush();
    }
    return ExitCode.OK;
  }

  private void printInOrder(OrderedReader reader) {
    KeyRange range = range();
    try (Cursor cursor = reader.scan(range)) {
      boolean more = limit > 0 && (reverse ? seekLast(cursor) : cursor.next());
      while (more) {
        print(cursor.keySegment(), cursor.valueSegment());
        more = printedCount < limit && (reverse ? cursor.previous() : cursor.next());
      }
    }
  }

  private static boolean seekLast(Cursor cursor) {
    byte[] greatest = new byte[Limits.MAX_KEY_BYTES];
    Arrays.fill(greatest, (byte) 0xff);
    return cursor.seekFloor(greatest);
  }

  /** What satisfies the prefix, the lower and the upper end together. */
  private KeyRange range() {
    KeyRange range = prefix == null ? KeyRange.all() : KeyRange.prefix(notation.parse(prefix));
    byte[] low = range.from();
    byte @Nullable [] high = range.to();
    if (from != null) {
      byte[] given = notation.parse(from);
      low = Arrays.compareUnsigned(given, low) > 0 ? given : low;
    }
    if (to != null) {
      byte[] given = notation.parse(to);
      high = high == null || Arrays.compareUnsigned(given, high) < 0 ? given : high;
    }
    return high == null ? KeyRange.from(low) : KeyRange.of(low, high);
  }

  private void printUnordered(KeyValueStore reader) {
    String engine = reader.stats().engine();
    if (from != null || to != null || reverse) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--from, --to and --reverse need key order, which the engine " + engine + " has not");
    }
    session.say("note: the engine " + engine + " keeps no key order; pairs come in its own");
    KeyRange range = range();
    try {
      reader.forEach((key, value) -> {
        if (printedCount == limit) {
          throw new LimitReached();
        }
        if (range.contains(key.toArray(ValueLayout.JAVA_BYTE))) {
          print(key, value);
        }
      });
    } catch (LimitReached enough) {
      // A visitor has no other way to end the walk.
    }
  }

  private void print(MemorySegment key, MemorySegment value) {
    session.write(show(key) + (keysOnly ? "" : "\t" + show(value)) + "\n");
    printedCount++;
  }

  private String show(MemorySegment bytes) {
    return notation.show(bytes.toArray(ValueLayout.JAVA_BYTE));
  }
}
