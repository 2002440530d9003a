package dev.cairn.cli.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The commands of the shell. */
enum Verb {
  GET("get", "KEY", 1, 1, "print the value of a key"),
  PUT("put", "KEY VALUE", 2, 2, "set the value of a key"),
  DELETE("delete", "KEY ...", 1, Integer.MAX_VALUE, "remove keys, all or none"),
  SCAN("scan", "[PREFIX]", 0, 1, "print the pairs whose keys begin so"),
  COUNT("count", "[PREFIX]", 0, 1, "count them"),
  STATS("stats", "", 0, 0, "print the store's figures"),
  VERIFY("verify", "", 0, 0, "read and check everything"),
  SYNC("sync", "", 0, 0, "bring all writes to the device"),
  CHECKPOINT("checkpoint", "DIRECTORY", 1, 1, "copy the store"),
  STYLE(".style", "text|hex", 1, 1, "how keys and values are written"),
  HELP(".help", "", 0, 0, "print this"),
  QUIT(".quit", "", 0, 0, "leave; so does Ctrl-D");

  private final String word;
  private final String arguments;
  private final int least;
  private final int most;
  private final String help;

  Verb(String word, String arguments, int least, int most, String help) {
    this.word = word;
    this.arguments = arguments;
    this.least = least;
    this.most = most;
    this.help = help;
  }

  static List<String> words() {
    return Arrays.stream(values()).map(verb -> verb.word).toList();
  }

  static Verb named(String word) {
    return find(word)
        .orElseThrow(
            () -> new IllegalArgumentException("no command '" + word + "'; .help lists them"));
  }

  static Optional<Verb> find(String word) {
    return Arrays.stream(values()).filter(verb -> verb.word.equals(word)).findAny();
  }

  void requireCount(int count) {
    if (count < least || count > most) {
      throw new IllegalArgumentException("expected: " + usage());
    }
  }

  /** Whether an argument is a key of the store or the beginning of one; they count from 0. */
  boolean takesKey(int argument) {
    return (arguments.startsWith("KEY") || this == SCAN || this == COUNT)
        && argument < (this == PUT ? 1 : most);
  }

  String usage() {
    return arguments.isEmpty() ? word : word + " " + arguments;
  }

  String help() {
    return help;
  }
}
