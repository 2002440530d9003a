package dev.cairn.cli.shell;

import dev.cairn.Cursor;
import dev.cairn.Durability;
import dev.cairn.KeyRange;
import dev.cairn.KeyValueStore;
import dev.cairn.OrderedReader;
import dev.cairn.WriteBatch;
import dev.cairn.cli.session.Figures;
import dev.cairn.cli.session.Session;
import dev.cairn.cli.session.Table;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Understands the lines of a shell and does what they say to its store. */
public final class Interpreter {
  private final Session session;
  private final KeyValueStore store;
  private final Dialogue dialogue;
  private final Supplier<String> figures;
  private Style style = Style.TEXT;
  private boolean leaving;

  /**
   * Makes a shell of a store.
   *
   * @param session where results go
   * @param store what the commands are about
   * @param dialogue who gives them
   * @param figures the store's figures as text
   */
  public Interpreter(
      Session session, KeyValueStore store, Dialogue dialogue, Supplier<String> figures) {
    this.session = session;
    this.store = store;
    this.dialogue = dialogue;
    this.figures = figures;
  }

  /**
   * Does what a line says.
   *
   * @param line the line; nothing is done for an empty one and for one that begins with #
   * @return whether there may be another
   * @throws IOException if standard output takes no more
   * @throws IllegalArgumentException if the line makes no sense
   */
  public boolean run(String line) throws IOException {
    List<String> words = Words.of(line);
    if (!words.isEmpty()) {
      run(Verb.named(words.getFirst()), words.subList(1, words.size()));
    }
    return !leaving;
  }

  /**
   * What a word may be that somebody has begun to type: a command, or a key where the store has
   * them in order.
   *
   * @param before the words before it
   * @param begun what there is of it
   * @return the words that it may become
   */
  public List<String> completions(List<String> before, String begun) {
    if (before.isEmpty()) {
      return Verb.words();
    }
    boolean key =
        Verb.find(before.getFirst()).filter(verb -> verb.takesKey(before.size() - 1)).isPresent();
    return key && store instanceof OrderedReader ordered
        ? KeyCompletion.of(ordered, style, begun)
        : List.of();
  }

  private void run(Verb verb, List<String> arguments) throws IOException {
    verb.requireCount(arguments.size());
    switch (verb) {
      case GET -> get(arguments.getFirst());
      case PUT -> store.put(style.parse(arguments.getFirst()), style.parse(arguments.getLast()));
      case DELETE -> delete(arguments);
      case SCAN -> scan(prefix(arguments));
      case COUNT -> count(prefix(arguments));
      case STATS -> session.print(figures.get());
      case VERIFY -> verify();
      case SYNC -> store.sync();
      case CHECKPOINT -> store.checkpoint(Path.of(arguments.getFirst()));
      case STYLE -> style = Style.named(arguments.getFirst());
      case HELP -> session.print(help());
      case QUIT -> leaving = true;
    }
  }

  private String help() {
    Table table = new Table().words("").words("");
    for (Verb verb : Verb.values()) {
      table.row(verb.usage(), verb.help());
    }
    return table
        + """

        Quotes keep spaces together. \\t, \\n, \\r, \\\\ and \\xff stand for bytes; they
        are printed so, too. A line that begins with # is a comment.
        """;
  }

  private void get(String key) throws IOException {
    byte @Nullable [] value = store.get(style.parse(key));
    if (value == null) {
      session.say("no such key: " + key);
    } else {
      session.print(style.show(value) + "\n");
    }
  }

  private void delete(List<String> words) {
    WriteBatch batch = new WriteBatch();
    words.forEach(word -> batch.delete(style.parse(word)));
    store.write(batch, Durability.PROCESS);
  }

  private void scan(byte[] prefix) throws IOException {
    Pages pages = new Pages(session, dialogue);
    if (store instanceof OrderedReader ordered) {
      try (Cursor cursor = ordered.scan(KeyRange.prefix(prefix))) {
        boolean wanted = true;
        while (wanted && cursor.next()) {
          wanted = pages.pair(style.show(cursor.key()), style.show(cursor.value()));
        }
      }
      return;
    }
    // The keys first: nobody may hold up the store's walk while he reads a page.
    for (byte[] key : keysWith(prefix)) {
      byte @Nullable [] value = store.get(key);
      if (value != null && !pages.pair(style.show(key), style.show(value))) {
        return;
      }
    }
  }

  private void count(byte[] prefix) throws IOException {
    long count = 0;
    if (store instanceof OrderedReader ordered) {
      try (Cursor cursor = ordered.scan(KeyRange.prefix(prefix))) {
        while (cursor.next()) {
          session.requireGoingOn();
          count++;
        }
      }
    } else {
      count = keysWith(prefix).size();
    }
    session.print(Figures.count(count) + "\n");
  }

  private byte[] prefix(List<String> words) {
    return words.isEmpty() ? new byte[0] : style.parse(words.getFirst());
  }

  private List<byte[]> keysWith(byte[] prefix) {
    KeyRange range = KeyRange.prefix(prefix);
    List<byte[]> keys = new ArrayList<>();
    store.forEach((segment, value) -> {
      session.requireGoingOn();
      byte[] key = segment.toArray(ValueLayout.JAVA_BYTE);
      if (range.contains(key)) {
        keys.add(key);
      }
    });
    return keys;
  }

  private void verify() throws IOException {
    store.verify();
    session.print("sound, " + Figures.count(store.stats().entryCount()) + " entries\n");
  }
}
